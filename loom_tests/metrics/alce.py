"""Citation recall and precision by entailment, as L-CiteEval takes them over from ALCE.

Sources: Gao et al. 2023 (arXiv:2305.14627); ZetangForward/L-CITEEVAL@6e493267767a:script/eval_citation.py,
whose model is tasksource/deberta-base-long-nli. A sentence is recalled where the passages it cites, joined,
entail it; then each citation is precise that entails it alone, or without which the others do not.

Flaws of the official scorer, kept: "[0]" cites the last passage, and one citation beyond the last passage
voids all of its sentence. An answer without a sentence, which it leaves out of the mean, scores 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple

from loom_tests.benchmark import Judged
from loom_tests.contracts import Sample
from loom_tests.judging import Entailment
from loom_tests.metrics.l_citeeval import AT_MOST, CITATIONS, CITED, remove_citations
from loom_tests.metrics.sentences import english_sentences

OFFICIAL = "tasksource/deberta-base-long-nli"
REMEMBERED = 4  # answers; three scores are asked of each, one after the other


class Citations(NamedTuple):
    """The scores of one answer, and how many citations count in it."""

    recall: float
    precision: float
    f1: float
    number: int


def citation_scores(
    answer: str, docs: Sequence[str], model: Entailment, at_most: int | None = AT_MOST
) -> Citations | None:
    """Return the scores of an answer that cites `docs`; None where it has no sentence."""
    sentences = english_sentences(answer)
    if not sentences:
        return None
    recalled = precise = number = 0
    for sentence in sentences:
        claim = remove_citations(sentence).strip()
        cited = [int(found[1:]) - 1 for found in CITED.findall(sentence)]
        if not cited or max(cited) >= len(docs):
            continue
        cited = cited[:at_most]
        number += len(cited)
        if model.entails(_joined(docs, cited), claim):
            recalled += 1
            precise += _needed(claim, cited, docs, model)
    recall = recalled / len(sentences)
    precision = precise / number if number else 0.0
    both = recall + precision
    return Citations(recall, precision, 2 * recall * precision / both if both else 0.0, number)


def _needed(claim: str, cited: Sequence[int], docs: Sequence[str], model: Entailment) -> int:
    """Return how many citations of an entailed claim it needs."""
    if len(cited) == 1:
        return 1
    needed = 0
    for one in cited:
        others = list(cited)
        others.remove(one)
        needed += model.entails(docs[one], claim) or not model.entails(_joined(docs, others), claim)
    return needed


def _joined(docs: Sequence[str], cited: Sequence[int]) -> str:
    return "\n".join(docs[one] for one in cited)


def premise(text: str, title: str | None = None) -> str:
    """Return a passage as the model reads it."""
    return f"Passage: {text}" if title is None else f"Title: {title}\nPassage: {text}"


def passages_of(context: str, label: str) -> list[str]:
    """Return the texts of a context of passages "LABEL [1]: …", one after the other."""
    texts: list[str] = []
    mark, rest = "", "\n" + context.removesuffix("\n")
    while mark or not texts:
        text, mark, rest = rest.partition(f"\n{label} [{len(texts) + 1}]: ")
        texts.append(text)
    return texts[1:]


@lru_cache(maxsize=REMEMBERED)
def _scores(answer: str, docs: tuple[str, ...], model: Any) -> Citations:
    return citation_scores(answer, docs, model) or Citations(0.0, 0.0, 0.0, 0)


def _judge(place: int, prediction: str, sample: Sample, model: Any) -> float:
    texts = passages_of(sample.context, sample.meta["label"])
    titles = sample.meta["titles"] or [None] * len(texts)
    docs = tuple(premise(text, title) for text, title in zip(texts, titles, strict=False))
    return _scores(prediction, docs, model)[place]


JUDGED = tuple(
    Judged(name, "entailment", partial(_judge, place), OFFICIAL) for place, name in enumerate(CITATIONS)
)
