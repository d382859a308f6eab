"""Invented rows of LongRewardBench: graded answers as pairs and as rankings.

Of a pair the chosen answer is gold, and the grade of the rejected one takes turns. Both are in the words of
one writer (subtype same) or of two (diff); who writes what says nothing of the grade. A ranking of four has
every grade but one of wrong and off the context, of which neither is better than the other.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.reward.answers import AREAS, Graded, graded
from loom_tests.data.reward.rows import PAIR, RANKING
from loom_tests.lengths import length_label

EMPTY = "empty"
WORSE = ("partly", "wrong", "off", EMPTY)
LISTS = {
    2: tuple(("gold", grade) for grade in WORSE),
    3: tuple(("gold", "partly", grade) for grade in WORSE[1:]),
    4: tuple(("gold", "partly", grade, EMPTY) for grade in WORSE[1:3]),
}
WRITERS = ("{}", "Here is my answer. {}", "{} I hope this helps.", "Let me see. {}")
PREFIX = "pair_"


def area_of(item: Item) -> str:
    """Return the area that a task is named after; rankings take turns between all."""
    by_name = {area.lower(): area for area in AREAS}
    return by_name.get(item.key.removeprefix(PREFIX)) or AREAS[item.index % len(AREAS)]


def generate_pair(item: Item, size: int) -> dict[str, Any]:
    """Return a row of a pair on a context of about `size` words."""
    answers = graded(area_of(item), _key(item), size, item.length)
    turn = item.index + int(replace(item, index=0).rng("grade").random() * len(WORSE))
    same = item.index // len(WORSE) % 2 == 0
    one, two = _writers(item.rng("writers"), same)
    return {
        **_row(item, answers),
        "tasktype": PAIR,
        "subtype": "same" if same else "diff",
        "chosen": _written(answers, "gold", one),
        "rejected": _written(answers, WORSE[turn % len(WORSE)], two),
    }


def generate_ranking(item: Item, size: int) -> dict[str, Any]:
    """Return a row of as many answers as the task is named after, the best first."""
    n = int(item.key[-1])
    answers = graded(area_of(item), _key(item), size, item.length)
    grades = LISTS[n][item.index // len(AREAS) % len(LISTS[n])]
    writer, _ = _writers(item.rng("writers"), True)
    return {
        **_row(item, answers),
        "tasktype": RANKING,
        "subtype": str(n),
        "candidates": [_written(answers, grade, writer) for grade in grades],
    }


def _key(item: Item) -> str:
    return f"reward|{item.id}|{item.seed}"


def _row(item: Item, answers: Graded) -> dict[str, Any]:
    return {
        "prompt_template": [{"role": "user", "content": answers.asked}],
        "source": "loombench",
        "ctx_length_for_length": length_label(item.length),
    }


def _writers(rng: random.Random, same: bool) -> Sequence[str]:
    one, two = rng.sample(WRITERS, 2)
    return one, one if same else two


def _written(answers: Graded, grade: str, writer: str) -> str:
    return "" if grade == EMPTY else writer.format(getattr(answers, grade))
