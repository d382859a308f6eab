"""Invented people, books and towns with facts: the embedded documents of `qa_1` and `qa_2`."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from loom_tests.contracts import Sample
from loom_tests.data import prose_en
from loom_tests.data.embedded import Item
from loom_tests.data.prose_grammar import Grammar, lines, words
from loom_tests.data.ruler.qa import Question, assemble

COUNTRIES = words("""
    Alvenia Bravania Cordovia Drummark Estoria Ferland Gravonia Helmora Istrovia Kessland Lorvania Merovia
    Nordhaven Orlandia Palvania Quessia Rovania Silvania Tarmark Ulmeria Vestland Wexonia Zemlia""")


NOTES = {
    "of_person": lines("""
        first wrote about {event}
        kept a museum of {goods} in a former {room}
        never parted from a {thing} that once belonged to {anyone}
        studied under {anyone} after {event}
        gave the fortune of {sum} to the {room} of the town
        wrote only with {feeling}, as friends recalled
        spent {few} summers among the {trade}s of the south
        edited the letters of {anyone} in {few} volumes
        collected {number} drawings of every kind of {thing}
        spoke {manner} about {event} until the end"""),
    "of_book": lines("""
        tells the story of {event}
        follows {few} {trade}s who search for a lost {thing}
        begins in a {room} on a {weekday} in {month}
        sold {number} copies before {event}
        was praised for its {feeling} and blamed for its length
        describes the trade in {goods} through the eyes of {anyone}
        runs to {number} pages and ends with a letter about {goods}
        was written {manner}, according to {anyone}, in {few} weeks"""),
    "of_town": lines("""
        has a {room} from the time of {event}
        exported {number} tons of {goods} a year until {event}
        lost its {room} when the price of {goods} fell
        holds a fair for {goods} every {month}
        keeps a {thing} in its {room} that {anyone} left behind
        counted {number} houses at the last census
        was rebuilt by {anyone} in {few} years
        shares a {room} with {few} villages of {trade}s"""),
}


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
    notes: tuple[str, ...]  # on the person, the book and the town

    @property
    def about_person(self) -> str:
        """The person's document: title, then facts."""
        his = "Her" if self.he == "She" else "His"
        return (
            f"{self.name}\n{self.name} (born {self.born}) is a writer and former {self.trade} from "
            f"{self.country}. {self.he} was born in {self.town} and served it as {self.trade} for "
            f"{self.year - self.born - 12} years. {self.he} {self.notes[0]}. {his} later work won the "
            f"{self.prize}."
        )

    @property
    def about_book(self) -> str:
        """The book's document."""
        return (
            f"{self.book}\n{self.book} is a novel by {self.name}, published in {self.year}. It "
            f"{self.notes[1]}. A stage version followed {self.year % 7 + 2} years later."
        )

    @property
    def about_town(self) -> str:
        """The town's document."""
        return (
            f"{self.town}\n{self.town} is a town in {self.country} on the river {self.river}. It is known "
            f"for its {self.trade}s. It {self.notes[2]}. A railway station opened there in {self.born - 23}."
        )


def authors(rng: random.Random) -> Iterator[Author]:
    """Yield people for ever; names, books, towns and rivers are each used once."""
    grammar = Grammar({**prose_en.TABLES, **NOTES}, rng)
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
            book=f"The {grammar.pick('adj').title()} {grammar.pick('thing').title()} of {fresh('{town}')}",
            year=born + 24 + grammar.below(30),
            prize=fresh("{last} Prize"),
            river=fresh("{sur1}{town1}").capitalize(),
            notes=tuple(prose_en.with_articles(grammar.pick(table)) for table in NOTES),
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
