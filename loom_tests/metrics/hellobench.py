"""HelloEval, the score of HelloBench (Que et al. 2024): a judge grades every check of a sample's list.

It agrees with Quehry/HelloBench@d403282:llm_judge.py and results/scripts/compute.py (MIT): the score of a
sample is the sum of its grades by the weights of its category. Officially it goes from 0 to 100, here from 0
to 1; the figure of a file is (100 score - 75) * 4.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from loom_tests.benchmark import Scored
from loom_tests.contracts import Message, Sample
from loom_tests.judging import Judge, VerdictError
from loom_tests.metrics.hellobench_prompt import SYSTEM_PROMPT, USER_PROMPT
from loom_tests.metrics.hellobench_weights import WEIGHTS

HELLO_EVAL = "hello_eval"
TRIES = 3
LONG, KEPT = 15000, 16000  # a longer answer is cut to so many words
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
NOT_JSON = re.compile(r"```(json|python)?|[\n\\]")


@cache
def _tokenizer() -> Any:
    from nltk.tokenize import NLTKWordTokenizer

    return NLTKWordTokenizer()


def words(text: str) -> list[str]:
    """Return NLTK's words and punctuation marks.

    NLTK finds the ends of sentences by a model that has to be downloaded, we by their punctuation marks.
    """
    return [word for sentence in SENTENCE_END.split(text) for word in _tokenizer().tokenize(sentence)]


def messages(prediction: str, sample: Sample) -> list[Message]:
    """Return what the judge is asked about an answer."""
    answer = words(prediction)
    checks = sample.meta["checklists"]
    numbered = [{"checklist_id": i, "checklist_content": check} for i, check in enumerate(checks)]
    text = USER_PROMPT.format(
        instruction=sample.question,
        response=" ".join(answer[:KEPT] if len(answer) > LONG else answer),
        checklists=json.dumps(numbered, ensure_ascii=False),
        num_checklist=len(checks),
    )
    return [Message("system", SYSTEM_PROMPT), Message("user", text)]


def grades(verdict: str, number: int) -> list[float]:
    """Return the judge's grades, 0 to 1; ValueError unless there is one for each check."""
    content = json.loads(NOT_JSON.sub("", verdict))
    if not isinstance(content, list) or len(content) != number:
        raise ValueError(f"the verdict is no list of {number} grades")
    return [_grade(one) for one in content]


def _grade(one: Any) -> float:
    value = one.get("evaluation_score") if isinstance(one, Mapping) else None
    if not isinstance(value, int | float | str) or not 0 <= float(value) <= 1:
        raise ValueError(f"{one!r} is no grade")
    return float(value)


def hello_eval(prediction: str, sample: Sample, judge: Judge) -> float:
    """Return the weighted grades from 0 to 1; VerdictError where the judge gives none."""
    weights = WEIGHTS[sample.meta["category"]]
    request = messages(prediction, sample)
    for _ in range(TRIES):
        verdict = judge.ask(request, max_new_tokens=4096, temperature=0.8)
        try:
            given = grades(verdict, len(weights))
        except ValueError:
            continue
        return min(1.0, sum(g * w for g, w in zip(given, weights, strict=True)) / 100)
    raise VerdictError(f"the judge graded sample {sample.id} in none of {TRIES} tries")


def rescaled(score: float) -> float:
    """Return the published figure of a mean score: -300 to 100."""
    return (100 * score - 75) * 4


def figures(scored: Sequence[Scored]) -> Mapping[str, float]:
    """Return the mean number of words and, where a judge graded all answers, the published figure."""
    if not scored:
        return {}
    found = {"words": sum(len(words(one.prediction)) for one in scored) / len(scored)}
    if all(HELLO_EVAL in one.scores for one in scored):
        found["hellobench"] = rescaled(sum(one.scores[HELLO_EVAL] for one in scored) / len(scored))
    return found
