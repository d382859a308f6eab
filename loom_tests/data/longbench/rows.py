"""Official rows of LongBench, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loom_tests.contracts import Sample, text_hash
from loom_tests.data.embedded import Item
from loom_tests.data.prose import Language
from loom_tests.data.rows import Columns, Row

COLUMNS: Columns = {
    "input": str,
    "context": str,
    "answers": list,
    "all_classes?": list,
    "length?": int,
    "_id?": str,
}
CLASS_COLUMNS: Columns = {**COLUMNS, "all_classes": list}


def convert(row: Row) -> list[Sample]:
    """Return the sample of a row; `choices` are its classes, questions about one document share an id."""
    answers = row["answers"]
    if not answers or not all(isinstance(answer, str) for answer in answers):
        raise row.bad("answers", "a list of texts, at least one")
    return [
        Sample(
            id=row.get("_id") or "",
            context=row["context"],
            question=row["input"],
            references=tuple(answers),
            choices=tuple(row.get("all_classes") or ()),
            context_id=text_hash(row["context"]) if row["context"] else "",
            meta={"length": row.get("length")},
        )
    ]


def make_row(
    item: Item,
    language: Language,
    context: str,
    question: str,
    answers: Sequence[str],
    classes: Sequence[str] | None = None,
    evidence: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a row; its length counts words, or characters of Chinese, as the official rows do.

    `evidence` are the statements that the answer rests on.
    """
    texts = (question, context, *answers)
    return {
        "input": question,
        "context": context,
        "answers": list(answers),
        "length": sum(len(text) if language == "zh" else len(text.split()) for text in texts),
        "dataset": item.key.removesuffix("_e"),
        "language": language,
        "all_classes": list(classes) if classes else None,
        "_id": item.id,
        "evidence": list(evidence),
    }


def key(item: Item, purpose: str = "") -> str:
    """Return a key for the generators of texts: no two items share one."""
    return f"{item.id}|{item.seed}|{purpose}"


def shares(size: int, n: int) -> list[int]:
    """Return a size in n parts; one more is one more in one of the parts."""
    return [size * (i + 1) // n - size * i // n for i in range(n)]
