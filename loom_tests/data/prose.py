"""Haystack prose: an endless, seeded stream of fictional sentences in English, Chinese or Russian.

How to use it:

    text("en", "my-benchmark|7", 3000)       # the first 3000 words
    sentences("zh", "my-benchmark|7", 3000)  # the same as a list, to put needles between sentences
    units("ru", "my-benchmark|7")            # the endless stream, a tuple of sentences per paragraph

`language` and `key` name a stream: the same two give the same text in every process and Python version.
`size` counts words (en, ru) or characters (zh, punctuation included); the last sentence is cut so that the
size is met exactly. A larger size only appends, so the text of size 10 opens the text of size 11.

What a stream promises: no sentence occurs twice; no number has five digits or more; there are no UUIDs and
no ★; the people, places and objects of the bAbI tasks, the word "magic" and San Francisco do not occur.
Sentences end in "." ("。" in Chinese) and hold no other full stop and no line break.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from loom_tests.data import prose_en, prose_ru, prose_zh
from loom_tests.data.prose_grammar import Paragraph

Language = Literal["en", "zh", "ru"]

PARAGRAPHS: dict[Language, Paragraph] = {
    "en": prose_en.paragraph,
    "zh": prose_zh.paragraph,
    "ru": prose_ru.paragraph,
}
STREAMS = 32


def units(language: Language, key: str) -> Iterator[tuple[str, ...]]:
    """Yield the paragraphs of a stream for ever, each a tuple of sentences."""
    rng = random.Random(f"prose|{language}|{key}")
    paragraph = PARAGRAPHS[language]
    seen: set[str] = set()
    while True:
        fresh = [sentence for sentence in dict.fromkeys(paragraph(rng)) if sentence not in seen]
        seen.update(fresh)
        if fresh:
            yield tuple(fresh)


def sentences(language: Language, key: str, size: int) -> list[str]:
    """Return the sentences of the first `size` words or characters; the last may be cut."""
    return _stream(language, key).take(size)


def text(language: Language, key: str, size: int) -> str:
    """Return the first `size` words or characters of a stream, one paragraph a line."""
    return _stream(language, key).text(size)


class _Stream:
    """The part of a stream made so far: growing sizes add to it."""

    def __init__(self, language: Language, key: str) -> None:
        self._units = units(language, key)
        self._split = list if language == "zh" else str.split
        self._space = "" if language == "zh" else " "
        self._sentences: list[str] = []
        self._ends: list[int] = [0]  # size up to and with each sentence
        self._starts: set[int] = set()  # sentences that open a paragraph

    def take(self, size: int) -> list[str]:
        while self._ends[-1] < size:
            self._grow()
        whole = bisect_left(self._ends, size) - 1 if size else 0
        taken = self._sentences[:whole]
        rest = size - self._ends[whole]
        if rest:
            taken.append(self._space.join(self._split(self._sentences[whole])[:rest]))
        return taken

    def text(self, size: int) -> str:
        parts: list[str] = []
        for i, sentence in enumerate(self.take(size)):
            if i:
                parts.append("\n" if i in self._starts else self._space)
            parts.append(sentence)
        return "".join(parts)

    def _grow(self) -> None:
        paragraph = next(self._units)
        self._starts.add(len(self._sentences))
        self._sentences += paragraph
        sizes = [len(self._split(sentence)) for sentence in paragraph]
        self._ends += list(accumulate(sizes, initial=self._ends[-1]))[1:]


@lru_cache(maxsize=STREAMS)
def _stream(language: Language, key: str) -> _Stream:
    return _Stream(language, key)
