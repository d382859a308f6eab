"""The engine of the prose generator: templates whose slots are filled from tables of phrases."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

Tables = Mapping[str, Sequence[str]]


class Grammar(dict[str, str]):
    """A set of tables with the scene's bound slots, usable in `str.format_map`.

    A slot that the scene binds keeps its value for the whole paragraph; any other slot is drawn from the
    table of its name each time it occurs. Phrases may hold slots themselves.
    """

    def __init__(self, tables: Tables, rng: random.Random) -> None:
        super().__init__()
        self._tables = tables
        self._random = rng.random

    def __missing__(self, slot: str) -> str:
        """Draw a phrase for a slot the scene does not bind."""
        return self.pick(slot)

    def below(self, n: int) -> int:
        """Return a number in [0, n); `random()` is the draw all Python versions agree on."""
        return int(self._random() * n)

    def pick(self, table: str) -> str:
        """Return a random phrase of the table, its slots filled."""
        phrases = self._tables[table]
        phrase = phrases[int(self._random() * len(phrases))]
        return phrase.format_map(self) if "{" in phrase else phrase

    def chance(self, probability: float) -> bool:
        """Return True with the given probability."""
        return self._random() < probability


Paragraph = Callable[[random.Random], list[str]]


def words(text: str) -> tuple[str, ...]:
    """Split a table written as one string of words."""
    return tuple(text.split())


def lines(text: str) -> tuple[str, ...]:
    """Split a table written one phrase a line."""
    return tuple(line.strip() for line in text.strip().splitlines())
