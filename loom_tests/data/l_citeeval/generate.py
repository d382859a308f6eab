"""Generated rows of L-CiteEval: invented documents whose facts, decisions and stars are known."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.l_citeeval.worlds import apart, chunks, sentences_of, speakers, spoken
from loom_tests.data.worlds.chains import chain, yes_no
from loom_tests.data.worlds.documents import document, passages
from loom_tests.data.worlds.facts import World
from loom_tests.data.worlds.meetings import ASSISTANT, USER, Turn, chat, meeting
from loom_tests.data.worlds.reports import report

LEVELS = ("easy", "medium", "hard")
OTHERS = (0, 1, 3)  # facts beside those asked for, by level
SECTIONS = (3, 4, 5)
STARS = (4, 6, 8)
MOST_STARS = 130
NEEDLES = ("award", "birthplace", "headquarters", "mayor", "owner", "teacher")  # values the prose cannot hold
Made = tuple[list[Any], str, Any, list[str]]  # documents, question, answer, what the answer rests on


def generate(item: Item, size: int) -> dict[str, Any]:
    """Return a row of the set that the task is named after; in "hardness_SET" the levels take turns."""
    name = item.key.removeprefix("length_").removeprefix("hardness_")
    graded = item.key.startswith("hardness_")
    level = item.index % len(LEVELS) if graded else 1
    docs, question, answer, evidence = MAKERS[name](name, _key(item), level, size)
    row: dict[str, Any] = {"id": item.index + 1, "answer": answer, "docs": docs, "length": size}
    row["evidence"] = evidence
    if question:
        row["question"] = question
    if name == "dialsim":
        row["role"] = speakers(random.Random(_key(item)), 3)[0]
    if graded:
        row["hardness"] = LEVELS[level]
    return row


def _key(item: Item) -> str:
    return f"l_citeeval|{item.id}|{item.seed}"


def _story(name: str, key: str, level: int, size: int) -> Made:
    found = apart(random.Random(key), OTHERS[level] + 1)
    text = document("en", key, [fact.statement for fact in found], size)
    return chunks(sentences_of(text), " "), found[0].question, [found[0].value], [found[0].statement]


def _question(name: str, key: str, level: int, size: int) -> Made:
    found = apart(random.Random(key), OTHERS[level] + 1)
    docs = passages("en", key, [fact.statement for fact in found], size)
    titles = {i: fact.subject for fact in found for i, doc in enumerate(docs) if fact.statement in doc}
    titled = [{"title": titles.get(i, f"Notes {i + 1}"), "text": doc} for i, doc in enumerate(docs)]
    return titled, found[0].question, [found[0].value], [found[0].statement]


def _hops(name: str, key: str, level: int, size: int) -> Made:
    rng = random.Random(key)
    if name == "2wikimultihopqa" and rng.random() < 0.5:
        golds, question, answer = yes_no("en", rng)
    else:
        linked = chain("en", rng, 2)
        golds, question, answer = linked.facts, linked.question, linked.answer
    stated = [fact.statement for fact in (*golds, *apart(rng, OTHERS[level], golds))]
    return passages("en", key, stated, size), question, answer, stated[: len(golds)]


def _news(name: str, key: str, level: int, size: int) -> Made:
    """Return several short reports, or with `gov_report` one long."""
    n = SECTIONS[level] if name == "multi_news" else 1
    sections = 1 if n > 1 else SECTIONS[level]
    shares = [size * (i + 1) // n - size * i // n for i in range(n)]
    made = [report("en", f"{key}|{i}", share, sections) for i, share in enumerate(shares)]
    docs = [doc for one in made for doc in chunks(sentences_of(one.text), " ")]
    return docs, "", " ".join(one.summary for one in made), []


def _meeting(name: str, key: str, level: int, size: int) -> Made:
    held = meeting("en", key, size)
    docs = chunks(spoken(held.turns, {}), "\n")
    rng = random.Random(key)
    if rng.random() < 0.5:
        said_all = [said for _, said, _ in held.decisions]
        return docs, "Summarize the whole meeting.", " ".join(said_all), said_all
    topic, said, _ = held.decisions[rng.randrange(len(held.decisions))]
    return docs, f"What was decided about {topic}?", said, [said]


def _talk(name: str, key: str, level: int, size: int) -> Made:
    """Return a talk of two; in dialsim, where the role is the first of them, a third asks."""
    rng = random.Random(key)
    one, two, asker = speakers(rng, 3)
    found = apart(rng, OTHERS[level] + 1)
    turns: list[Turn] = chat("en", key, [fact.statement for fact in found], size)
    docs = chunks(spoken(turns, {USER: two, ASSISTANT: one}), "\n")
    question = f"{asker}: {found[0].question}" if name == "dialsim" else found[0].question
    return docs, question, found[0].value, [found[0].statement]


def _needle(name: str, key: str, level: int, size: int) -> Made:
    rng = random.Random(key)
    fact = World("en", rng).fact(rng.choice(NEEDLES))
    return passages("en", key, [fact.statement], size), fact.question, fact.value, [fact.statement]


def _stars(name: str, key: str, level: int, size: int) -> Made:
    stars = random.Random(key).sample(range(1, MOST_STARS), STARS[level])
    notes = {star: f"The little penguin counted {star} ★." for star in stars}
    docs = passages("en", key, list(notes.values()), size)
    counts = [star for doc in docs for star, note in notes.items() if note in doc]
    return docs, "", counts, list(notes.values())


MAKERS: dict[str, Callable[[str, str, int, int], Made]] = {
    "narrativeqa": _story,
    "natural_questions": _question,
    **dict.fromkeys(("hotpotqa", "2wikimultihopqa"), _hops),
    **dict.fromkeys(("multi_news", "gov_report"), _news),
    "qmsum": _meeting,
    **dict.fromkeys(("locomo", "dialsim"), _talk),
    "niah": _needle,
    "counting_stars": _stars,
}
