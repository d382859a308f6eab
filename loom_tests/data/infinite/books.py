"""Rows of the tasks on books, scripts and code repositories, with invented texts in their place.

The official texts are novels with their names changed, film scripts and PyPI packages. Ours are prose with
stated facts, a report with a key fact in each section, a meeting and a module of small functions: the
questions are as plain, the texts as long as asked for.
"""

from __future__ import annotations

from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.infinite.retrieval import official_row
from loom_tests.data.prose import Language, sentences
from loom_tests.data.worlds.documents import document
from loom_tests.data.worlds.facts import Fact, facts
from loom_tests.data.worlds.meetings import meeting
from loom_tests.data.worlds.programs import bug
from loom_tests.data.worlds.reports import report

FACTS = 6  # stated in a book, one of them asked for
OPTIONS = 4
MASK = "$$MASK$$"
SPEAKERS = 5
LARGEST = 16  # lines, more than any function of a module has
COMMENT = 6  # words in a line of comment


def longbook_qa_eng(item: Item, size: int) -> dict[str, Any]:
    """Return a text of `size` words of prose with facts in it, and the question for one of them."""
    asked, text = _book("en", item, size)
    return official_row(item, text, asked.question, [asked.value], (), [asked.statement])


def longbook_qa_chn(item: Item, size: int) -> dict[str, Any]:
    """Return the same in Chinese, with `size` characters of prose."""
    asked, text = _book("zh", item, size)
    return official_row(item, text, asked.question, [asked.value], (), [asked.statement])


def longbook_choice_eng(item: Item, size: int) -> dict[str, Any]:
    """Return a text as of longbook_qa_eng and four options of the same kind."""
    asked, text = _book("en", item, size)
    options = [asked.value, *asked.others[: OPTIONS - 1]]
    item.rng("options").shuffle(options)
    return official_row(item, text, asked.question, [asked.value], options, [asked.statement])


def longbook_sum_eng(item: Item, size: int) -> dict[str, Any]:
    """Return a report with `size` words of filler; its summary is the key fact of each section."""
    found = report("en", _key(item), size)
    return official_row(item, found.text, "", [found.summary])


def longdialogue_qa_eng(item: Item, size: int) -> dict[str, Any]:
    """Return a script of a meeting with `size` words of filler.

    The masked speaker, at its end, repeats a decision as their own; the script says who stated it.
    """
    held = meeting("en", _key(item), size, speakers=SPEAKERS)
    rng = item.rng("mask")
    _, sentence, speaker = rng.choice(held.decisions)
    turns = [f"{_character(turn.speaker)}\n{turn.text}" for turn in held.turns]
    turns.append(f"{MASK}\nI say it again, for it was I who said it: {sentence}")
    question = f"Which character is {MASK} ?"
    return official_row(item, "\n\n".join(turns), question, [_character(speaker)])


def code_debug(item: Item, size: int) -> dict[str, Any]:
    """Return a module with one function that crashes, `size` lines longer than the shortest one.

    Lines that no whole function fills are comments at its end.
    """
    lines = bug(_key(item), 0).source.count("\n") + size
    found = bug(_key(item), lines - LARGEST)
    source = found.source
    left = lines - source.count("\n")
    if left:
        words = [
            word for one in sentences("en", f"notes|{_key(item)}", left * COMMENT) for word in one.split()
        ]
        rows = (words[i : i + COMMENT] for i in range(0, len(words), COMMENT))
        source += "".join(f"# {' '.join(row)}\n" for row in rows)
    question = "Which funtion has deliberate error?"  # as spelled officially
    return official_row(item, source, question, [found.answer], found.options)


def _book(language: Language, item: Item, size: int) -> tuple[Fact, str]:
    known = facts(language, item.rng("facts"), FACTS)
    text = document(language, _key(item), [fact.statement for fact in known], size)
    return item.rng("asked").choice(known), text


def _key(item: Item) -> str:
    return f"infinitebench|{item.id}|{item.seed}"


def _character(name: str) -> str:
    """Return the one word, in capitals, by which a script calls a speaker."""
    return name.split()[-1].upper()
