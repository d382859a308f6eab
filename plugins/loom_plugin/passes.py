"""Passes: under --gate-sequential a cell is several items, so that evidence of all cells grows together."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from loom_reports.gate.order import passes

PASSES = 10
NAME = re.compile(r"\|(\d+)-of-(\d+)$")


@dataclass(frozen=True)
class Pass:
    """The number-th of `of` passes over a cell's samples, from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}-of-{self.of}"

    @property
    def last(self) -> bool:
        """Whether the cell is finished after it."""
        return self.number == self.of

    def choose(self, contexts: Sequence[str], missing: Collection[int]) -> list[int]:
        """Return which of the missing samples are to be run now; the last pass takes all of them.

        `contexts` has the context of every sample of the cell.
        """
        if self.last:
            return sorted(missing)
        number = passes(contexts, self.of)
        return sorted(index for index in missing if number[index] == self.number - 1)


WHOLE = Pass(1, 1)


def passes_of(n: int) -> list[Pass]:
    """Return the passes of a cell of n samples."""
    count = min(PASSES, n)
    return [Pass(number, count) for number in range(1, count + 1)]


def split_name(name: str) -> tuple[str, Pass]:
    """Return the cell's id and the pass in an item's name; without one, the whole cell is meant."""
    found = NAME.search(name)
    return (name[: found.start()], Pass(int(found[1]), int(found[2]))) if found else (name, WHOLE)
