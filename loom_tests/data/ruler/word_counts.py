"""RULER's aggregation tasks: the ten most common words of a list, the three of a coded text."""

from __future__ import annotations

import math
import random
from itertools import islice
from string import ascii_lowercase

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item
from loom_tests.data.ruler import OFFICIAL
from loom_tests.data.ruler.words import list_words

# Protocol text: NVIDIA/RULER scripts/data/synthetic/constants.py.
CWE_TEMPLATE = (
    "Below is a numbered list of words. In these words, some appear more often than others. "
    "Memorize the ones that appear most often.\n{context}\n"
    "Question: What are the 10 most common words in the above list?"
)
CWE_ANSWER_PREFIX = " Answer: The top 10 words that appear most often in the list are:"
FWE_TEMPLATE = (
    "Read the following coded text and track the frequency of each coded word. "
    "Find the three most frequently appeared coded words. {context}\n"
    "Question: Do not provide any explanation. Please ignore the dots '....'. "
    "What are the three most frequently appeared words in the above coded text?"
)
FWE_ANSWER_PREFIX = (
    " Answer: According to the coded text above, the three most frequently appeared words are:"
)

COMMON = 10
ZETA_2 = math.pi**2 / 6  # the share of each rank under Zipf's law with alpha 2
LETTERS = 6
LEAST_WORDS = 60  # from here on ranks 2, 3 and 4 are more frequent than all that follow


def build_cwe(item: Item, size: int) -> Sample:
    """Return a sample whose list has ten common and `size` uncommon words, after one solved example."""
    short = item.length < OFFICIAL
    words = list_words(item.rng("words"))
    common = list(islice(words, COMMON))
    shown = list(islice(words, 20 if short else 40))
    rng = item.rng("order")
    example = _numbered(rng, shown[:COMMON], shown[COMMON:], *((3, 1) if short else (10, 3)))
    answers = " ".join(f"{i}. {word}" for i, word in enumerate(shown[:COMMON], 1))
    return Sample(
        id=item.id,
        context=_numbered(rng, common, list(islice(words, size)), *((6, 1) if short else (30, 3))),
        question="",
        references=tuple(common),
        context_id=item.id,
        meta={"example": f"{CWE_TEMPLATE.format(context=example)}{CWE_ANSWER_PREFIX} {answers}"},
    )


def _numbered(rng: random.Random, common: list[str], rare: list[str], often: int, seldom: int) -> str:
    words = common * often + rare * seldom
    rng.shuffle(words)
    return " ".join(f"{i}. {word}" for i, word in enumerate(words, 1))


def build_fwe(item: Item, size: int) -> Sample:
    """Return a coded text of about `size` words, their counts after Zipf; dots are the most frequent."""
    rng = item.rng("codes")
    codes = _codes(rng, max(item.length // 50, 20))
    total = LEAST_WORDS + size
    text = [code for rank, code in enumerate(codes, 1) for _ in range(int(total / rank**2 / ZETA_2))]
    rng.shuffle(text)
    return Sample(
        id=item.id,
        context=" ".join(text),
        question="",
        references=tuple(codes[1:4]),
        context_id=item.id,
    )


def _codes(rng: random.Random, n: int) -> list[str]:
    codes: dict[str, None] = {"...": None}
    while len(codes) < n:
        codes["".join(rng.choices(ascii_lowercase, k=LETTERS))] = None
    return list(codes)
