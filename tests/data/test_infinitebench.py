from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loom_tests.benchmark import Load, Task, render
from loom_tests.contracts import Request, Sample
from loom_tests.data.embedded import Item
from loom_tests.data.infinite.computing import code_run, math_calc, math_find
from loom_tests.data.infinite.folder import Folder
from loom_tests.data.infinite.retrieval import PAIR, kv_retrieval, number_string, passkey
from loom_tests.errors import LoomError
from loom_tests.retrieval.infinitebench import BENCHMARK

BUILDS: dict[str, Callable[[Item, int], Sample]] = {
    "passkey": passkey,
    "number_string": number_string,
    "kv_retrieval": kv_retrieval,
    "math_find": math_find,
    "math_calc": math_calc,
    "code_run": code_run,
}
TASKS = {task.name: task for task in BENCHMARK.tasks}
SIZES = st.integers(0, 700)


class Characters:
    """Counts characters, as a stand-in for tokens."""

    fingerprint = "characters"

    def count(self, request: Request) -> int:
        assert not isinstance(request.prompt, str)
        return sum(len(message.content) for message in request.prompt) + len(request.answer_prefix)


def item(task: str, index: int = 0) -> Item:
    return Item(task, 4096, index, 0)


def text(task: Task, sample: Sample) -> str:
    prompt = render(task, sample).prompt[-1]
    assert not isinstance(prompt, str)
    return prompt.content


@given(task=st.sampled_from(list(BUILDS)), index=st.integers(0, 99), size=SIZES)
@settings(max_examples=80, deadline=None)
def test_references_score_one_and_silence_the_floor(task: str, index: int, size: int) -> None:
    sample = BUILDS[task](item(task, index), size)
    score = TASKS[task].metrics[0].score
    assert sample == BUILDS[task](item(task, index), size)
    assert score(sample.references[0], sample) == 1.0
    assert score("", sample) == 0.0
    assert len(BUILDS[task](item(task, index), size + 40).context) > len(sample.context)
    assert Sample.from_json(json.loads(json.dumps(sample.to_json()))) == sample


@pytest.mark.parametrize("task", BUILDS)
def test_samples_differ_and_keep_their_answer_when_they_grow(task: str) -> None:
    contexts = {BUILDS[task](item(task, index), 200).context for index in range(10)}
    assert len(contexts) == 10
    if task != "math_find":
        small, large = (BUILDS[task](item(task, 3), size) for size in (400, 1000))
        assert (small.references, small.question) == (large.references, large.question)


@pytest.mark.parametrize("task", ["passkey", "number_string"])
def test_keys_stand_twice_in_the_noise(task: str) -> None:
    for index in range(30):
        sample = BUILDS[task](item(task, index), 203)
        assert re.findall(r"\d+", sample.context) == [sample.references[0]] * 2
        assert sample.context.count("There and back again.\n") == 40
    lengths = {len(BUILDS[task](item(task, index), 9).references[0]) for index in range(30)}
    assert lengths == {5 if task == "passkey" else 10}


def test_number_strings_repeat_digits() -> None:
    keys = [number_string(item("number_string", index), 0).references[0] for index in range(50)]
    assert max(len(set(key)) for key in keys) <= 5


@given(index=st.integers(0, 99), size=st.integers(0, 5 * PAIR))
@settings(max_examples=50, deadline=None)
def test_the_key_leads_to_the_value(index: int, size: int) -> None:
    sample = kv_retrieval(item("kv_retrieval", index), size)
    pairs = json.loads(sample.context.removeprefix("JSON data:\n"))
    key = re.fullmatch(r'Key: "([0-9a-f-]{36})"', sample.question)
    assert key is not None
    assert pairs[key[1]] == sample.references[0]
    assert list(pairs.values()).count(sample.references[0]) == 1
    assert 0 <= size + PAIR - len(sample.context) + len("JSON data:\n{}") - 2 < 10


