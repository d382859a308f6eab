"""Metrics of LongWriter (Bai et al. 2024): does an answer have the length asked for, and is it good?

They agree with THUDM/LongWriter@3fcfdff43dec:evaluation/eval_length.py and eval_quality.py (Apache-2.0),
which score from 0 to 100; a run's scores are the same from 0 to 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from loom_tests.contracts import Message, Sample
from loom_tests.judging import Judge, VerdictError

WORD = re.compile(r"[\u4e00-\u9fff]|\b[a-zA-Z]+\b")
JSON_BLOCK = re.compile(r"```json\n(.*?)\n```", re.DOTALL)
DIMENSIONS = ("Relevance", "Accuracy", "Coherence", "Clarity", "Breadth and Depth", "Reading Experience")
LOWEST, HIGHEST = 1, 5
TRIES = 5

# evaluation/judge.txt, word for word.
JUDGE_PROMPT = (
    "You are an expert in evaluating text quality. Please evaluate the quality of an AI assistant's response "
    "to a user's writing request. Be as strict as possible.\n\n"
    "You need to evaluate across the following six dimensions, with scores ranging from 1 to 5. The scoring "
    "criteria from 5 to 1 for each dimension are as follows:\n\n"
    "1. Relevance: From content highly relevant and fully applicable to the user's request to completely "
    "irrelevant or inapplicable.\n\n"
    "2. Accuracy: From content completely accurate with no factual errors or misleading information to "
    "content with numerous errors and highly misleading.\n\n"
    "3. Coherence: From clear structure with smooth logical connections to disorganized structure with no "
    "coherence.\n\n"
    "4. Clarity: From clear language, rich in detail, and easy to understand to confusing expression with "
    "minimal details.\n\n"
    "5. Breadth and Depth: From both broad and deep content with a lot of information to seriously lacking "
    "breadth and depth with minimal information.\n\n"
    "6. Reading Experience: From excellent reading experience, engaging and easy to understand content to "
    "very poor reading experience, boring and hard to understand content.\n\n"
    "Please evaluate the quality of the following response to a user's request according to the above "
    "requirements.\n\n<User Request>\n\n$INST$\n\n</User Request>\n\n"
    "<Response>\n\n$RESPONSE$\n\n</Response>\n\n"
    "Please evaluate the quality of the response. You must first provide a brief analysis of its quality, "
    "then give a comprehensive analysis with scores for each dimension. The output must strictly follow the "
    'JSON format: {"Analysis": ..., "Relevance": ..., "Accuracy": ..., "Coherence": ..., "Clarity": ..., '
    '"Breadth and Depth": ..., "Reading Experience": ...}. You do not need to consider whether the response '
    "meets the user's length requirements in your evaluation. Ensure that only one integer between 1 and 5 "
    "is output for each dimension score."
)


def words(text: str) -> list[str]:
    """Return what counts as words: Chinese characters, and runs of Latin letters."""
    return WORD.findall(text)


def length_score(required: float, actual: float) -> float:
    """Return S_l, 0 to 100: 0 for four times the length asked for, or a third of it."""
    excess = (actual / required - 1) / 3 if actual > required else (required / actual - 1) / 2
    return 100 * max(0, 1 - excess)


def length(prediction: str, sample: Sample) -> float:
    """Return S_l of an answer; nothing written scores 0, where the official code divides by zero."""
    written = len(words(prediction))
    return length_score(sample.meta["length"], written) / 100 if written else 0.0


def json_block(text: str) -> str | None:
    """Return what stands in the first fenced block of JSON."""
    found = JSON_BLOCK.search(text)
    return found[1] if found else None


def grades(verdict: str) -> dict[str, float]:
    """Return the judge's grade of each dimension; ValueError where one is missing or out of range."""
    text = json_block(verdict) if "```json" in verdict else verdict
    content = json.loads((text or "").replace("\n", ""))
    if not isinstance(content, Mapping):
        raise ValueError("the verdict is not a JSON object")
    return {dimension: _grade(content.get(dimension)) for dimension in DIMENSIONS}


def _grade(value: Any) -> float:
    if not isinstance(value, int | float | str) or not LOWEST <= float(value) <= HIGHEST:
        raise ValueError(f"{value!r} is no grade")
    return float(value)


def quality(prediction: str, sample: Sample, judge: Judge) -> float:
    """Return S_q from 0 to 1, the mean of the six grades; VerdictError where the judge gives none."""
    prompt = JUDGE_PROMPT.replace("$INST$", sample.question).replace("$RESPONSE$", prediction)
    for _ in range(TRIES):
        verdict = judge.ask([Message("user", prompt)], max_new_tokens=1024, temperature=0.5)
        try:
            given = grades(verdict).values()
        except ValueError:
            continue
        return sum(grade - LOWEST for grade in given) / len(given) / (HIGHEST - LOWEST)
    raise VerdictError(f"the judge graded sample {sample.id} in none of {TRIES} tries")
