"""BABILong samples: the facts of a bAbI story, in order, at random places between sentences of prose."""

from __future__ import annotations

import random
from collections.abc import Sequence

from loom_tests.contracts import Sample
from loom_tests.data.babi.phrases import ask, say
from loom_tests.data.babi.story import tell
from loom_tests.data.embedded import Item
from loom_tests.data.prose import sentences

AROUND = 448  # tokens of the longest prompt around the context, and a little haystack
FACT_TOKENS = 10


def build(item: Item, size: int) -> Sample:
    """Return a sample of the task `item.key` with `size` words of haystack, 0 for the facts alone.

    The last sentence of the haystack is cut to meet the size, as the official one is. Stories keep to what
    the length can hold.
    """
    most = (item.length - AROUND) // FACT_TOKENS if item.length else None
    story = tell(item.key, item.rng("story"), most)
    wording = item.rng("wording")
    facts = [say(fact, wording, item.key) for fact in story.facts]
    haystack = sentences("en", f"babilong|{item.id}|{item.seed}", size)
    return Sample(
        id=item.id,
        context=" ".join(hide(facts, haystack, item.rng("places"))),
        question=ask(story.question),
        references=(story.answer,),
        context_id=item.id,
        meta={"task": item.key, "facts": len(facts)},
    )


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
