"""Metrics of RULER (Hsieh et al. 2024): how many references a prediction contains, case ignored.

They agree with NVIDIA/RULER@c3f5e3b scripts/eval/synthetic/constants.py and scripts/eval/evaluate.py, which
score a whole file from 0 to 100; the per-sample functions are the same before the mean and the rounding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_CONTROL = re.compile(r"[\x00-\x1f]")

SampleScore = Callable[[str, Sequence[str]], float]


def postprocess(text: str) -> str:
    """Strip the text; control characters (tabs and returns too) become line breaks."""
    return _CONTROL.sub("\n", text.strip()).strip()


def string_match_all(prediction: str, references: Sequence[str]) -> float:
    """Return the share of references the prediction contains (needles, variables, words)."""
    found = sum(_contains(prediction, reference) for reference in references)
    return found / len(references)


def string_match_part(prediction: str, references: Sequence[str]) -> float:
    """Return 1 where the prediction contains any of the references (questions), else 0."""
    return float(max(_contains(prediction, reference) for reference in references))


def corpus_string_match_all(predictions: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Return the official file score, 0 to 100 with two decimals."""
    return _corpus(string_match_all, predictions, references)


def corpus_string_match_part(predictions: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    """Return the official file score, 0 to 100 with two decimals."""
    return _corpus(string_match_part, predictions, references)


def _contains(prediction: str, reference: str) -> bool:
    return reference.lower() in prediction.lower()


def _corpus(score: SampleScore, predictions: Sequence[str], references: Sequence[Sequence[str]]) -> float:
    scores = [score(p, r) for p, r in zip(predictions, references, strict=True)]
    return round(sum(scores) / len(scores) * 100, 2)
