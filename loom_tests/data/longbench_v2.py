"""LongBench v2's rows, and our own of the same form: four options about an invented document."""

from __future__ import annotations

from typing import Any

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item
from loom_tests.data.official import Rows
from loom_tests.data.quiz import quiz
from loom_tests.data.remote import HubFile
from loom_tests.data.rows import Row
from loom_tests.data.worlds.documents import document

LETTERS = "ABCD"
SHORT = 32_000  # words: the benchmark's bound of its shortest contexts


def convert(row: Row) -> list[Sample]:
    """Return the row's sample; texts are stripped, as the official code does when it fills a prompt."""
    if row["answer"] not in tuple(LETTERS):
        raise row.bad("answer", "A, B, C or D")
    if not isinstance(row.get("context"), str):
        raise row.bad("context", "str")
    choices = {f"choice_{letter}": row[f"choice_{letter}"].strip() for letter in LETTERS}
    kinds = ("domain", "sub_domain", "difficulty", "length")
    return [
        Sample(
            id=row["_id"],
            context=row["context"].strip(),
            question=row["question"].strip(),
            references=(row["answer"],),
            choices=tuple(choices.values()),
            meta={**choices, **{name: row.get(name) or "" for name in kinds}},
        )
    ]


ROWS = Rows(
    columns={
        **dict.fromkeys(("_id", "question", "context", "answer", "difficulty", "length"), str),
        **{f"choice_{letter}": str for letter in LETTERS},
        "domain?": str,
        "sub_domain?": str,
    },
    convert=convert,
    file="LongBench_v2/data.json",
    hub=HubFile("THUDM/LongBench-v2", "data.json"),
    loombench="LongBench_v2/longbench_v2.jsonl",
)


def generate(item: Item, size: int) -> dict[str, Any]:
    """Return a row whose document has `size` words around its facts; every second one takes two of them."""
    hard = item.index % 2 == 1
    asked = quiz(item.rng("quiz"), hops=2 if hard else 1)
    return {
        "_id": item.id,
        "domain": "Single-Document QA",
        "sub_domain": "Invented",
        "difficulty": "hard" if hard else "easy",
        "length": "short" if size < SHORT else "medium",
        "question": asked.question,
        **{f"choice_{letter}": option for letter, option in zip(LETTERS, asked.options, strict=True)},
        "answer": asked.letter,
        "context": document("en", f"{item.id}|{item.seed}", asked.statements, size),
        "evidence": list(asked.steps),
    }
