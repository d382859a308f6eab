"""What a reader of bAbI facts knows, and the answers that follow from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from loom_tests.data.babi.phrases import Phrase

OPPOSITE = {"north": "south", "south": "north", "east": "west", "west": "east"}
NUMBERS = ("none", "one", "two", "three")


class World:
    """The state that facts describe; `observe` them in order, then `answer` questions."""

    def __init__(self) -> None:
        self._seen: dict[str, Phrase] = {}  # the last fact about each person's whereabouts
        self._hands: dict[str, dict[str, bool]] = {}  # what each person ever held, and holds now
        self._trails: defaultdict[str, list[str]] = defaultdict(list)  # known places of each object
        self._gifts: list[Phrase] = []
        self._relations: list[Phrase] = []

    def observe(self, fact: Phrase) -> None:
        """Take in one more fact."""
        if fact.kind == "relation":
            self._relations.append(fact)
        elif fact.kind in ("get", "drop", "give"):
            self._handle(fact)
        else:
            self._seen[fact.who] = fact
            for thing in self._held(fact.who) or ():
                self._mark(thing, fact.who)

    def answer(self, question: Phrase) -> str | None:
        """Return the answer in the words of the official files; None where the facts leave it open."""
        return ANSWERS[question.kind](self, question)

    def place(self, person: str) -> str | None:
        """Return where the person surely is."""
        seen = self._seen.get(person)
        return seen.place if seen and seen.kind in ("go", "in") else None

    def _handle(self, fact: Phrase) -> None:
        self._hands.setdefault(fact.who, {})[fact.what] = fact.kind == "get"
        if fact.kind == "give":
            self._hands.setdefault(fact.other, {})[fact.what] = True
            self._gifts.append(fact)
        self._mark(fact.what, fact.who)

    def _held(self, person: str) -> list[str] | None:
        """Return what the person holds, first held first; None for one who never held anything."""
        hands = self._hands.get(person)
        return None if hands is None else [thing for thing, held in hands.items() if held]

    def _mark(self, thing: str, person: str) -> None:
        """Note that the thing is where the person is, if that is known."""
        place, trail = self.place(person), self._trails[thing]
        if place and trail[-1:] != [place]:
            trail.append(place)

    def _where_object(self, question: Phrase) -> str | None:
        return next(reversed(self._trails[question.what]), None)

    def _where_before(self, question: Phrase) -> str | None:
        steps = reversed(list(pairwise(self._trails[question.what])))
        return next((before for before, after in steps if after == question.place), None)

    def _place_beside(self, question: Phrase) -> str | None:
        """Return X for "What is north of the kitchen?": X is north of it, or it is south of X."""
        for fact in self._relations:
            if (fact.other, fact.what) == (question.place, question.what):
                return fact.place
            if (fact.place, fact.what) == (question.place, OPPOSITE[question.what]):
                return fact.other
        return None

    def _place_beyond(self, question: Phrase) -> str | None:
        """Return X for "What is the kitchen north of?", which is what is south of the kitchen."""
        return self._place_beside(Phrase("", place=question.place, what=OPPOSITE[question.what]))

    def _gifts_of(self, question: Phrase) -> list[Phrase]:
        """Return the gifts that match the slots the question fills, the last one first."""

        def match(gift: Phrase) -> bool:
            pairs = ((question.who, gift.who), (question.what, gift.what), (question.other, gift.other))
            return all(asked in ("", given) for asked, given in pairs)

        return list(filter(match, reversed(self._gifts)))

    def _is_in(self, question: Phrase) -> str | None:
        seen = self._seen.get(question.who)
        if seen is None:
            return None
        here = question.place in (seen.place, seen.other)
        if seen.kind in ("not_in", "gone"):
            return "no" if here else None
        return "no" if not here else "maybe" if seen.kind == "either" else "yes"

    def _how_many(self, question: Phrase) -> str | None:
        held = self._held(question.who)
        return None if held is None else NUMBERS[len(held)]

    def _carried(self, question: Phrase) -> str | None:
        held = self._held(question.who)
        return None if held is None else ",".join(held) or "nothing"

    def _giver(self, question: Phrase) -> str | None:
        return next((gift.who for gift in self._gifts_of(question)), None)

    def _receiver(self, question: Phrase) -> str | None:
        return next((gift.other for gift in self._gifts_of(question)), None)

    def _gift(self, question: Phrase) -> str | None:
        """Return what was given; None for two different things, where the official answer is either."""
        given = {gift.what for gift in self._gifts_of(question)}
        return given.pop() if len(given) == 1 else None

    def _where_person(self, question: Phrase) -> str | None:
        return self.place(question.who)


ANSWERS: dict[str, Callable[[World, Phrase], str | None]] = {
    "where_person": World._where_person,
    "where_object": World._where_object,
    "where_before": World._where_before,
    "place_beyond": World._place_beyond,
    "place_beside": World._place_beside,
    "gift": World._gift,
    "giver_to": World._giver,
    "receiver_from": World._receiver,
    "giver": World._giver,
    "receiver": World._receiver,
    "is_in": World._is_in,
    "how_many": World._how_many,
    "carried": World._carried,
}
