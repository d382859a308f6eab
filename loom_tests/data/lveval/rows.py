"""Official rows of LV-Eval, read and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item
from loom_tests.data.longbench import rows as longbench
from loom_tests.data.prose import Language
from loom_tests.data.rows import Columns, Row

COLUMNS: Columns = {
    "input": str,
    "context": str,
    "answers": list,
    "length?": int,
    "answer_keywords?": str,
    "gold_ans?": str,  # the keywords' name in the official predictions and in copies of the data
}


def convert(row: Row) -> list[Sample]:
    """Return the sample of a row."""
    keywords = row.get("answer_keywords") or row.get("gold_ans")
    return [
        replace(sample, id="", choices=(), meta={**sample.meta, "keywords": keywords})
        for sample in longbench.convert(row)
    ]


def make_row(
    item: Item,
    language: Language,
    context: str,
    question: str,
    answers: Sequence[str],
    keywords: str | None = None,
    confusing: Sequence[str] = (),
    evidence: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a row: LongBench's, with the keywords of the answer and the facts that mislead."""
    row = longbench.make_row(item, language, context, question, answers, evidence=evidence)
    del row["all_classes"], row["_id"]
    return {**row, "answer_keywords": keywords, "confusing_facts": "\n".join(confusing) or None}
