"""Generators of L-Eval's closed-ended tasks."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.leval.prompts import BY_DOCUMENT
from loom_tests.data.leval.tables import FICTION, PROBLEMS, TOPICS
from loom_tests.data.prose import sentences
from loom_tests.data.worlds.documents import document
from loom_tests.data.worlds.facts import WORDINGS, Fact, facts
from loom_tests.data.worlds.growing import filler
from loom_tests.data.worlds.programs import call

LETTERS = "ABCD"
FACTS = 4
SHOTS = 16  # worked problems of the official prompt
SHOT_WORDS = 80  # more than a worked problem has
COMMENT_WORDS = 100
COMMENT_LINES = 9
THINK = "Let's think step by step"
GOODS = ("apples", "candles", "buttons", "lemons", "pencils", "ribbons", "spoons", "tiles")
RANKS = ("first", "second", "third")


def key(item: Item) -> str:
    """Return the key of an item's texts."""
    return f"{item.id}|{item.seed}"


def row(
    text: str, instruction: str, output: str, evaluation: str, source: str, evidence: Sequence[str] = ()
) -> dict[str, Any]:
    """Return a row of one instruction in the official schema, and what of the text the answer rests on."""
    return {
        "instructions": [instruction],
        "outputs": [output],
        "input": text,
        "source": source,
        "evaluation": evaluation,
        "evidence": list(evidence),
    }


def single_choice(item: Item, size: int) -> dict[str, Any]:
    """Return a document with facts and a question with one right option."""
    rng = item.rng("choice")
    known = facts("en", item.rng("facts"), FACTS)
    asked = known[_below(rng, FACTS)]
    options = _shuffled(rng, [asked.value, *asked.others[:3]])
    text = document("en", key(item), [fact.statement for fact in known], size)
    gold = LETTERS[options.index(asked.value)]
    return row(text, _choices(asked.question, options), gold, "exam", item.key, [asked.statement])


def several_choices(item: Item, size: int) -> dict[str, Any]:
    """Return a document with facts and a question of which one or more of four statements are right."""
    rng = item.rng("choice")
    if rng.random() < 1 / 3:
        return single_choice(item, size)
    known = facts("en", item.rng("facts"), FACTS)
    right = {fact.statement for fact in known[: 1 + _below(rng, 3)]}
    options = _shuffled(rng, [one.statement if one.statement in right else _wrong(one) for one in known])
    gold = "".join(letter for letter, option in zip(LETTERS, options, strict=True) if option in right)
    text = document("en", key(item), [fact.statement for fact in known], size)
    question = "Which of the following statements are correct according to the document?"
    stated = [one.statement for one in known]
    return row(text, _choices(question, options), gold, "exam", item.key, stated)


def _wrong(fact: Fact) -> str:
    wording = WORDINGS["en"].relations[fact.relation].statement
    return wording.format(subject=fact.subject, value=fact.others[0])


def _choices(question: str, options: Sequence[str]) -> str:
    listed = "\n".join(f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=True))
    return f"{question}\n{listed}"


def sci_fi(item: Item, size: int) -> dict[str, Any]:
    """Return a fiction in which statements hold that are false in the world, or the other way round."""
    rng = item.rng("fiction")
    told = _shuffled(rng, FICTION)[:FACTS]
    strange, usual = told[_below(rng, FACTS)]
    loyal = rng.random() < 0.5
    statement, gold = (strange, "True [fact: False]") if loyal else (usual, "False [fact: True]")
    inserts = [f"In this world it is so: {one[0].lower()}{one[1:]}" for one, _ in told]
    text = document("en", key(item), inserts, size)
    told_so = next(one for one in inserts if one.endswith(strange[1:]))
    question = f"{statement[:-1]}, True or False? Answer this question {BY_DOCUMENT}"
    return row(text, question, gold, "exam", item.key, [told_so])


def gsm100(item: Item, size: int) -> dict[str, Any]:
    """Return worked word problems, 16 of them where there is room, then longer ones; and one to solve."""
    rng = item.rng("problems")
    shots = min(SHOTS, 1 + size // SHOT_WORDS)
    last, answer = _problem(rng)
    gold = answer.removesuffix(".").rpartition(" ")[2]
    told = filler("en", f"gsm|{key(item)}", size - SHOT_WORDS * (shots - 1), shots)
    parts = []
    for prose in told:
        question, worked = _problem(rng)
        parts.append(f"Question: {' '.join([*prose, question])}\n{THINK}\n{worked}")
    return row("\n\n".join(parts), f"Question: {last}\n{THINK}\n", gold, "exam", item.key)


def _problem(rng: random.Random) -> tuple[str, str]:
    question, worked, asked = PROBLEMS[_below(rng, len(PROBLEMS))]
    a, b = 2 + _below(rng, 18), 21 + _below(rng, 60)
    numbers = {"a": a, "b": b, "sum": a + b, "product": a * b, "more": a * b + b}
    names = WORDINGS["en"].tables["given"]
    slots = {**numbers, "who": names[_below(rng, len(names))], "goods": GOODS[_below(rng, len(GOODS))]}
    return question.format_map(slots), f"{worked.format_map(slots)} The answer is {numbers[asked]}."


def code_u(item: Item, size: int) -> dict[str, Any]:
    """Return an invented module of about `size` words, a comment that fills it up, and a call of it."""
    made = call(key(item), size // COMMENT_WORDS * COMMENT_LINES)
    words = sentences("en", f"comment|{key(item)}", size % COMMENT_WORDS)
    comment = f"# {' '.join(words)}\n" if words else ""
    question = f"What is the final output of the following code?\nprint({made.call})"
    return row(comment + made.source, question, made.output, "exam", item.key)


def topic_retrieval(item: Item, size: int) -> dict[str, Any]:
    """Return a conversation on several topics, and ask for the first, second or third."""
    rng = item.rng("topics")
    topics = _shuffled(rng, TOPICS)[: len(RANKS) + _below(rng, 3)]
    rank = _below(rng, len(RANKS))
    parts = []
    for topic, prose in zip(topics, filler("en", f"chat|{key(item)}", size, len(topics)), strict=True):
        half = len(prose) // 2
        parts.append(f"USER: I would like to discuss the topic of {topic}.")
        parts.append(" ".join(["ASSISTANT: Sure, go on.", *prose[:half]]))
        parts.append(" ".join(["USER: Good.", *prose[half:]]))
    question = (
        f"What is the {RANKS[rank]} topic we discussed? Only give me the topic name. "
        "Do not summarize yourself."
    )
    return row("\n".join(parts), question, topics[rank], "exam", item.key)


def _below(rng: random.Random, n: int) -> int:
    return int(rng.random() * n)


def _shuffled(rng: random.Random, items: Sequence[Any]) -> list[Any]:
    return sorted(items, key=lambda _: rng.random())
