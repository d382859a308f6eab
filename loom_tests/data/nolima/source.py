"""NoLiMa's samples: a test of a needle set, hidden at a depth of a book or of invented prose.

A window of the text is chosen around the first line end at or after the depth; the needle goes there as a
line of its own. The official windows are measured in tokens of the evaluated model, ours in characters, as
many as the length holds together with prompt and answer.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from loom_tests.benchmark import Load, Source, SourceKind, Task
from loom_tests.contracts import Sample, text_hash
from loom_tests.data.embedded import Embedded, Item
from loom_tests.data.nolima.needles import needle_set
from loom_tests.data.nolima.tests import CHARACTER, HAYSTACK, NeedleTest, expand
from loom_tests.data.prose import text as prose
from loom_tests.data.remote import HubFile
from loom_tests.data.rows import Row, sound_rows
from loom_tests.errors import LoomError

REPOSITORY = "amodaresi/NoLiMa"
FOLDER = "NoLiMa"
BOOKS = 5
DEPTHS = tuple(i / 25 for i in range(26))
APART = 0.2  # share of the text between needle and distractor, at least
SHORT = 512  # tokens; below it distractors stand at fixed places, and answers are short
SHORT_DEPTHS = (0.5, 0.6, 0.7)
NEW_TOKENS, FEW_NEW_TOKENS = 192, 32
WORD = 4  # characters: prose has longer words on the whole
SPARE_WORDS = 300  # so that a paragraph ends behind any depth
MOST_PER_TOKEN = 5  # characters that a book must have per token of the length


@dataclass(frozen=True)
class Builder:
    """Builds the samples of a needle set, in books or, without any, in prose of their own.

    Every run of as many samples as there are tests asks each once; depths and books change from test to test,
    until all their combinations have come.
    """

    name: str
    tests: tuple[NeedleTest, ...] = field(repr=False)
    books: tuple[str, ...] = field(default=(), repr=False)

    def __call__(self, item: Item, size: int) -> Sample:
        """Return the sample with a window of `size` characters."""
        turn, place = divmod(item.index, len(self.tests))
        number = random.Random("nolima").sample(range(len(self.tests)), len(self.tests))[place]
        test = self.tests[number]
        depth = DEPTHS[(7 * turn + 11 * number) % len(DEPTHS)]
        book = (turn + number) % BOOKS
        character = item.rng("character").choice(test.characters) if test.characters else ""
        needle = test.needle.replace(CHARACTER, character)
        text = hide(self._text(item, book, size), needle, depth, size)
        if test.distractor:
            text = add_line(text, test.distractor, _away_from(depth, item))
        before, _, after = test.template.partition(HAYSTACK)
        question = test.question.replace(CHARACTER, character)
        return Sample(
            id=item.id,
            context=text,
            question=question,
            references=(character,) if CHARACTER in test.needle else test.golds,
            context_id=item.id,
            meta={
                "before": before.replace("{question}", question),
                "after": after.replace("{question}", question),
                "system_prompt": test.system,
                "test": test.name,
                "depth": depth,
                "haystack": book + 1,
                "evidence": [needle],
            },
            max_new_tokens=FEW_NEW_TOKENS if 0 < item.length < SHORT else NEW_TOKENS,
        )

    def _text(self, item: Item, book: int, size: int) -> str:
        if self.books:
            return self.books[book % len(self.books)]
        return prose("en", f"nolima|{item.id}|{item.seed}", size // WORD + SPARE_WORDS)


def hide(text: str, needle: str, depth: float, size: int) -> str:
    """Return a window of `size` characters with the needle at a depth, as a line of its own.

    The needle follows the last whole line before it after a blank, as in the official text.
    """
    if depth == 0:
        return f" {needle}\n{text[:size]}"
    end = text.find("\n", math.ceil(depth * (size + 1)))
    end = end if end >= 0 else text.rfind("\n")
    start = max(0, end - round(size * depth))
    return f"{text[start : max(end, 0)]} {needle}\n{text[end + 1 : start + size]}"


def add_line(text: str, line: str, depth: float) -> str:
    """Return the text with a line more, behind the line at the depth."""
    end = text.find("\n", int(depth * len(text)))
    return f"{text}\n{line}" if end < 0 else f"{text[: end + 1]}{line}\n{text[end + 1 :]}"


def _away_from(depth: float, item: Item) -> float:
    """Return a depth for a distractor, away from the needle's."""
    if 0 < item.length < SHORT:
        return max(SHORT_DEPTHS, key=lambda one: abs(one - depth))
    left, right = max(0.0, depth - APART), max(0.0, 1 - depth - APART)
    drawn = item.rng("distractor").random() * (left + right)
    return drawn if drawn < left else depth + APART + drawn - left


@dataclass(frozen=True)
class OfficialFiles:
    """The official needle sets and books, from a folder or the hub, built like our own."""

    place: Literal["folder", "hub"]

    def samples(self, task: Task, length: int, n: int, load: Load) -> list[Sample]:
        """Return the first n samples; LoomError where a file is missing or a book too short."""
        paths = _in_folder(task, load) if self.place == "folder" else _on_hub(task, load)
        books = tuple(path.read_text(encoding="utf-8") for path in paths[1:])
        for path, book in zip(paths[1:], books, strict=True):
            if len(book) < MOST_PER_TOKEN * length or "\n" not in book:
                raise LoomError(f"{path}: a book of {len(book)} characters is too short for {length} tokens")
        tests = expand(sound_rows(paths[0]))
        name = f"nolima-{text_hash(repr(tests) + ''.join(books))}"
        return Embedded(Builder(name, tests, books), 2).samples(task, length, n, load)


def sources(task: str) -> Mapping[SourceKind, Source]:
    """Return the sources of a task, which is the name of a needle set."""
    entries = needle_set(task)
    tests = expand(Row(f"needle {entry['id']}", entry) for entry in entries)
    return {
        "embedded": Embedded(Builder(f"nolima-{task}", tests), 2),
        "folder": OfficialFiles("folder"),
        "hub": OfficialFiles("hub"),
    }


def _in_folder(task: Task, load: Load) -> list[Path]:
    """Return the needle set's path, then the books'."""
    folder = load.folder(task.name) / FOLDER
    needles = folder / "needlesets" / f"{task.name}.json"
    shelf = folder / "haystack" / "rand_shuffle"
    books = sorted(shelf.glob("*.txt"))
    if not needles.is_file() or not books:
        missing = shelf / "*.txt" if needles.is_file() else needles
        raise LoomError(f"{missing} is not there; put the official files of {task.name} there")
    return [needles, *books]


def _on_hub(task: Task, load: Load) -> list[Path]:
    files = [f"needlesets/{task.name}.json"]
    files += [f"haystack/rand_shuffle/rand_book_{number}.txt" for number in range(1, BOOKS + 1)]
    return [HubFile(REPOSITORY, file).fetch({}, load) for file in files]
