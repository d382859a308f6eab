"""LIBRA's rows: what the official files hold, and the samples they become."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item
from loom_tests.data.rows import Row
from loom_tests.lengths import KILO, length_label

COLUMNS = {
    "context": str,
    "input": str,
    "positive_outputs": list,
    "negative_outputs?": list,
    "length": str,
}


def convert(row: Row) -> list[Sample]:
    """Return the sample of a row."""
    positives = tuple(map(str, row["positive_outputs"]))
    if not positives:
        raise row.bad("positive_outputs", "at least one answer")
    negatives = [str(one) for one in row.get("negative_outputs") or ()]
    return [Sample("", row["context"], row["input"], positives, meta={"negative_outputs": negatives})]


def at_length(row: Row, length: int) -> bool:
    """Whether the row's own label ("4k", in older files "4p") names the length."""
    label = re.fullmatch(r"(\d+)[kp]", row["length"])
    if label is None:
        raise row.bad("length", 'a label like "4k"')
    return int(label[1]) * KILO == length


def make(
    item: Item,
    context: str,
    question: str,
    positives: Sequence[str],
    negatives: Sequence[str] = (),
    evidence: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a row of the official schema, and what of the context the answer rests on."""
    return {
        "context": context,
        "input": question,
        "positive_outputs": list(positives),
        "negative_outputs": list(negatives),
        "length": length_label(item.length),
        "evidence": list(evidence),
    }


def key(item: Item) -> str:
    """Return the key of an item's prose: it differs with the seed as well."""
    return f"libra|{item.id}|{item.seed}"


def number(item: Item, least: int, every: int, most: int) -> int:
    """Return how many parts a text of the item's length has: one more for `every` tokens."""
    return min(least + item.length // every, most)
