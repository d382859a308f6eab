"""Invented rows of MemoryRewardBench: two ways of keeping a memory while a text is read part by part.

Every part of the text states something that the question needs. The chosen trajectory keeps it all and comes
to the right result; the rejected one fails as its subtask says: it keeps noise, drops or falsifies a fact, or
ends in another result.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from loom_tests.data.embedded import Item
from loom_tests.data.prose import sentences
from loom_tests.data.worlds.documents import document
from loom_tests.data.worlds.facts import Fact, facts
from loom_tests.lengths import length_label

PARTS = 4
NOISE = 25  # words that a noisy memory keeps of every part


@dataclass(frozen=True)
class Way:
    """How a kind of agent writes its memory, and how one of its trajectories goes wrong."""

    heading: str
    failing: str


SUBTASKS: Mapping[str, Mapping[str, Way]] = {
    "Long-context_Reasoning": {
        "Sequential-Noise": Way("Memory after part {n}", "noise"),
        "Sequential-Drop": Way("Memory after part {n}", "drop"),
        "Mixed-Noise": Way("Notes of reader {n}, merged with the notes so far", "noise"),
        "Mixed-Drop": Way("Notes of reader {n}, merged with the notes so far", "drop"),
    },
    "Multi-turn_Dialogue_Understanding": {
        "Mem0-Out": Way("Entries after session {n}", "result"),
        "Mem0-Mem": Way("Entries after session {n}", "false"),
        "A-Mem-Out": Way("Linked notes after session {n}", "result"),
        "A-Mem-Mem": Way("Linked notes after session {n}", "false"),
    },
    "Long-form_Generation": {
        "Sequential": Way("Draft after section {n}", "drop"),
        "Parallel": Way("Drafts joined up to section {n}", "false"),
    },
}
ASK = {
    "Long-context_Reasoning": "Answer all of these questions about the text: {questions}",
    "Multi-turn_Dialogue_Understanding": "Answer what the user asks about the talk: {questions}",
    "Long-form_Generation": "Write a short article on the text that answers each of these: {questions}",
}


def generate_trajectories(item: Item, size: int) -> dict[str, Any]:
    """Return a row with `size` words of prose around what the question needs."""
    config = {name.lower().replace("-", "_"): name for name in SUBTASKS}[item.key]
    names = list(SUBTASKS[config])
    offset = int(replace(item, index=0).rng("subtask").random() * len(names))
    subtask = names[(offset + item.index) % len(names)]
    way = SUBTASKS[config][subtask]
    key = f"memory|{item.id}|{item.seed}"
    needed = facts("en", random.Random(key), PARTS)
    texts = [
        document("en", f"{key}|{n}", [fact.statement], size * (n + 1) // PARTS - size * n // PARTS)
        for n, fact in enumerate(needed)
    ]
    parts = "\n\n".join(f"Part {n}:\n{part}" for n, part in enumerate(texts, 1))
    asked = ASK[config].format(questions=" ".join(fact.question for fact in needed))
    return {
        "task": config,
        "subtask": subtask,
        "ctx_length": length_label(item.length),
        "question": f"{parts}\n\n{asked}",
        "chosen": _trajectory(way.heading, [[fact.statement] for fact in needed], _result(needed)),
        "rejected": _failed(way, needed, key),
    }


def _failed(way: Way, needed: Sequence[Fact], key: str) -> str:
    """Return a trajectory that goes wrong at one fact, or is noisy throughout."""
    kept = [[fact.statement] for fact in needed]
    place = int(random.Random(f"{key}|place").random() * PARTS)
    values = [fact.value for fact in needed]
    if way.failing == "noise":
        kept = [[*one, *sentences("en", f"{key}|noise|{n}", NOISE)] for n, one in enumerate(kept)]
    elif way.failing == "drop":
        kept[place], values[place] = [], "unknown"
    else:
        values[place] = needed[place].others[0]
    if way.failing == "false":
        kept[place] = [needed[place].statement.replace(needed[place].value, values[place])]
    return _trajectory(way.heading, kept, "; ".join(values))


def _result(needed: Sequence[Fact]) -> str:
    return "; ".join(fact.value for fact in needed)


def _trajectory(heading: str, kept: Sequence[Sequence[str]], result: str) -> str:
    """Return a memory that grows by what is kept of each part, and the result."""
    steps = []
    for n in range(1, PARTS + 1):
        memory = " ".join(one for part in kept[:n] for one in part) or "(empty)"
        steps.append(f"{heading.format(n=n)}: {memory}")
    return "\n".join([*steps, f"Result: {result}"])