@given(index=st.integers(0, 200), size=SIZES)
@settings(max_examples=50, deadline=None)
def test_the_ranked_number_is_in_the_list(index: int, size: int) -> None:
    sample = math_find(item("math_find", index), size)
    numbers = json.loads(sample.context)
    distinct = sorted(set(numbers))
    expected = {
        "largest number": distinct[-1],
        "second largest number": distinct[-2],
        "third largest number": distinct[-3],
        "smallest number": distinct[0],
        "second smallest number": distinct[1],
        "third smallest number": distinct[2],
        "median number": sorted(numbers)[len(numbers) // 2],
    }
    assert sample.meta["label"] == expected[sample.meta["target"]]
    assert 0 <= distinct[0] < distinct[-1] <= 99
    assert sample.meta["target"] != "median number" or len(numbers) % 2


@given(index=st.integers(0, 200), size=SIZES)
@settings(max_examples=50, deadline=None)
def test_the_values_are_those_of_the_expression(index: int, size: int) -> None:
    sample = math_calc(item("math_calc", index), size)
    steps = [int(sign + number) for sign, number in re.findall(r"([+-]?) ?(\d+)", sample.context)]
    values = list(accumulate(steps))
    assert json.loads(sample.references[0]) == values[:65]
    assert sample.meta["label"] == values[1:65]
    assert all(0 <= value <= 99 for value in values)


def evaluate(code: str, name: str, x: int) -> int:
    found = re.search(rf"def {name}\(x\):\n    return (?:(func_\d+)\()?x\)?(?: ([+-]) (\d+))?\n", code)
    assert found is not None
    addition = int(found[2] + found[3]) if found[2] else 0
    return addition + (evaluate(code, found[1], x) if found[1] else x)


@given(index=st.integers(0, 200), size=SIZES)
@settings(max_examples=50, deadline=None)
def test_the_call_returns_the_label(index: int, size: int) -> None:
    sample = code_run(item("code_run", index), size)
    argument = re.search(r"\((-?\d+)\)", sample.meta["func_call"])
    assert argument is not None
    assert evaluate(sample.context, sample.meta["func"], int(argument[1])) == sample.meta["label"]
    names = re.findall(r"def func_(\d+)", sample.context)
    assert len(set(names)) == len(names) == size // 5 + (2, 4, 6, 8, 10)[index % 5]
    assert set(re.findall(r"func_(\d+)\(x\)", sample.context)) == set(names)


@pytest.mark.parametrize(
    ("task", "end", "prefix"),
    [
        ("passkey", "\n\nWhat is the pass key?", "The pass key is"),
        ("number_string", "\n\nWhat is the sequence of digits?", "The sequence of digits is"),
        (
            "math_find",
            "You should answer with only one number, no other words.",
            "The largest number of the list is:",
        ),
    ],
)
def test_prompts_end_as_the_official_ones(task: str, end: str, prefix: str) -> None:
    sample = BUILDS[task](item(task), 30)
    assert text(TASKS[task], sample).endswith(end)
    assert render(TASKS[task], sample).answer_prefix == prefix


def write(folder: Path, task: str, *lines: str) -> Load:
    path = folder / "InfiniteBench" / f"{task}.jsonl"
    path.parent.mkdir()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Load(Characters(), 0, folder, data_dir=folder)


def row(**columns: Any) -> str:
    default = {"id": 7, "context": "some text", "input": "What?", "answer": ["71432"], "options": []}
    return json.dumps({**default, **columns})


def read(task: str, load: Load, length: int = 0) -> Sample:
    lengths = [length] if length else [2**power for power in range(4, 20)]
    for one in lengths:
        try:
            return Folder().samples(TASKS[task], one, 1, load)[0]
        except LoomError as error:
            if "no row of this length" not in str(error):
                raise
    raise AssertionError("no length fits")


@pytest.mark.parametrize(
    ("task", "columns", "reference", "label"),
    [
        ("passkey", {}, "71432", "71432"),
        ("number_string", {"answer": "2200012222"}, "2200012222", "2200012222"),
        ("math_find", {"input": "The second largest number of the list is: ", "answer": [88]}, "88", 88),
        ("math_find", {"input": "The median number of the list is: ", "answer": ["51.0"]}, "51.0", 51.0),
        ("math_calc", {"context": "1 + 3 + 4", "answer": [4, 8]}, "[1, 4, 8]", [4, 8]),
        ("code_run", {"input": "... return value of func_1(-3). Be concise.", "answer": [-7]}, "-7", -7),
    ],
)
def test_official_rows_become_samples(
    task: str, columns: dict[str, Any], reference: str, label: object, tmp_path: Path
) -> None:
    sample = read(task, write(tmp_path, task, row(**columns)))
    assert sample.id == "7"
    assert sample.references == (reference,)
    assert sample.meta["label"] == label
    assert TASKS[task].metrics[0].score(reference, sample) == 1.0
    assert sample.context in text(TASKS[task], sample)


def test_the_clause_of_a_key_value_row_opens_the_answer(tmp_path: Path) -> None:
    question = '\nKey: "a"\nThe value associated with the specified key is: '
    load = write(tmp_path, "kv_retrieval", row(context='JSON data:\n{"a": "b"}', input=question, answer="b"))
    sample = read("kv_retrieval", load)
    assert sample.question == 'Key: "a"'
    assert text(TASKS["kv_retrieval"], sample).endswith('{"a": "b"}\n\n\nKey: "a"')


def test_rows_belong_to_the_length_that_holds_them(tmp_path: Path) -> None:
    rows = [row(id=size, context="x" * size) for size in (100, 500, 3000, 600)]
    load = write(tmp_path, "passkey", *rows)
    assert [sample.id for sample in Folder().samples(TASKS["passkey"], 1024, 9, load)] == ["500", "600"]
    assert [sample.id for sample in Folder().samples(TASKS["passkey"], 1024, 1, load)] == ["500"]
    with pytest.raises(LoomError, match=r"passkey at 128k: .* no row of this length"):
        Folder().samples(TASKS["passkey"], 131072, 1, load)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"id": 1, "context": }', r"passkey\.jsonl, line 2, column 22: not JSON"),
        ("[1]", r"line 2: not a JSON object but list"),
        ('{"id": 1, "context": "", "input": "", "options": []}', r"line 2: column 'answer' is missing"),
        (row(context=3), r"line 2, column 'context': expected str, found int"),
        (row(answer=True), r"line 2, column 'answer': expected str or int or float or list, found bool"),
        (row(answer=[]), r"line 2, column 'answer': expected an answer"),
    ],
)
def test_bad_rows_are_named(line: str, message: str, tmp_path: Path) -> None:
    load = write(tmp_path, "passkey", row(), line)
    with pytest.raises(LoomError, match=message):
        Folder().samples(TASKS["passkey"], 512, 9, load)


