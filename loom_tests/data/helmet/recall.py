"""HELMET's recall tasks: needles of RULER, and values in a JSON object."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item
from loom_tests.data.rows import Columns, Row
from loom_tests.data.ruler.niah import Needles

NEEDLE_COLUMNS: Columns = {
    "context": str,
    "query": str,
    "type_needle_v": str,
    "answer?": list,
    "outputs?": list,
}
JSON_COLUMNS: Columns = {
    "context": str,
    "question": str,
    "answer": str,
    "demos": list,
    "num_kvs": int,
    "depth?": (int, float),
}
SHOTS = 2
DIGITS = 36  # characters of a key, and of a value


def needles(kind: Needles) -> Callable[[Item, int], dict[str, Any]]:
    """Return the generator of a needle task, by RULER's own."""

    def needle_row(item: Item, size: int) -> dict[str, Any]:
        sample = kind.build(item, size)
        return {
            "index": item.index,
            "context": sample.context,
            "query": sample.question,
            "type_needle_v": kind.value if kind.plural else kind.value.removesuffix("s"),
            "outputs": list(sample.references),
            "evidence": list(sample.evidence),
        }

    return needle_row


def needle_sample(row: Row) -> list[Sample]:
    """Return the sample of a needle row."""
    column = "outputs" if row.get("answer") is None else "answer"
    answers = row.get(column)
    if not answers or not all(isinstance(answer, str) for answer in answers):
        raise row.bad(column, "a list of texts")
    meta = {"type_needle_v": row["type_needle_v"]}
    return [Sample("", row["context"], row["query"], tuple(answers), meta=meta)]


def json_row(item: Item, size: int) -> dict[str, Any]:
    """Return a row whose JSON object has `size` characters of further keys and values."""
    new = _identities(item)
    demos = [(next(new), next(new)) for _ in range(SHOTS)]
    key, value = next(new), next(new)
    whole, rest = divmod(size, 2 * DIGITS)
    pairs = [(next(new), next(new)) for _ in range(whole)]
    if rest:
        pairs.append((next(new)[:rest], next(new)[: max(rest - DIGITS, 0)]))
    rng = item.rng("depths")
    depth = rng.random()
    for demo in demos:
        pairs.insert(int(rng.random() * (len(pairs) + 1)), demo)
    pairs.insert(int(depth * (len(pairs) + 1)), (key, value))
    return {
        "num_kvs": len(pairs),
        "depth": depth,
        "demos": [list(demo) for demo in demos],
        "question": key,
        "answer": value,
        "context": "JSON data:\n" + json.dumps(dict(pairs), indent=4),
    }


def _identities(item: Item) -> Iterator[str]:
    rng = item.rng("uuids")
    while True:
        yield str(uuid.UUID(int=rng.getrandbits(128), version=4))


def json_sample(row: Row) -> list[Sample]:
    """Return the sample of a JSON row, asked after two examples."""
    demos = row["demos"][:SHOTS]
    if not all(isinstance(demo, list) and len(demo) == 2 for demo in demos):
        raise row.bad("demos", "pairs of a key and its value")
    shown = "".join(f"Key: {key}\nCorresponding value: {value}\n\n" for key, value in demos)
    return [Sample("", row["context"], row["question"], (row["answer"],), meta={"demos": shown})]
