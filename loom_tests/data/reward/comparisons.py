"""A question with responses of known quality, and the samples that it becomes.

A pair is asked in both orders, two samples of one `context_id`, so that what a judge owes to the order can be
told from what it owes to the answers. A ranking is asked once. What is shown first follows the seed 42, as in
the official code.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loom_tests.contracts import Message, Sample
from loom_tests.data.embedded import Item, builder_name
from loom_tests.data.rows import Row

SEED = 42
LETTERS = "ABCD"
BETWEEN = "\n\n"
SHOWN = 200  # characters of the question's end that a reader of a record sees


@dataclass(frozen=True)
class Comparison:
    """What was asked and its responses, the best first; `ranked` asks for all their ranks.

    `area` is what the benchmark reports by, `length` the label of the length it counts the row to.
    """

    asked: tuple[Message, ...]
    responses: tuple[str, ...]
    ranked: bool
    area: str
    subtype: str
    source: str
    length: str

    def orders(self, first: Sequence[int]) -> list[list[int]]:
        """Return the orders to ask in: places list numbers of responses."""
        return [list(first)] if self.ranked else [list(first), list(reversed(first))]

    def sample(self, key: str, order: Sequence[int], number: int) -> Sample:
        """Return the sample that shows the responses in an order, the number-th of this comparison.

        `ranks` is the rank of each response as shown, from 0, the best; the reference is the right verdict.
        """
        names = [LETTERS[order.index(rank)] for rank in range(len(order))]
        context = BETWEEN.join(message.content for message in self.asked)
        return Sample(
            id=f"{key}-{number}",
            context=context,
            question=context[-SHOWN:],
            references=(f"[[{'>'.join(names) if self.ranked else names[0]}]]",),
            context_id=key,
            meta={
                "responses": [self.responses[place] for place in order],
                "ranks": list(order),
                "ranked": self.ranked,
                "turns": [[message.role, len(message.content)] for message in self.asked],
                "area": self.area,
                "subtype": self.subtype,
                "source": self.source,
            },
        )


def conversations(sample: Sample) -> tuple[tuple[Message, ...], ...]:
    """Return what a discriminative reward model scores: what was asked with one response, for each."""
    asked, start = [], 0
    turns = sample.meta["turns"]
    if len(turns) == 1:
        turns = [[turns[0][0], len(sample.context)]]  # a retriever may have cut the context
    for role, size in turns:
        asked.append(Message(role, sample.context[start : start + size]))
        start += size + len(BETWEEN)
    return tuple((*asked, Message("assistant", response)) for response in sample.meta["responses"])


def first_orders(sizes: Sequence[int]) -> list[tuple[int, list[int]]]:
    """Return (row, order of its responses) in the official order of asking, for rows of so many responses."""
    rng = random.Random(SEED)
    rows = list(range(len(sizes)))
    rng.shuffle(rows)
    found = []
    for row in rows:
        order = list(range(sizes[row]))
        rng.shuffle(order)
        found.append((row, order))
    return found


@dataclass(frozen=True)
class Compared:
    """Builds a sample by way of a generated row of the official schema; two samples in a row are one pair."""

    generate: Callable[[Item, int], Mapping[str, Any]]
    read: Callable[[Row, Item], Comparison]
    orders: int

    @property
    def name(self) -> str:
        """A name that is the same in every process."""
        return builder_name(self.generate)

    def __call__(self, item: Item, size: int) -> Sample:
        """Return the item's sample with a context of `size`."""
        number, place = divmod(item.index, self.orders)
        own = Item(item.key, item.length, number, item.seed)
        comparison = self.read(Row(f"generated row {own.id}", self.generate(own, size)), own)
        first = list(range(len(comparison.responses)))
        random.Random(f"{SEED}|{own.id}").shuffle(first)
        return comparison.sample(own.id, comparison.orders(first)[place], place)
