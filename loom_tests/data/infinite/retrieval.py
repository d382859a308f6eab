"""Rows of passkey, number string and key-value retrieval, built as the official data are.

Source: OpenBMB/InfiniteBench@89b7855365b3:data/construct_synthetic_dataset.py, and for the JSON object
nelson-liu/lost-in-the-middle:scripts/make_kv_retrieval_data.py. The position of the answer is uniform.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from typing import Any

from loom_tests.data.embedded import Item

NOISE = (
    "The grass is green.",
    "The sky is blue.",
    "The sun is yellow.",
    "Here we go.",
    "There and back again.",
)
PASSKEY = "The pass key is {key}. Remember it. {key} is the pass key.\n"
NUMBER_STRING = "The sequence of digits is {key}. Remember it. {key} is the sequence of digits.\n"
KEY_PREFIX = "The value associated with the specified key is:"
DIGITS = 5
PAIR = len(f'"{uuid.UUID(int=0)}": "{uuid.UUID(int=0)}", ')
PUNCTUATION = len('"": "", ')


def passkey(item: Item, size: int) -> dict[str, Any]:
    """Return five digits to find among `size` sentences of noise."""
    key = "".join(item.rng("key").choices("0123456789", k=DIGITS))
    return _hidden(item, size, PASSKEY.format(key=key), "What is the pass key?", key)


def number_string(item: Item, size: int) -> dict[str, Any]:
    """Return ten digits, many of them repeated, to find among `size` sentences of noise."""
    rng = item.rng("key")
    digits = rng.choices("0123456789", k=DIGITS)
    for _ in range(DIGITS):
        place = rng.randrange(len(digits))
        digits.insert(place, digits[place])
    key = "".join(digits)
    return _hidden(item, size, NUMBER_STRING.format(key=key), "What is the sequence of digits?", key)


def kv_retrieval(item: Item, size: int) -> dict[str, Any]:
    """Return a JSON object of UUIDs, `size` characters longer than one pair.

    What is left of the size after whole pairs goes into a last, shorter pair, which is never asked for.
    """
    key, value = _uuids(item.rng("pair"))
    count, rest = divmod(size, PAIR)
    rng = item.rng("pairs")
    pairs = [_uuids(rng) for _ in range(count)]
    pairs.insert(int(item.rng("depth").random() * (count + 1)), (key, value))
    if rest > PUNCTUATION + 1:
        short = rest - PUNCTUATION
        spare, other = (one.replace("-", "") for one in _uuids(item.rng("rest")))
        pairs.append((spare[: short - short // 2], other[: short // 2]))
    listed = ", ".join(f'"{one}": "{other}"' for one, other in pairs)
    question, gold = f'\nKey: "{key}"\n{KEY_PREFIX} ', f'"{key}": "{value}"'
    return official_row(item, f"JSON data:\n{{{listed}}}", question, [value], (), [gold])


def _hidden(item: Item, size: int, needle: str, question: str, key: str) -> dict[str, Any]:
    """Hide the needle between lines of noise; what is left of the size makes a last, shorter line."""
    count, rest = divmod(size, len(NOISE))
    lines = [" ".join(NOISE) + "\n"] * count
    if rest:
        lines.append(" ".join(NOISE[:rest]) + "\n")
    lines.insert(int(item.rng("depth").random() * (count + 1)), needle)
    return official_row(item, "".join(lines), question, [key], (), [needle.strip()])


def _uuids(rng: random.Random) -> tuple[str, str]:
    first, second = (str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(2))
    return first, second


def official_row(
    item: Item,
    context: str,
    question: str,
    answer: Sequence[object],
    options: Sequence[str] = (),
    evidence: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a row of the official schema, and what of the context the answer rests on."""
    return {
        "id": item.id,
        "context": context,
        "input": question,
        "answer": list(answer),
        "options": list(options),
        "evidence": list(evidence),
    }
