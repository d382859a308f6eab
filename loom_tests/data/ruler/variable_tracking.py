"""RULER's variable tracking: one chain of five assignments hidden line by line in noise."""

from __future__ import annotations

import random
from itertools import pairwise
from string import ascii_uppercase

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item
from loom_tests.data.ruler import NOISE, noise_lines

# Protocol text: NVIDIA/RULER scripts/data/synthetic/constants.py, the spelling included.
TEMPLATE = (
    "Memorize and track the chain(s) of variable assignment hidden in the following text.\n\n{context}\n"
    "Question: Find all variables that are assigned the value {question} in the text above."
)
ANSWER_PREFIX = (
    " Answer: According to the chain(s) of variable assignment in the text above, "
    "5 variables are assgined the value {question}, they are: "
)
VARIABLES = 5  # one chain of four hops
EXAMPLE_LINES = 12  # the official example fills 500 tokens


def build(item: Item, size: int) -> Sample:
    """Return a sample whose chain stands in `size` lines of noise, after one solved example."""
    rng = item.rng("chain")
    names, value = _names(rng, 5), _value(rng)
    return Sample(
        id=item.id,
        context=_hide(rng, names, value, noise_lines(item.length, size)),
        question=value,
        references=tuple(names),
        context_id=item.id,
        meta={"example": _example(item.rng("example"), other_than=value)},
    )


def _example(rng: random.Random, other_than: str) -> str:
    names, value = _names(rng, 3), other_than
    while value == other_than:
        value = _value(rng)
    context = _hide(rng, names, value, [NOISE] * EXAMPLE_LINES)
    question = (TEMPLATE + ANSWER_PREFIX).format(context=context, question=value)
    return f"{question} {' '.join(names)}\n"


def _names(rng: random.Random, letters: int) -> list[str]:
    names: list[str] = []
    while len(names) < VARIABLES:
        name = "".join(rng.choices(ascii_uppercase, k=letters))
        if name not in (*names, "VAR"):
            names.append(name)
    return names


def _value(rng: random.Random) -> str:
    return str(rng.randint(10000, 99999))


def _hide(rng: random.Random, names: list[str], value: str, lines: list[str]) -> str:
    chain = [f"VAR {names[0]} = {value}"]
    chain += [f"VAR {name} = VAR {before} " for before, name in pairwise(names)]
    places = sorted(int(rng.random() * (len(lines) + 1)) for _ in chain)
    for i, (place, assignment) in enumerate(zip(places, chain, strict=True)):
        lines.insert(place + i, assignment)
    return "\n".join(lines)
