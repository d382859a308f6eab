"""Invented people, books and towns with facts: the embedded documents of `qa_1` and `qa_2`."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from loom_tests.contracts import Sample
from loom_tests.data import prose_en
from loom_tests.data.embedded import Item
from loom_tests.data.prose_grammar import Grammar, words
from loom_tests.data.ruler.qa import Question, assemble

COUNTRIES = words("""
    Alvenia Bravania Cordovia Drummark Estoria Ferland Gravonia Helmora Istrovia Kessland Lorvania Merovia
    Nordhaven Orlandia Palvania Quessia Rovania Silvania Tarmark Ulmeria Vestland Wexonia Zemlia""")


@dataclass(frozen=True)
class Author:
    """One invented person with one book: every fact the documents state."""

    name: str
    he: str
    town: str
    country: str
    born: int
    trade: str
    book: str
    year: int
    prize: str
    river: str

    @property
    def about_person(self) -> str:
        """The person's document: title, then facts."""
        he, his = self.he, "Her" if self.he == "She" else "His"
        return (
            f"{self.name}\n{self.name} (born {self.born}) is a writer and former {self.trade} from "
            f"{self.country}. {he} was born in {self.town} and worked there as a {self.trade} for "
            f"{self.year - self.born - 12} years. {his} later work won the {self.prize}. {he} has never "
            f"learned to swim and keeps a small museum of {self.trade}'s tools."
        )

    @property
    def about_book(self) -> str:
        """The book's document."""
        return (
            f"{self.book}\n{self.book} is a novel by {self.name}, published in {self.year}. Critics praised "
            f"its slow opening and its quiet ending. A stage version followed {self.year % 7 + 2} years "
            f"later. The first edition was printed on paper from a mill on the river {self.river}."
        )

    @property
    def about_town(self) -> str:
        """The town's document."""
        return (
            f"{self.town}\n{self.town} is a town in {self.country} on the river {self.river}. It is known "
            f"for its market and for the workshops of its {self.trade}s. The town hall dates from "
            f"{self.born - 131}. A railway station opened there in {self.born - 23}."
        )


def authors(rng: random.Random) -> Iterator[Author]:
    """Yield people for ever; names, books, towns and rivers are each used once."""
    grammar = Grammar(prose_en.TABLES, rng)
    used: set[str] = set()

    def fresh(template: str) -> str:
        while True:
            name = template.format_map(grammar)
            if name not in used:
                used.add(name)
                return name

    while True:
        female = grammar.chance(0.5)
        born = 1851 + grammar.below(80)
        yield Author(
            name=fresh("{woman} {last}" if female else "{man} {last}"),
            he="She" if female else "He",
            town=fresh("{town}"),
            country=COUNTRIES[grammar.below(len(COUNTRIES))],
            born=born,
            trade=grammar.pick("trade"),
            book=fresh("The {adj} {thing} of {town}").title(),
            year=born + 24 + grammar.below(30),
            prize=fresh("{last} Prize"),
            river=fresh("{sur1}{town1}").capitalize(),
        )


def build_single_hop(item: Item, size: int) -> Sample:
    """Return a question that one document answers."""
    people = authors(item.rng("question"))
    who = next(people)
    asked, answer, document = [
        (f"In which town was {who.name} born?", who.town, who.about_person),
        (f"Which prize did the later work of {who.name} win?", who.prize, who.about_person),
        (f"Who wrote the novel {who.book}?", who.name, who.about_book),
        (f"On which river does the town of {who.town} lie?", who.river, who.about_town),
        (f"In what year was {who.book} published?", str(who.year), who.about_book),
    ][item.index % 5]
    siblings = [d for d in (who.about_person, who.about_book, who.about_town) if d != document]
    question = Question(asked, (answer,), (document,))
    return assemble(item, size, question, chain(siblings, _documents(people)))


def build_two_hop(item: Item, size: int) -> Sample:
    """Return a question that takes two documents: a bridge between them, or a comparison."""
    rng = item.rng("question")
    people = authors(rng)
    one, two = next(people), next(people)
    while two.born == one.born:
        two = next(people)
    if rng.random() < 0.5:  # else nearly every pair would come from two countries
        two = replace(two, country=one.country)
    kind = item.index % 5
    question = _bridge(kind, one) if kind < 3 else _comparison(kind, one, two)
    return assemble(item, size, question, _documents(people))


def _bridge(kind: int, who: Author) -> Question:
    by_book = (who.about_book, who.about_person)
    return [
        Question(f"In which town was the author of {who.book} born?", (who.town,), by_book),
        Question(f"Which prize did the later work of the author of {who.book} win?", (who.prize,), by_book),
        Question(
            f"On which river lies the town where {who.name} was born?",
            (who.river,),
            (who.about_person, who.about_town),
        ),
    ][kind]


def _comparison(kind: int, one: Author, two: Author) -> Question:
    if kind == 3:
        asked = f"Are {one.name} and {two.name} from the same country?"
        answer = "yes" if one.country == two.country else "no"
    else:
        asked = f"Who was born first, {one.name} or {two.name}?"
        answer = min(one, two, key=lambda author: author.born).name
    return Question(asked, (answer,), (one.about_person, two.about_person))


def _documents(people: Iterator[Author]) -> Iterator[str]:
    for who in people:
        yield who.about_person
        yield who.about_book
        yield who.about_town
