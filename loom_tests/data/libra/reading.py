"""Questions on facts and chains of facts in Russian prose: LIBRA's reading rows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.libra.rows import key, make, number
from loom_tests.data.worlds.chains import Chain, chain
from loom_tests.data.worlds.documents import document, passages
from loom_tests.data.worlds.facts import Fact, facts

LETTERS = "АБВГ"


def librusec_history(item: Item, size: int) -> dict[str, Any]:
    """Return a row that asks for one of the facts in a book."""
    told = _facts(item)
    asked = told[0]
    context = _book(item, _statements(told), size)
    return make(item, context, asked.question, [asked.value], (), [asked.statement])


def librusec_mhqa(item: Item, size: int) -> dict[str, Any]:
    """Return a row whose answer takes two facts of a book."""
    return _linked(item, size, chain("ru", item.rng("chain"), 2))


def long_context_multiq(item: Item, size: int) -> dict[str, Any]:
    """Return a row whose answer takes two or three facts of a book."""
    rng = item.rng("chain")
    return _linked(item, size, chain("ru", rng, 2 + rng.randrange(2)))


def ru_2wikimultihopqa(item: Item, size: int) -> dict[str, Any]:
    """Return a row of numbered passages, of which two hold the facts that the answer takes."""
    made = chain("ru", item.rng("chain"), 2)
    golds = _statements([*made.facts, *_besides(item, made)], item.rng("order"))
    texts = passages("ru", key(item), golds, size)
    context = "\n\n".join(f"Отрывок {i}:\n{text}" for i, text in enumerate(texts, 1))
    return make(item, context, made.question, [made.answer], (), _statements(made.facts))


def ru_quality(item: Item, size: int) -> dict[str, Any]:
    """Return a row with four options; the text of the right one is the answer."""
    told = _facts(item)
    asked = told[0]
    shown, options = _options(item, asked)
    wrong = [option for option in options if option != asked.value]
    context = _book(item, _statements(told), size)
    return make(item, context, f"{asked.question}\n{shown}", [asked.value], wrong, [asked.statement])


def ru_tpo(item: Item, size: int) -> dict[str, Any]:
    """Return a row with four options; the letter of the right one is the answer."""
    told = _facts(item)
    asked = told[0]
    shown, options = _options(item, asked)
    right = LETTERS[options.index(asked.value)]
    context = _book(item, _statements(told), size)
    others = LETTERS.replace(right, "")
    return make(item, context, f"{asked.question}\n{shown}", [right], others, [asked.statement])


def _facts(item: Item) -> list[Fact]:
    return facts("ru", item.rng("facts"), number(item, least=3, every=2048, most=24))


def _besides(item: Item, made: Chain) -> list[Fact]:
    """Return facts on names that the chain does not speak of."""
    taken = " ".join(fact.statement for fact in made.facts)
    return [fact for fact in _facts(item) if fact.subject not in taken and fact.value not in taken]


def _linked(item: Item, size: int, made: Chain) -> dict[str, Any]:
    told = _statements([*made.facts, *_besides(item, made)], item.rng("order"))
    context = _book(item, told, size)
    return make(item, context, made.question, [made.answer], (), _statements(made.facts))


def _statements(told: Sequence[Fact], rng: random.Random | None = None) -> list[str]:
    statements = [fact.statement for fact in told]
    if rng is not None:
        rng.shuffle(statements)
    return statements


def _book(item: Item, statements: Sequence[str], size: int) -> str:
    told = list(statements)
    item.rng("book").shuffle(told)
    return document("ru", key(item), told, size)


def _options(item: Item, asked: Fact) -> tuple[str, list[str]]:
    options = [asked.value, *asked.others[: len(LETTERS) - 1]]
    item.rng("options").shuffle(options)
    return "\n".join(f"{letter}) {option}" for letter, option in zip(LETTERS, options, strict=True)), options
