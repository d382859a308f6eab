"""Rows of the reward benchmarks: the official layout and order, bad rows, and the invented ones."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from loom_tests.benchmark import Load, Task, render
from loom_tests.contracts import Message, Sample
from loom_tests.data.embedded import Embedded, Item
from loom_tests.data.reward.answers import AREAS, graded
from loom_tests.data.reward.comparisons import conversations
from loom_tests.data.reward.generate import generate_pair, generate_ranking
from loom_tests.data.reward.trajectories import SUBTASKS, generate_trajectories
from loom_tests.errors import LoomError, NoRowsError
from loom_tests.reward import long_rewardbench, memory_rewardbench
from tests.data.counters import Bytes

TASKS = {task.name: task for task in long_rewardbench.BENCHMARK.tasks}
MEMORY = {task.name: task for task in memory_rewardbench.BENCHMARK.tasks}
ROW = {
    "prompt_template": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Text. Why?"},
    ],
    "chosen": "Because.",
    "rejected": "No idea.",
    "tasktype": "PairWise",
    "subtype": "same",
    "source": "LEval",
    "ctx_length_for_length": "4k",
}
RANKED = {**ROW, "tasktype": "BestOfN", "subtype": 3, "candidates": ["gold", "silver", "tin"]}


def write(folder: Path, rows: dict[str, list[dict[str, Any]]], benchmark: str = "LongRewardBench") -> Load:
    """Write a file for every area; those without rows of their own hold ROW and RANKED."""
    (folder / benchmark).mkdir()
    for area in {*AREAS, *rows} if benchmark == "LongRewardBench" else rows:
        lines = [json.dumps(row) for row in rows.get(area, [ROW, RANKED])]
        (folder / benchmark / f"{area}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return Load(Bytes(), 7, folder / "cache", data_dir=folder)


def read(task: Task, load: Load, length: int = 4096) -> list[Sample]:
    return task.sources["folder"].samples(task, length, 1000, load)


def test_rows_of_the_official_layout_are_asked_in_the_official_order_and_the_other(tmp_path: Path) -> None:
    rows = [{**ROW, "chosen": f"good {i}", "rejected": f"bad {i}"} for i in range(30)]
    rows[5:5] = [{**RANKED, "candidates": [f"first {i}", "x", "y"]} for i in range(5)]
    samples = read(TASKS["pair_math"], write(tmp_path, {"Math": rows}))
    rng = random.Random(42)  # the official run shuffles the rows, then the responses of each
    rng.shuffle(rows)
    official = []
    for row in rows:
        order = list(range(2 if row["tasktype"] == "PairWise" else 3))
        rng.shuffle(order)
        if len(order) == 2:
            official.append([(row["chosen"], row["rejected"])[place] for place in order])
    assert [one.meta["responses"] for one in samples[::2]] == official
    assert [one.meta["responses"] for one in samples[1::2]] == [list(reversed(two)) for two in official]
    for one, other in zip(samples[::2], samples[1::2], strict=True):
        assert one.context_id == other.context_id != one.id != other.id
        assert {one.references, other.references} == {("[[A]]",), ("[[B]]",)}
        assert one.meta["responses"][one.meta["ranks"].index(0)].startswith("good")


def test_rankings_take_turns_between_the_areas(tmp_path: Path) -> None:
    load = write(tmp_path, {"Code": [ROW, RANKED, RANKED]})
    samples = read(TASKS["best_of_3"], load)
    assert [one.meta["area"] for one in samples] == [*AREAS, "Code"]
    for one in samples:
        best_first = [one.meta["responses"]["ABC".index(name)] for name in one.references[0][2:-2].split(">")]
        assert best_first == RANKED["candidates"]
    with pytest.raises(NoRowsError, match="best_of_2: the data has no row for 4k"):
        read(TASKS["best_of_2"], load)
    with pytest.raises(NoRowsError, match="no row for 8k"):
        read(TASKS["best_of_3"], load, 8192)


def test_a_judge_reads_the_messages_joined_and_a_reward_model_each_with_an_answer(tmp_path: Path) -> None:
    (first, _) = read(TASKS["pair_cite"], write(tmp_path, {}))
    request = render(TASKS["pair_cite"], first)
    assert request.prompt[-1].content.startswith("[User Question]\nBe brief.\n\nText. Why?\n\n[The Start of")  # type: ignore[union-attr]
    asked = (Message("system", "Be brief."), Message("user", "Text. Why?"))
    answers = [Message("assistant", one) for one in first.meta["responses"]]
    assert request.candidates == conversations(first) == tuple((*asked, one) for one in answers)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"rejected": None}, r"line 2, column 'rejected': expected str, found None"),
        ({"chosen": "x", "rejected": "x"}, r"line 2, column 'rejected': .*this is a tie"),
        ({"tasktype": "Triple"}, r"line 2, column 'tasktype': expected PairWise or BestOfN, found 'Triple'"),
        ({"subtype": "other"}, r"line 2, column 'subtype': expected same or diff for PairWise"),
        ({"ctx_length_for_length": "long"}, r"line 2, column 'ctx_length_for_length': expected a length"),
        (
            {"prompt_template": [{"role": "user"}]},
            r"line 2, column 'prompt_template': expected chat messages",
        ),
        ({**RANKED, "candidates": ["a", "b"]}, r"line 2, column 'candidates': expected 3 texts, the best"),
        ({**RANKED, "candidates": ["a", "b", "a"]}, r"line 2, column 'candidates': .*two of them tie"),
        ({**RANKED, "candidates": None}, r"line 2, column 'candidates': expected list"),
        ({**RANKED, "subtype": 5}, r"line 2, column 'subtype': expected 2 or 3 or 4 for BestOfN"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    load = write(tmp_path, {"Math": [ROW, {**ROW, **changes}]})
    with pytest.raises(LoomError, match=rf"Math\.jsonl, {message}"):
        read(TASKS["pair_math"], load)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    row = {name: value for name, value in ROW.items() if name != "rejected"}
    with pytest.raises(LoomError, match=r"Math\.jsonl, line 1: column 'rejected' is missing"):
        read(TASKS["pair_math"], write(tmp_path, {"Math": [row]}))


def test_generated_rows_are_rows_of_the_official_layout(tmp_path: Path) -> None:
    rows = {
        area: [
            *(generate_pair(Item(f"pair_{area.lower()}", 4096, i, 7), 50) for i in range(8)),
            *(generate_ranking(Item("best_of_4", 4096, 7 * i + place, 7), 50) for i in range(2)),
        ]
        for place, area in enumerate(AREAS)
    }
    load = write(tmp_path, rows)
    for area in AREAS:
        samples = read(TASKS[f"pair_{area.lower()}"], load)
        assert len(samples) == 16
        assert {one.meta["subtype"] for one in samples} == {"same", "diff"}
        assert sum(one.references == ("[[A]]",) for one in samples) == 8
        empty = [one for one in samples if "" in one.meta["responses"]]
        assert len(empty) == 4, "every grade takes its turn"
    assert len(read(TASKS["best_of_4"], load)) == 14
    folder = tmp_path / "memory"
    folder.mkdir()
    for name, task in MEMORY.items():
        config = next(one for one in SUBTASKS if one.lower().replace("-", "_") == name)
        made = [generate_trajectories(Item(name, 8192, i, 7), 60) for i in range(8)]
        (folder / f"{config}.jsonl").write_text("\n".join(map(json.dumps, made)), encoding="utf-8")
        there = read(task, Load(Bytes(), 7, tmp_path / "cache", data_dir=folder), 8192)
        assert len(there) == 16
        assert {one.meta["subtype"] for one in there} == set(SUBTASKS[config])


TOLD = {
    "LongQA": r"(.+?\.) .+",
    "Summ": r".+?\. (.+?\.) .+",
    "Safety": r".+ is this: (.+)",
    "ICL": r"The label is (\w+)\.",
    "Cite": r"(.+) \[\d+\]",
    "Code": r"The function (\w+) crashes.+",
    "Math": r"(\d+) \+ .+",
}
"""What a gold answer of each area has from the text."""


@pytest.mark.parametrize("area", AREAS)
def test_answers_are_graded_by_what_the_text_says(area: str) -> None:
    made = graded(area, "key", 80, 4096)
    assert len({made.gold, made.partly, made.wrong, made.off}) == 4
    found = re.fullmatch(TOLD[area], made.gold)
    assert found
    assert found[1] in made.asked
    if area in ("LongQA", "Cite"):
        wrong = re.fullmatch(TOLD[area], made.wrong)
        assert wrong
        assert wrong[1] not in made.asked


def test_both_orders_hold_the_same_context(tmp_path: Path) -> None:
    task = TASKS["pair_longqa"]
    source = task.sources["embedded"]
    assert isinstance(source, Embedded)
    one, other, third = source.samples(task, 4096, 3, Load(Bytes(), 7, tmp_path))
    assert one.context == other.context != third.context
    assert one.context_id == other.context_id != third.context_id
    assert one.meta["responses"] == list(reversed(other.meta["responses"]))
