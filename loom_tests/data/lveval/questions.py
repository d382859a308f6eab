"""Questions of one and of several hops over mixed articles, some with confusing facts between them.

A confusing fact tells of another subject what the question asks of its own, with another value. All names are
invented, so that nothing can be known beforehand; the official rows replace words to that end.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.lveval.rows import make_row
from loom_tests.data.prose import Language
from loom_tests.data.worlds.chains import HOPS, chain
from loom_tests.data.worlds.documents import document, passages
from loom_tests.data.worlds.facts import KINDS, Fact, World, facts

CONFUSING = 3
OTHERS = 3  # facts that are not asked for


def loogle_sd(item: Item, size: int) -> dict[str, Any]:
    """Return an English question about one article."""
    asked, others, _ = _asked("en", item)
    return _row(item, "en", size, [asked.statement, *others], asked.question, asked.value)


def multifieldqa_en(item: Item, size: int) -> dict[str, Any]:
    """Return an English question about one article, with confusing facts in others."""
    asked, others, confusing = _asked("en", item)
    told = [asked.statement, *others]
    return _row(item, "en", size, told, asked.question, asked.value, confusing)


def multifieldqa_zh(item: Item, size: int) -> dict[str, Any]:
    """Return a Chinese question about one article, with confusing facts in others."""
    asked, others, confusing = _asked("zh", item)
    told = [asked.statement, *others]
    return _row(item, "zh", size, told, asked.question, asked.value, confusing)


def cmrc(item: Item, size: int) -> dict[str, Any]:
    """Return a Chinese question about one article, without keywords."""
    asked, others, _ = _asked("zh", item)
    told = [asked.statement, *others]
    return {**_row(item, "zh", size, told, asked.question, asked.value), "answer_keywords": None}


def hotpotwikiqa(item: Item, size: int) -> dict[str, Any]:
    """Return an English question that takes two articles, with confusing facts in others."""
    return _chained(item, "en", size, 2, confused=True)


def lic(item: Item, size: int) -> dict[str, Any]:
    """Return a Chinese question that takes two articles, with confusing facts in others."""
    return _chained(item, "zh", size, 2, confused=True)


def loogle_cr(item: Item, size: int) -> dict[str, Any]:
    """Return an English question that takes two, three or four facts, in turn."""
    return _chained(item, "en", size, HOPS[item.index % len(HOPS)], confused=False)


def loogle_mir(item: Item, size: int) -> dict[str, Any]:
    """Return a question for two things that stand in two articles."""
    one, two, *others = facts("en", item.rng("facts"), 2 + OTHERS)
    told = [fact.statement for fact in (one, two, *others)]
    question = f"{one.question} And secondly: {two.question}"
    return _row(item, "en", size, told, question, f"{one.value} and {two.value}", gold=2)


def dureader(item: Item, size: int) -> dict[str, Any]:
    """Return a Chinese question that takes two articles, to be answered in a sentence, without keywords."""
    linked = chain("zh", item.rng("chain"), 2)
    told = [fact.statement for fact in linked.facts]
    answer = linked.facts[-1].statement
    return {**_row(item, "zh", size, told, linked.question, answer, gold=2), "answer_keywords": None}


def factrecall_en(item: Item, size: int) -> dict[str, Any]:
    """Return a question about a fact hidden in an English text that does not belong to it."""
    return _needle(item, "en", size)


def factrecall_zh(item: Item, size: int) -> dict[str, Any]:
    """Return a question about a fact hidden in a Chinese text that does not belong to it."""
    return _needle(item, "zh", size)


def _asked(language: Language, item: Item) -> tuple[Fact, list[str], list[str]]:
    """Return a fact, statements of other facts, and confusing ones."""
    world = World(language, item.rng("facts"))
    asked, *others = [world.fact(relation) for relation in world.shuffled(tuple(KINDS))[: 1 + OTHERS]]
    return asked, [fact.statement for fact in others], _confusing(world, asked)


def _confusing(world: World, asked: Fact) -> list[str]:
    return [world.fact(asked.relation, value=value).statement for value in asked.others[:CONFUSING]]


def _chained(item: Item, language: Language, size: int, hops: int, confused: bool) -> dict[str, Any]:
    """Return a row on a chain; what confuses are other facts of the last relation, on subjects not in it."""
    linked = chain(language, item.rng("chain"), hops)
    last = linked.facts[-1]
    world = World(language, item.rng("confusing"))
    confusing = _confusing(world, last) if confused else []
    names = {name for fact in linked.facts for name in (fact.subject, fact.value)}
    confusing = [told for told in confusing if not any(name in told for name in names)]
    told = [fact.statement for fact in linked.facts]
    return _row(item, language, size, told, linked.question, linked.answer, confusing, hops)


def _needle(item: Item, language: Language, size: int) -> dict[str, Any]:
    asked, _, confusing = _asked(language, item)
    order = item.rng("order")
    told = sorted([asked.statement, *confusing], key=lambda _: order.random())
    context = document(language, _key(item), told, size)
    gold = [asked.statement]
    return make_row(item, language, context, asked.question, [asked.value], asked.value, confusing, gold)


def _row(
    item: Item,
    language: Language,
    size: int,
    told: Sequence[str],
    question: str,
    answer: str,
    confusing: Sequence[str] = (),
    gold: int = 1,
) -> dict[str, Any]:
    """Return a row of articles that tell what is `told`; the answer rests on the first `gold` of it."""
    label = "### 文章" if language == "zh" else "### Passage "
    articles = passages(language, _key(item), [*told, *confusing], size)
    context = "\n\n".join(f"{label}{number}\n{text}" for number, text in enumerate(articles, 1))
    return make_row(item, language, context, question, [answer], answer, confusing, told[:gold])


def _key(item: Item) -> str:
    return f"{item.id}|{item.seed}"
