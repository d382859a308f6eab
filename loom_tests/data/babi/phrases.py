"""The sentences of bAbI qa1 to qa10: every wording of the official files (Weston et al. 2015, en-10k)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Phrase:
    """What a fact states or a question asks, without the wording; unused slots are empty."""

    kind: str
    who: str = ""
    what: str = ""
    place: str = ""
    other: str = ""


FACTS = {
    "go": (
        "{who} went to the {place}.",
        "{who} moved to the {place}.",
        "{who} journeyed to the {place}.",
        "{who} travelled to the {place}.",
        "{who} went back to the {place}.",
    ),
    "get": (
        "{who} got the {what}.",
        "{who} took the {what}.",
        "{who} grabbed the {what}.",
        "{who} picked up the {what}.",
    ),
    "drop": (
        "{who} left the {what}.",
        "{who} dropped the {what}.",
        "{who} discarded the {what}.",
        "{who} put down the {what}.",
    ),
    "give": (
        "{who} gave the {what} to {other}.",
        "{who} handed the {what} to {other}.",
        "{who} passed the {what} to {other}.",
    ),
    "in": ("{who} is in the {place}.",),
    "not_in": ("{who} is not in the {place}.",),
    "gone": ("{who} is no longer in the {place}.",),
    "either": ("{who} is either in the {place} or the {other}.",),
    "relation": ("The {place} is {what} of the {other}.",),
}
QUESTIONS = {
    "where_person": "Where is {who}?",
    "where_object": "Where is the {what}?",
    "where_before": "Where was the {what} before the {place}?",
    "place_beyond": "What is the {place} {what} of?",
    "place_beside": "What is {what} of the {place}?",
    "gift": "What did {who} give to {other}?",
    "giver_to": "Who gave the {what} to {other}?",
    "receiver_from": "Who did {who} give the {what} to?",
    "giver": "Who gave the {what}?",
    "receiver": "Who received the {what}?",
    "is_in": "Is {who} in the {place}?",
    "how_many": "How many objects is {who} carrying?",
    "carried": "What is {who} carrying?",
}
THERE = {"get": 1.0, "drop": 0.2}  # share of "John got the milk there.", as in the files
THERE_IN_QA3 = {"get": 0.2, "drop": 0.2}


def say(fact: Phrase, rng: random.Random, task: str) -> str:
    """Return the fact in one of its wordings."""
    sentence = rng.choice(FACTS[fact.kind]).format(**_slots(fact))
    share = (THERE_IN_QA3 if task == "qa3" else THERE).get(fact.kind, 0.0)
    return f"{sentence[:-1]} there." if rng.random() < share else sentence


def ask(question: Phrase) -> str:
    """Return the question's wording."""
    return QUESTIONS[question.kind].format(**_slots(question))


def _slots(phrase: Phrase) -> dict[str, Any]:
    return {"who": phrase.who, "what": phrase.what, "place": phrase.place, "other": phrase.other}