@pytest.mark.parametrize(
    ("task", "columns", "message"),
    [
        (
            "math_find",
            {"input": "Which?"},
            r"line 1, column 'input': expected 'The \.\.\. number of the list is'",
        ),
        (
            "math_find",
            {"input": "The largest number of", "answer": ["x"]},
            "column 'answer': expected a number",
        ),
        ("math_calc", {"context": "a + b"}, "column 'context': expected an expression"),
        ("code_run", {}, r"column 'input': expected a call like func_1\(3\)"),
    ],
)
def test_rows_that_miss_what_the_task_needs_are_named(
    task: str, columns: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(LoomError, match=message):
        read(task, write(tmp_path, task, row(**columns)))


def test_missing_folders_and_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(LoomError, match="--data DIR"):
        Folder().samples(TASKS["passkey"], 1024, 1, Load(Characters(), 0, tmp_path))
    with pytest.raises(LoomError, match=r"InfiniteBench.passkey\.jsonl is not there"):
        Folder().samples(TASKS["passkey"], 1024, 1, Load(Characters(), 0, tmp_path, data_dir=tmp_path))


@pytest.mark.parametrize("task", BENCHMARK.tasks, ids=lambda task: str(task.name))
@pytest.mark.parametrize("length", [3072, 8192])
def test_samples_fill_their_length(task: Task, length: int, tmp_path: Path) -> None:
    load = Load(Characters(), 0, tmp_path)
    for sample in task.sources["embedded"].samples(task, length, 3, load):
        tokens = load.counter.count(render(task, sample)) + task.max_new_tokens
        assert 0.98 * length <= tokens <= length
