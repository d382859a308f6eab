"""Questions about invented documents: the single- and multi-document tasks."""

from __future__ import annotations

from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.longbench.rows import key, make_row
from loom_tests.data.prose import Language
from loom_tests.data.worlds.chains import HOPS, chain, yes_no
from loom_tests.data.worlds.documents import document, passages
from loom_tests.data.worlds.facts import Fact, facts

FACTS = 8  # in a document, of which one is asked for


def narrativeqa(item: Item, size: int) -> dict[str, Any]:
    """Return a question about a document; the second answer is a whole sentence, as of another annotator."""
    asked, context = _asked(item, "en", size)
    answers = [asked.value, asked.statement]
    return make_row(item, "en", context, asked.question, answers, None, [asked.statement])


def multifieldqa_en(item: Item, size: int) -> dict[str, Any]:
    """Return a question about an English document."""
    asked, context = _asked(item, "en", size)
    return make_row(item, "en", context, asked.question, [asked.value], None, [asked.statement])


def multifieldqa_zh(item: Item, size: int) -> dict[str, Any]:
    """Return a question about a Chinese document."""
    asked, context = _asked(item, "zh", size)
    return make_row(item, "zh", context, asked.question, [asked.value], None, [asked.statement])


def qasper(item: Item, size: int) -> dict[str, Any]:
    """Return a question for a phrase, for yes or no, or one that the document does not answer, in turn."""
    kind = item.index % 3
    if kind == 1:
        pair, question, answer = yes_no("en", item.rng("pair"))
        stated = [one.statement for one in pair]
        context = document("en", key(item), stated, size)
        return make_row(item, "en", context, question, [answer.capitalize()], None, stated)
    asked, context = _asked(item, "en", size, told=kind == 0)
    answer, gold = (asked.value, [asked.statement]) if kind == 0 else ("Unanswerable", [])
    return make_row(item, "en", context, asked.question, [answer], None, gold)


def hotpotqa(item: Item, size: int) -> dict[str, Any]:
    """Return a question that takes two passages."""
    return _chained(item, size, 2)


def two_wikimqa(item: Item, size: int) -> dict[str, Any]:
    """Return a chain of two passages or a comparison of two, in turn."""
    if item.index % 2 == 0:
        return _chained(item, size, 2)
    pair, question, answer = yes_no("en", item.rng("pair"))
    stated = [one.statement for one in pair]
    return make_row(item, "en", _passages(item, stated, size), question, [answer], None, stated)


def musique(item: Item, size: int) -> dict[str, Any]:
    """Return a question that takes two, three or four passages, in turn."""
    return _chained(item, size, HOPS[item.index % len(HOPS)])


def dureader(item: Item, size: int) -> dict[str, Any]:
    """Return a question about Chinese articles, to be answered in a sentence."""
    asked, *others = facts("zh", item.rng("facts"), 4)
    told = [asked.statement, *(other.statement for other in others)]
    articles = passages("zh", key(item), told, size)
    context = "\n".join(f"文章{number}\n{text}" for number, text in enumerate(articles, 1))
    return make_row(item, "zh", context, asked.question, [asked.statement], None, told[:1])


def _asked(item: Item, language: Language, size: int, told: bool = True) -> tuple[Fact, str]:
    """Return a fact and a document that tells it, if `told`, among others."""
    asked, *others = facts(language, item.rng("facts"), FACTS)
    stated = [other.statement for other in others]
    if told:
        stated.insert(int(item.rng("place").random() * FACTS), asked.statement)
    return asked, document(language, key(item), stated, size)


def _chained(item: Item, size: int, hops: int) -> dict[str, Any]:
    linked = chain("en", item.rng("chain"), hops)
    stated = [fact.statement for fact in linked.facts]
    return make_row(item, "en", _passages(item, stated, size), linked.question, [linked.answer], None, stated)


def _passages(item: Item, told: list[str], size: int) -> str:
    texts = passages("en", key(item), told, size)
    return "\n\n".join(f"Passage {number}:\n{text}" for number, text in enumerate(texts, 1))
