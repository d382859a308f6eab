"""One sentence hidden at a given depth of generated prose: the samples of `niah`."""

from __future__ import annotations

from itertools import accumulate

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item
from loom_tests.data.prose import sentences

# Protocol text: gkamradt/LLMTest_NeedleInAHaystack README (MIT).
NEEDLE = "The best thing to do in San Francisco is eat a sandwich and sit in Dolores Park on a sunny day."
QUESTION = "What is the best thing to do in San Francisco?"
ANSWER = "eat a sandwich and sit in Dolores Park on a sunny day."
KEYWORD = "Dolores Park"
DEPTHS = tuple(round(100 * i / 9) for i in range(10))  # percent


def build(item: Item, size: int) -> Sample:
    """Return a sample of `size` words of prose; the item's index decides the depth."""
    percent = DEPTHS[item.index % len(DEPTHS)]
    text = sentences("en", f"niah|{item.id}|{item.seed}", size)
    text.insert(_boundary(text, percent), NEEDLE)
    return Sample(
        id=item.id,
        context=" ".join(text),
        question=QUESTION,
        references=(ANSWER,),
        context_id=item.id,
        meta={"depth_percent": percent, "needle": NEEDLE, "keyword": KEYWORD},
    )


def _boundary(text: list[str], percent: int) -> int:
    """Return the number of sentences before the needle: the sentence end nearest to the depth."""
    ends = list(accumulate((len(sentence.split()) for sentence in text), initial=0))
    whole = [i for i, end in enumerate(ends) if end == 0 or text[i - 1].endswith(".")]
    return min(whole, key=lambda i: abs(ends[i] - ends[-1] * percent / 100))
