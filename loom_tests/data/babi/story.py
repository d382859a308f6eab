"""Stories: people who move and handle things in a hidden true state, told as facts, and a question.

The true state starts hidden, as in the official files: a first fact may be "John got the milk there.". Only
questions that the facts decide are asked; a story without one is told anew.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from loom_tests.data.babi.phrases import QUESTIONS, Phrase
from loom_tests.data.babi.world import OPPOSITE, World

PEOPLE = ("Mary", "John", "Daniel", "Sandra")
ROOMS = ("bathroom", "bedroom", "garden", "hallway", "kitchen", "office")
THINGS = ("apple", "football", "milk")
GO_AND_HANDLE = {"go": 0.66, "get": 0.2, "drop": 0.14}


@dataclass(frozen=True)
class Plan:
    """What a task's stories are made of.

    `counts` are the numbers of facts in the official files or, where there are many, their quantiles up to
    the largest. `actions` are the shares of fact kinds, `answers` those of the answers where the files
    balance them.
    """

    questions: tuple[str, ...]
    counts: tuple[int, ...]
    actions: Mapping[str, float]
    answers: Mapping[str, float] | None = None
    people: tuple[str, ...] = PEOPLE
    places: tuple[str, ...] = ROOMS


TO_TEN = (2, 4, 6, 8, 10)
PLANS = {
    "qa1": Plan(("where_person",), TO_TEN, {"go": 1.0}),
    "qa2": Plan(("where_object",), (2, 6, 10, 10, 12, 14, 16, 18, 20, 24, 68), GO_AND_HANDLE),
    "qa3": Plan(("where_before",), (4, 14, 20, 26, 30, 32), GO_AND_HANDLE),
    "qa4": Plan(("place_beside", "place_beyond"), (2,), {"relation": 1.0}),
    "qa5": Plan(
        ("gift", "giver_to", "receiver_from", "giver", "receiver"),
        (2, 6, 10, 12, 14, 16, 20, 24, 28, 36, 126),
        {"go": 0.57, "get": 0.16, "give": 0.16, "drop": 0.11},
        people=("Bill", "Fred", "Jeff", "Mary"),
    ),
    "qa6": Plan(("is_in",), (2, 2, 4, 4, 6, 6, 8, 8, 10, 10, 26), GO_AND_HANDLE, {"yes": 0.5, "no": 0.5}),
    "qa7": Plan(
        ("how_many",),
        (2, 2, 4, 6, 6, 8, 8, 10, 12, 14, 52),
        {"go": 0.5, "get": 0.2, "give": 0.15, "drop": 0.15},
        {"none": 0.47, "one": 0.49, "two": 0.04},
    ),
    "qa8": Plan(("carried",), (2, 4, 4, 6, 6, 8, 10, 10, 12, 14, 50), GO_AND_HANDLE),
    "qa9": Plan(
        ("is_in",), TO_TEN, {"go": 0.5, "in": 0.25, "not_in": 0.13, "gone": 0.12}, {"yes": 0.36, "no": 0.64}
    ),
    "qa10": Plan(
        ("is_in",),
        TO_TEN,
        {"go": 0.5, "in": 0.25, "either": 0.25},
        {"yes": 0.41, "no": 0.44, "maybe": 0.15},
        people=("Bill", "Fred", "Julie", "Mary"),
        places=("bedroom", "cinema", "kitchen", "office", "park", "school"),
    ),
}
TAIL = 3  # long stories are rare: the last of the quantiles' ranges is skewed to its start


@dataclass(frozen=True)
class Story:
    """Facts in order, a question and the answer that follows."""

    facts: tuple[Phrase, ...]
    question: Phrase
    answer: str


def tell(task: str, rng: random.Random, most: int | None = None) -> Story:
    """Return a story of the task with at most `most` facts."""
    plan = PLANS[task]
    count = _count(plan.counts, rng)
    count = count if most is None else max(plan.counts[0], min(count, most // 2 * 2))
    wanted = rng.choices(list(plan.answers), list(plan.answers.values()))[0] if plan.answers else None
    while True:
        facts = _relations(rng) if "relation" in plan.actions else _events(plan, count, rng)
        world = World()
        for fact in facts:
            world.observe(fact)
        questions = list(_questions(plan))
        rng.shuffle(questions)
        for question in questions:
            answer = world.answer(question)
            if answer is not None and wanted in (None, answer):
                return Story(tuple(facts), question, answer)


def _count(counts: tuple[int, ...], rng: random.Random) -> int:
    """Return an even number of facts, as the official files ask after every two facts."""
    if len(counts) <= len(TO_TEN):
        return rng.choice(counts)
    i = rng.randrange(len(counts) - 1)
    share = rng.random()
    if i == len(counts) - 2:
        share = share**TAIL
    return (counts[i] + round(share * (counts[i + 1] - counts[i]))) // 2 * 2


def _questions(plan: Plan) -> Iterator[Phrase]:
    """Yield every question of the plan's kinds, whether the facts decide it or not."""
    things = OPPOSITE if "relation" in plan.actions else THINGS
    domains = {"who": plan.people, "what": things, "place": plan.places, "other": plan.people}
    for kind in plan.questions:
        slots = [slot for slot in domains if f"{{{slot}}}" in QUESTIONS[kind]]
        for words in product(*(domains[slot] for slot in slots)):
            yield Phrase(kind, **dict(zip(slots, words, strict=True)))


