"""The eight needle tasks of RULER: magic numbers or uuids hidden in noise, prose or other needles."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item
from loom_tests.data.prose import sentences
from loom_tests.data.ruler import OFFICIAL, noise, noise_lines
from loom_tests.data.ruler.words import keys

Kind = Literal["words", "numbers", "uuids"]

# Protocol text: NVIDIA/RULER scripts/data/synthetic/niah.py.
NEEDLE = "One of the special magic {kind} for {key} is: {value}."
DEPTHS = tuple(round(100 * i / 39) for i in range(40))
# About how many noise sentences are as long as one needle.
SENTENCES_PER_NEEDLE = {"words": 6, "numbers": 6, "uuids": 15}


@dataclass(frozen=True)
class Needles:
    """One needle task: parameters as in the official synthetic.yaml."""

    haystack: Literal["noise", "essay", "needle"]
    key: Kind = "words"
    value: Kind = "numbers"
    num_keys: int = 1
    num_values: int = 1
    num_queries: int = 1

    @property
    def plural(self) -> bool:
        """Whether several values are asked for."""
        return self.num_values * self.num_queries > 1

    def build(self, item: Item, size: int) -> Sample:
        """Return a sample; `size` counts words (essay) or lines of the haystack."""
        rng = item.rng("needles")
        new_key, new_value = _draw(self.key, rng), _draw(self.value, rng)
        values = {next(new_key): self._values(new_value) for _ in range(max(self.num_keys, self.num_queries))}
        needles = [self._needle(key, value) for key in values for value in values[key]]
        rng.shuffle(needles)
        queries = rng.sample(list(values), self.num_queries)
        gold = [self._needle(key, value) for key in queries for value in values[key]]
        if self.haystack == "essay":
            context, depths = _in_essay(item, size, needles)
        else:
            if self.haystack == "noise":
                lines = noise_lines(item.length, size)
            else:
                lines = self._decoys(item.length, size, zip(new_key, new_value, strict=False))
            context, depths = _in_lines(item, lines, needles)
        return Sample(
            id=item.id,
            context=context,
            question=_listed(queries),
            references=tuple(value for query in queries for value in values[query]),
            context_id=item.id,
            meta={"keys": queries, "depths": depths, "evidence": gold},
        )

    def _values(self, new_value: Iterator[str]) -> list[str]:
        return [next(new_value) for _ in range(self.num_values)]

    def _needle(self, key: str, value: str) -> str:
        return NEEDLE.format(kind=self.value, key=key, value=value)

    def _decoys(self, length: int, size: int, pairs: Iterator[tuple[str, str]]) -> list[str]:
        """Return needles with other keys; below 4k noise fills the room that is too small for one."""
        whole, rest = size, 0
        if length < OFFICIAL:
            whole, rest = divmod(size, SENTENCES_PER_NEEDLE[self.value])
        return [noise(rest)] * bool(rest) + [self._needle(*next(pairs)) for _ in range(whole)]


def _in_lines(item: Item, lines: list[str], needles: list[str]) -> tuple[str, list[int]]:
    rng = item.rng("positions")
    depths = sorted(rng.random() for _ in needles)
    for i, (depth, needle) in enumerate(zip(depths, needles, strict=True)):
        lines.insert(int(depth * (len(lines) - i + 1)) + i, needle)
    return "\n".join(lines), [round(100 * depth) for depth in depths]


def _in_essay(item: Item, size: int, needles: list[str]) -> tuple[str, list[int]]:
    text = sentences("en", f"ruler|{item.id}|{item.seed}", size)
    depths = sorted(item.rng("positions").sample(DEPTHS, len(needles)))
    places = [int(len(text) * depth / 100) for depth in depths]
    for i, (place, needle) in enumerate(zip(places, needles, strict=True)):
        text.insert(place + i, needle)
    return " ".join(text), depths


def _draw(kind: Kind, rng: random.Random) -> Iterator[str]:
    """Yield distinct keys or values for ever."""
    if kind == "words":
        yield from keys(rng)
    seen: set[str] = set()
    while True:
        number = kind == "numbers"
        value = str(
            rng.randint(10**6, 10**7 - 1) if number else uuid.UUID(int=rng.getrandbits(128), version=4)
        )
        if value not in seen:
            seen.add(value)
            yield value


def _listed(queries: list[str]) -> str:
    if len(queries) == 1:
        return queries[0]
    return f"{', '.join(queries[:-1])}, and {queries[-1]}"
