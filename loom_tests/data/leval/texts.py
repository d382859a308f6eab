"""Generators of L-Eval's open-ended tasks."""

from __future__ import annotations

from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.leval.exams import key, row
from loom_tests.data.worlds.documents import document, passages
from loom_tests.data.worlds.events import story
from loom_tests.data.worlds.facts import Fact, facts
from loom_tests.data.worlds.meetings import meeting, transcript
from loom_tests.data.worlds.reports import report

FACTS = 4
CHAPTERS = 3
SUMMARIZE = "Please summarize this document."


def answer(item: Item, size: int) -> dict[str, Any]:
    """Return a document with facts, and a question about one."""
    known, asked = _asked(item)
    text = document("en", key(item), [fact.statement for fact in known], size)
    return row(text, asked.question, asked.value, "f1", item.key, [asked.statement])


def answer_from_many(item: Item, size: int) -> dict[str, Any]:
    """Return several documents with facts in some of them, and a question about one fact."""
    known, asked = _asked(item)
    found = passages("en", key(item), [fact.statement for fact in known], size)
    text = "\n\n".join(f"Document {i}: {passage}" for i, passage in enumerate(found, 1))
    return row(text, asked.question, asked.value, "f1", item.key, [asked.statement])


def _asked(item: Item) -> tuple[list[Fact], Fact]:
    known = facts("en", item.rng("facts"), FACTS)
    return known, known[int(item.rng("asked").random() * FACTS)]


def summary(item: Item, size: int) -> dict[str, Any]:
    """Return a report, to be summed up in its key facts."""
    made = report("en", key(item), size)
    return row(made.text, SUMMARIZE, made.summary, "rouge", item.key)


def events(item: Item, size: int) -> dict[str, Any]:
    """Return a story in episodes, to be summed up in its events."""
    made = story("en", key(item), size, CHAPTERS)
    text = "\n\n".join(f"Episode {i}\n{chapter}" for i, chapter in enumerate(made.chapters, 1))
    return row(text, SUMMARIZE, " ".join(made.events), "rouge", item.key)


def decision(item: Item, size: int) -> dict[str, Any]:
    """Return the transcript of a meeting, and ask what one of its topics ended in."""
    made = meeting("en", key(item), size)
    topic, sentence, _ = made.decisions[int(item.rng("asked").random() * len(made.decisions))]
    question = f"Summarize what was decided on {topic}."
    return row(transcript(made), question, sentence, "rouge", item.key, [sentence])


def section(item: Item, size: int) -> dict[str, Any]:
    """Return a report, and ask for the key facts of its first sections."""
    made = report("en", key(item), size)
    n = 1 + int(item.rng("asked").random() * 3)
    wanted = "the first section" if n == 1 else f"the first {n} sections"
    return row(
        made.text, f"Summarize {wanted} of this document.", " ".join(made.key_facts[:n]), "rouge", item.key
    )