def _relations(rng: random.Random) -> list[Phrase]:
    """Return two facts about three rooms in a row, the middle one told of twice."""
    first, middle, last = rng.sample(ROOMS, 3)
    way = rng.choice(list(OPPOSITE))
    facts = [_either_way(first, way, middle, rng), _either_way(middle, way, last, rng)]
    rng.shuffle(facts)
    return facts


def _either_way(first: str, way: str, second: str, rng: random.Random) -> Phrase:
    if rng.random() < 0.5:
        return Phrase("relation", place=first, what=way, other=second)
    return Phrase("relation", place=second, what=OPPOSITE[way], other=first)


def _events(plan: Plan, count: int, rng: random.Random) -> list[Phrase]:
    stage = Stage(plan, rng)
    kinds = rng.choices(list(plan.actions), list(plan.actions.values()), k=count)
    return [stage.act(kind) for kind in kinds]


class Stage:
    """The true state: where everybody and everything is, told or not."""

    def __init__(self, plan: Plan, rng: random.Random) -> None:
        self._plan, self._rng = plan, rng
        self._at = {person: rng.choice(plan.places) for person in plan.people}
        self._lying = {thing: rng.choice(plan.places) for thing in THINGS}
        self._holder: dict[str, str] = {}

    def act(self, kind: str) -> Phrase:
        """Do something of a kind, or go somewhere where the state does not allow it, and tell it."""
        if kind in ("not_in", "gone"):
            return self._leave(kind)
        if kind == "either":
            return self._go_to_one_of_two()
        handle = {"get": self._get, "drop": self._drop, "give": self._give}.get(kind)
        return (handle and handle()) or self._go("in" if kind == "in" else "go")

    def _go(self, kind: str) -> Phrase:
        person = self._rng.choice(self._plan.people)
        self._at[person] = self._elsewhere(self._at[person])
        return Phrase(kind, who=person, place=self._at[person])

    def _elsewhere(self, place: str) -> str:
        return self._rng.choice([other for other in self._plan.places if other != place])

    def _get(self) -> Phrase | None:
        pairs = product(self._plan.people, self._lying)
        within_reach = [(a, b) for a, b in pairs if self._at[a] == self._lying[b]]
        if not within_reach:
            return None
        person, thing = self._rng.choice(within_reach)
        del self._lying[thing]
        self._holder[thing] = person
        return Phrase("get", who=person, what=thing)

    def _drop(self) -> Phrase | None:
        if not self._holder:
            return None
        thing = self._rng.choice(list(self._holder))
        person = self._holder.pop(thing)
        self._lying[thing] = self._at[person]
        return Phrase("drop", who=person, what=thing)

    def _give(self) -> Phrase | None:
        pairs = product(self._holder.items(), self._plan.people)
        meetings = [(a, b, c) for (b, a), c in pairs if a != c and self._at[a] == self._at[c]]
        if not meetings:
            return None
        person, thing, other = self._rng.choice(meetings)
        self._holder[thing] = other
        return Phrase("give", who=person, what=thing, other=other)

    def _leave(self, kind: str) -> Phrase:
        """Tell that somebody is not where they were; where they are is not told."""
        person = self._rng.choice(self._plan.people)
        left = self._at[person]
        self._at[person] = self._elsewhere(left)
        return Phrase(kind, who=person, place=left)

    def _go_to_one_of_two(self) -> Phrase:
        person = self._rng.choice(self._plan.people)
        place = self._at[person] = self._elsewhere(self._at[person])
        first, second = self._rng.sample((place, self._elsewhere(place)), 2)
        return Phrase("either", who=person, place=first, other=second)
