"""Rows of LongRewardBench and of MemoryRewardBench, and the source that reads their files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any, Literal

from loom_tests.benchmark import Load, Task
from loom_tests.contracts import Message, Sample
from loom_tests.data.official import in_folder, usable
from loom_tests.data.remote import Remote
from loom_tests.data.reward.comparisons import Comparison, first_orders
from loom_tests.data.rows import Columns, Row, read_rows
from loom_tests.errors import LoomError, NoRowsError
from loom_tests.lengths import length_label, parse_length

PAIR, RANKING = "PairWise", "BestOfN"
SUBTYPES = {PAIR: ("same", "diff"), RANKING: ("2", "3", "4")}
ROLES = ("system", "user", "assistant")
COLUMNS: Columns = {
    "prompt_template": list,
    "tasktype": str,
    "subtype": (str, int),
    "source?": str,
    "ctx_length_for_length": (str, int),
}
MEMORY_COLUMNS: Columns = {
    "question": str,
    "chosen": str,
    "rejected": str,
    "task": str,
    "subtask": str,
    "ctx_length": (str, int),
}

Read = Callable[[Row, str], Comparison]


def read_comparison(row: Row, area: str) -> Comparison:
    """Return the comparison of a row of LongRewardBench; LoomError names what it lacks."""
    row.check(COLUMNS)
    kind, subtype = row["tasktype"], str(row["subtype"])
    if kind not in SUBTYPES:
        raise row.bad("tasktype", " or ".join(SUBTYPES))
    if subtype not in SUBTYPES[kind]:
        raise row.bad("subtype", f"{' or '.join(SUBTYPES[kind])} for {kind}")
    return Comparison(
        asked=_asked(row),
        responses=_pair(row) if kind == PAIR else _candidates(row, int(subtype)),
        ranked=kind == RANKING,
        area=area,
        subtype=subtype,
        source=row.get("source") or "",
        length=_length(row, "ctx_length_for_length"),
    )


def read_trajectories(row: Row, area: str) -> Comparison:
    """Return the comparison of a row of MemoryRewardBench; LoomError names what it lacks."""
    row.check(MEMORY_COLUMNS)
    return Comparison(
        asked=(Message("user", row["question"]),),
        responses=_pair(row),
        ranked=False,
        area=area,
        subtype=row["subtask"],
        source=row["task"],
        length=_length(row, "ctx_length"),
    )


def _asked(row: Row) -> tuple[Message, ...]:
    messages = row["prompt_template"]
    if not messages or not all(map(_is_message, messages)):
        raise row.bad("prompt_template", "chat messages with a role and a content")
    return tuple(Message(one["role"], one["content"]) for one in messages)


def _is_message(one: Any) -> bool:
    return isinstance(one, dict) and one.get("role") in ROLES and isinstance(one.get("content"), str)


def _pair(row: Row) -> tuple[str, ...]:
    row.check({"chosen": str, "rejected": str})
    if row["chosen"] == row["rejected"]:
        raise row.bad("rejected", "a response other than the chosen one (this is a tie)")
    return row["chosen"], row["rejected"]


def _candidates(row: Row, n: int) -> tuple[str, ...]:
    row.check({"candidates": list})
    found = row["candidates"]
    if len(found) != n or not all(isinstance(one, str) for one in found):
        raise row.bad("candidates", f"{n} texts, the best first")
    if len(set(found)) < n:
        raise row.bad("candidates", "texts that all differ (two of them tie)")
    return tuple(found)


def _length(row: Row, column: str) -> str:
    try:
        return length_label(parse_length(str(row[column])))
    except LoomError:
        raise row.bad(column, "a length such as 4k or 4096") from None


@dataclass(frozen=True)
class Files:
    """A source that reads one official file for every area, and takes turns between them.

    `path` is the file below --data DIR and may use the field {area}, as may the `hub` original. `wanted` says
    which rows are the task's. Rows come in the official order of asking.
    """

    areas: tuple[str, ...]
    path: str
    hub: Remote
    place: Literal["folder", "hub"]
    read: Read
    wanted: Callable[[Comparison], bool]

    def samples(self, task: Task, length: int, n: int, load: Load) -> list[Sample]:
        """Return the first n samples; NoRowsError where no file has a row of the length."""
        found = [self._of_area(area, task, length, load) for area in self.areas]
        turns = chain.from_iterable(zip_longest(*found))
        samples = [sample for group in turns if group is not None for sample in group]
        if not samples:
            raise NoRowsError(f"{task.name}: the data has no row for {length_label(length)}")
        return samples[:n]

    def _of_area(self, area: str, task: Task, length: int, load: Load) -> list[list[Sample]]:
        """Return the samples of one file, those of one row together."""
        label = length_label(length)
        sizes: list[int] = []
        kept: dict[int, tuple[str, Comparison]] = {}
        path = self._file(area, task, load)
        for number, comparison in usable(read_rows(path), lambda row: self.read(row, area), load):
            if comparison.length == label and self.wanted(comparison):
                kept[len(sizes)] = f"{area}-{number}", comparison
            sizes.append(len(comparison.responses))
        return [list(_samples(*kept[row], order)) for row, order in first_orders(sizes) if row in kept]

    def _file(self, area: str, task: Task, load: Load) -> Path:
        if self.place == "hub":
            return self.hub.fetch({"area": area}, load)
        path = self.path.format(area=area)
        return in_folder(task.name, (path, f"{path}.gz", Path(path).name), load)


def _samples(key: str, comparison: Comparison, first: Sequence[int]) -> Iterator[Sample]:
    for number, order in enumerate(comparison.orders(first)):
        yield comparison.sample(key, order, number)
