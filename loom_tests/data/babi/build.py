"""BABILong rows: the facts of a bAbI story, in order, at random places between sentences of prose."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from loom_tests.data.babi import moves, puzzles
from loom_tests.data.babi.moves import Told
from loom_tests.data.babi.phrases import ask, say
from loom_tests.data.babi.story import tell
from loom_tests.data.embedded import Item
from loom_tests.data.prose import sentences

AROUND = 448  # tokens of the longest prompt of long stories around the context, and a little haystack
FACT_TOKENS = 10
LATER: dict[str, Callable[[random.Random, int], Told]] = {
    "qa11": moves.one_by_one,
    "qa12": moves.in_pairs,
    "qa13": moves.pairs_going_on,
    "qa14": moves.in_time,
    "qa15": puzzles.fears,
    "qa16": puzzles.colours,
    "qa17": puzzles.shapes,
    "qa18": puzzles.sizes,
    "qa19": puzzles.ways,
    "qa20": puzzles.motives,
}
LONGEST = 1000  # facts, more than any story has


def generate(item: Item, size: int) -> dict[str, Any]:
    """Return a row of the task `item.key` with `size` words of haystack, 0 for the facts alone.

    The last sentence of the haystack is cut to meet the size, as the official one is. Stories keep to what
    the length can hold.
    """
    told = narrate(item)
    haystack = sentences("en", f"babilong|{item.id}|{item.seed}", size)
    context = " ".join(hide(told.facts, haystack, item.rng("places")))
    row = {"input": context, "question": told.question, "target": told.answer}
    return {**row, "evidence": list(told.facts)}


def narrate(item: Item) -> Told:
    """Return the item's story in words."""
    most = (item.length - AROUND) // FACT_TOKENS if item.length else LONGEST
    if item.key in LATER:
        return LATER[item.key](item.rng("story"), most)
    story = tell(item.key, item.rng("story"), most)
    wording = item.rng("wording")
    facts = tuple(say(fact, wording, item.key) for fact in story.facts)
    return Told(facts, ask(story.question), story.answer)


def hide(facts: Sequence[str], haystack: Sequence[str], rng: random.Random) -> list[str]:
    """Return the haystack with the facts in it, in order; none follows the last, unfinished sentence."""
    depths = sorted(rng.random() for _ in facts)
    hidden: list[str] = []
    start = 0
    for fact, depth in zip(facts, depths, strict=True):
        place = int(depth * len(haystack))
        hidden += [*haystack[start:place], fact]
        start = place
    return [*hidden, *haystack[start:]]
