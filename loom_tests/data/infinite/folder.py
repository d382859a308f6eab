"""The official InfiniteBench files, one JSON object a line: id, context, input, answer, options.

Layout and columns: the data set xinrongzhang2022/InfiniteBench, one file per task.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from loom_tests.benchmark import Load, Task, render
from loom_tests.contracts import Sample
from loom_tests.data.infinite.computing import ONE_NUMBER, VALUES, calculation, call
from loom_tests.errors import LoomError
from loom_tests.lengths import length_label

FOLDER = "InfiniteBench"
COLUMNS: dict[str, tuple[type, ...]] = {
    "id": (int, str),
    "context": (str,),
    "input": (str,),
    "answer": (str, int, float, list),
    "options": (list,),
}
KEY_PREFIX = "The value associated with the specified key is:"


@dataclass(frozen=True)
class Row:
    """One line of a file, and where it stands for messages about it."""

    place: str
    context: str
    input: str
    answer: list[Any]
    id: str = ""

    def bad(self, column: str, expected: str) -> LoomError:
        """Return the error for a column whose content is not what the task needs."""
        content = repr(getattr(self, column))
        return LoomError(f"{self.place}, column {column!r}: expected {expected}, found {content[:80]}")


@dataclass(frozen=True)
class Folder:
    """A source that reads DIR/InfiniteBench/TASK.jsonl.

    A row belongs to the length that holds it and whose half does not; nothing is cut out of it.
    """

    def samples(self, task: Task, length: int, n: int, load: Load) -> list[Sample]:
        """Return the first n rows of the length; LoomError for a bad file or a length without rows."""
        found: list[Sample] = []
        sizes: list[int] = []
        for row in read_rows(_path(task.name, load)):
            sample = replace(SAMPLES[task.name](row), id=row.id, context_id=row.id)
            tokens = load.counter.count(render(task, sample, system=load.system)) + task.max_new_tokens
            sizes.append(tokens)
            if length // 2 < tokens <= length:
                found.append(sample)
            if len(found) == n:
                break
        if not found:
            there = f"{min(sizes)} to {max(sizes)}" if sizes else "no"
            raise LoomError(
                f"{task.name} at {length_label(length)}: {_path(task.name, load)} has no row of this length, "
                f"its rows have {there} tokens; choose another --lengths"
            )
        return found


def _path(task: str, load: Load) -> Path:
    if load.data_dir is None:
        raise LoomError(f"{task}: no folder to read from; give one with --data DIR")
    path = load.data_dir / FOLDER / f"{task}.jsonl"
    if not path.is_file():
        raise LoomError(
            f"{path} is not there; put the official {task}.jsonl of xinrongzhang2022/InfiniteBench there"
        )
    return path


def read_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file; LoomError with file, line and column for a bad one."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield _row(line, f"{path}, line {number}")


def _row(line: str, place: str) -> Row:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise LoomError(f"{place}, column {error.colno}: not JSON ({error.msg})") from None
    if not isinstance(fields, dict):
        raise LoomError(f"{place}: not a JSON object but {type(fields).__name__}")
    for column, types in COLUMNS.items():
        if column not in fields:
            raise LoomError(f"{place}: column {column!r} is missing; a row has {', '.join(COLUMNS)}")
        if not isinstance(fields[column], types) or isinstance(fields[column], bool):
            expected = " or ".join(one.__name__ for one in types)
            raise LoomError(
                f"{place}, column {column!r}: expected {expected}, found {type(fields[column]).__name__}"
            )
    answer = fields["answer"] if isinstance(fields["answer"], list) else [fields["answer"]]
    row = Row(place, fields["context"], fields["input"], answer, str(fields["id"]))
    if not answer:
        raise row.bad("answer", "an answer")
    return row


def _plain(row: Row) -> Sample:
    label = str(row.answer[0])
    return Sample("", row.context, row.input.strip(), (label,), meta={"label": label})


def _key_value(row: Row) -> Sample:
    sample = _plain(row)
    return replace(sample, question=sample.question.removesuffix(KEY_PREFIX).strip())


def _math_find(row: Row) -> Sample:
    target = re.search(r"The (.+ number) of", row.input)
    if target is None:
        raise row.bad("input", "'The ... number of the list is'")
    label = _number(row, row.answer[0])
    meta = {"target": target[1].lower(), "label": label}
    return Sample("", row.context, ONE_NUMBER, (str(label),), meta=meta)


def _math_calc(row: Row) -> Sample:
    first = re.match(r"\s*(\d+)", row.context)
    if first is None:
        raise row.bad("context", "an expression that starts with a number")
    answers = row.answer[0] if isinstance(row.answer[0], list) else row.answer
    values = [int(_number(row, value)) for value in answers[:VALUES]]
    return calculation("", row.context, int(first[1]), values)


def _code_run(row: Row) -> Sample:
    called = re.search(r"func_(\d+)\((-?\d+)\)", row.input)
    if called is None:
        raise row.bad("input", "a call like func_1(3)")
    return call("", row.context, int(called[1]), int(called[2]), int(_number(row, row.answer[0])))


def _number(row: Row, value: object) -> int | float:
    """Return a number that the file holds as a number or as text."""
    try:
        number = json.loads(value) if isinstance(value, str) else value
    except json.JSONDecodeError:
        number = None
    if not isinstance(number, int | float):
        raise row.bad("answer", "a number")
    return number


SAMPLES: dict[str, Callable[[Row], Sample]] = {
    "passkey": _plain,
    "number_string": _plain,
    "kv_retrieval": _key_value,
    "math_find": _math_find,
    "math_calc": _math_calc,
    "code_run": _code_run,
}
