"""Stories, chats, JSON objects and tables in Chinese: CLongEval's rows with one question each."""

from __future__ import annotations

import json
import random
import string
from collections.abc import Sequence
from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.prose import text
from loom_tests.data.prose_grammar import words
from loom_tests.data.worlds.documents import document
from loom_tests.data.worlds.events import story
from loom_tests.data.worlds.facts import facts
from loom_tests.data.worlds.growing import filler, joined
from loom_tests.data.worlds.tables import tables

REPLIES = words("明白了。 真有意思。 谢谢你告诉我。 我会记住的。 听起来不错。 原来是这样。")
TURNS = 3  # of the user on a day
KEY_LENGTH = 32
KEY_SIZE = 20  # characters of prose that take about as many tokens as a key
PASSAGE = 120
SHORTEST = 40
ROW_SIZE = 20  # characters of prose that take about as many tokens as a row of a table


def long_story_qa(item: Item, size: int) -> dict[str, Any]:
    """Return a row that asks for one of the facts in `size` characters of prose."""
    told = facts("zh", item.rng("facts"), number(item, least=3, every=2048, most=30))
    statements = [fact.statement for fact in told]
    item.rng("order").shuffle(statements)
    context = document("zh", key(item), statements, size)
    return make(item, context, told[0].question, told[0].value, [told[0].statement])


def long_conversation_memory(item: Item, size: int) -> dict[str, Any]:
    """Return a row with a chat of several days that asks what the user told on one of them."""
    rng = item.rng("chat")
    told = facts("zh", rng, number(item, least=3, every=1024, most=40))
    asked = rng.randrange(len(told))
    lines = []
    for i, (fact, prose) in enumerate(zip(told, filler("zh", key(item), size, len(told)), strict=True)):
        if i % TURNS == 0:
            lines.append(f"第{i // TURNS + 1}天")
        lines += [f"用户：{joined('zh', prose)}{fact.statement}", f"AI伴侣：{rng.choice(REPLIES)}"]
    query = f"根据第{asked // TURNS + 1}天的对话，{told[asked].question}"
    return make(item, "\n".join(lines) + "\n\n", query, told[asked].value, [told[asked].statement])


def long_story_summarization(item: Item, size: int) -> dict[str, Any]:
    """Return a row with a story, whose events make the summary."""
    made = story("zh", key(item), size, number(item, least=3, every=8192, most=8))
    return make(item, "\n".join(made.chapters), "", joined("zh", list(made.events)))


def key_passage_retrieval(item: Item, size: int) -> dict[str, Any]:
    """Return a row with a JSON object of passages under random keys, the asked one among them."""
    rng = item.rng("keys")
    wanted, depth = _random_key(rng), rng.random()
    value = text("zh", f"asked|{key(item)}", PASSAGE).replace("\n", "")
    passages = _passages(text("zh", key(item), size).replace("\n", ""))
    pairs = [(_random_key(rng), passage) for passage in passages]
    pairs.insert(int(depth * (len(pairs) + 1)), (wanted, value))
    context = json.dumps(dict(pairs), ensure_ascii=False, indent=1)
    return make(item, context, wanted, value, [f'"{wanted}": "{value}"'])


def table_querying(item: Item, size: int) -> dict[str, Any]:
    """Return a row with markdown tables that asks for a cell; a note fills up what makes no row."""
    context, query, answer = tables("zh", key(item), size // ROW_SIZE)
    if note := text("zh", key(item), size % ROW_SIZE):
        context += f"\n\n注：{note}"
    return make(item, context, query, answer)


def make(item: Item, context: str, query: str, answer: str, evidence: Sequence[str] = ()) -> dict[str, Any]:
    """Return a row of the official schema, and what of the context the answer rests on."""
    row = {"id": item.id, "context": context, "query": query, "answer": answer}
    return {**row, "evidence": list(evidence)}


def key(item: Item) -> str:
    """Return the key of an item's prose: it differs with the seed as well."""
    return f"clongeval|{item.id}|{item.seed}"


def number(item: Item, least: int, every: int, most: int) -> int:
    """Return how many parts a text of the item's length has: one more for `every` tokens."""
    return min(least + item.length // every, most)


def _random_key(rng: random.Random) -> str:
    return "".join(rng.choices(string.ascii_letters + string.digits, k=KEY_LENGTH))


def _passages(prose: str) -> list[str]:
    """Cut prose into passages; what a key costs is taken from it, so that tokens grow with its size."""
    passages = []
    start, end = 0, len(prose)
    while start < end:
        long = end - start >= PASSAGE + KEY_SIZE + SHORTEST
        passages.append(prose[start : start + PASSAGE] if long else prose[start:])
        start = start + PASSAGE + KEY_SIZE if long else end
    return passages
