"""LooGLE's rows: the official files, and generators of the same four tasks.

An official row is a document with all its questions: `qa_pairs` is the text of a Python list of objects Q
(question), A (answer), S (evidence), "none" for summaries, whose reference is `output`. The data set's newer
form has a question a row: context, question, answer.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from typing import Any

from loom_tests.contracts import Sample, text_hash
from loom_tests.data.embedded import Item
from loom_tests.data.rows import Columns, Row
from loom_tests.data.worlds.chains import HOPS, chain
from loom_tests.data.worlds.documents import document
from loom_tests.data.worlds.facts import Fact, World, facts
from loom_tests.data.worlds.reports import report

COLUMNS: Columns = {
    "input?": str,
    "qa_pairs?": (str, list),
    "output?": (str, list),
    "context?": str,
    "question?": str,
    "answer?": (str, dict),
    "title?": str,
}
FACTS = 4
ENTITIES = ("employer", "birthplace", "teacher", "headquarters", "owner", "mayor", "capital_of", "author")
"""Relations whose values are persons, towns and firms: what the cloze task masks."""


def convert(row: Row) -> list[Sample]:
    """Return the samples of a row, one a question."""
    column = "input" if row.get("input") is not None else "context"
    text = row.get(column)
    if text is None:
        raise row.bad("input", "a text")
    if column == "context":
        return [_sample(row, text, {"Q": row.get("question") or "", "A": row.get("answer")})]
    if row.get("qa_pairs") in (None, "none"):
        return [_sample(row, text, {"Q": "", "A": row.get("output")})]
    return [_sample(row, text, pair) for pair in _pairs(row)]


def _sample(row: Row, text: str, pair: Mapping[str, Any]) -> Sample:
    answer = pair.get("A")
    if isinstance(answer, int | float):
        answer = str(answer)
    if not answer or not isinstance(answer, str | dict):
        raise row.bad("qa_pairs" if "qa_pairs" in row else "answer", "an answer")
    meta = {"type": str(pair["type"])} if "type" in pair else {}
    masks = {str(mask): str(entity) for mask, entity in answer.items()} if isinstance(answer, dict) else {}
    return Sample(
        id="",
        context=text,
        question=str(pair["Q"]),
        references=(str(masks or answer),),
        context_id=text_hash(text),
        meta={**meta, "masks": masks} if masks else meta,
    )


def _pairs(row: Row) -> list[Mapping[str, Any]]:
    """Return the question-answer pairs, read as literals: a data file must not run code."""
    pairs = row["qa_pairs"]
    if isinstance(pairs, str):
        for read in (ast.literal_eval, json.loads):
            try:
                pairs = read(pairs)
                break
            except (ValueError, SyntaxError, MemoryError, RecursionError):
                continue
    if not isinstance(pairs, list) or not all(isinstance(pair, dict) and "Q" in pair for pair in pairs):
        raise row.bad("qa_pairs", "a Python or JSON list of objects with Q and A")
    return pairs


def shortdep_qa(item: Item, size: int) -> dict[str, Any]:
    """Return a document with facts, and a question about one of them."""
    known = facts("en", item.rng("facts"), FACTS)
    asked = known[int(item.rng("asked").random() * FACTS)]
    pair = {"Q": asked.question, "A": asked.statement, "S": asked.statement}
    return _row(item, size, [fact.statement for fact in known], pair, [asked.statement])


def longdep_qa(item: Item, size: int) -> dict[str, Any]:
    """Return a document with the facts of chains; to answer takes all the facts of one."""
    hops = HOPS[int(item.rng("hops").random() * 2)]
    linked = chain("en", item.rng("chain"), hops)
    statements = [fact.statement for fact in linked.facts]
    pair = {"Q": linked.question, "A": statements[-1], "type": "comprehension_and_reasoning", "S": statements}
    order = item.rng("order")
    return _row(item, size, sorted(statements, key=lambda _: order.random()), pair, statements)


def longdep_summarization(item: Item, size: int) -> dict[str, Any]:
    """Return a report and its summary."""
    made = report("en", _key(item), size)
    return {"input": made.text, "title": made.title, "qa_pairs": "none", "output": made.summary}


def shortdep_cloze(item: Item, size: int) -> dict[str, Any]:
    """Return a document with facts and one or two of them with their entities masked."""
    world = World("en", item.rng("facts"))
    relations = world.shuffled(ENTITIES)[:FACTS]
    known = [world.fact(relation) for relation in relations]
    asked = known[: 1 + world.below(2)]
    masks = {f"<mask-{i}>": fact.value for i, fact in enumerate(asked)}
    question = " ".join(_masked(fact, mask) for fact, mask in zip(asked, masks, strict=True))
    evidence = [fact.statement for fact in asked]
    statements = world.shuffled([fact.statement for fact in known])
    return _row(item, size, statements, {"Q": question, "S": " ".join(evidence), "A": masks}, evidence)


def _key(item: Item) -> str:
    return f"{item.id}|{item.seed}"


def _masked(fact: Fact, mask: str) -> str:
    return fact.statement.replace(fact.value, mask)


def _row(
    item: Item, size: int, statements: list[str], pair: dict[str, Any], evidence: list[str]
) -> dict[str, Any]:
    text = document("en", _key(item), statements, size)
    return {"input": text, "title": item.id, "qa_pairs": repr([pair]), "output": "none", "evidence": evidence}
