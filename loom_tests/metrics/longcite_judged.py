"""What a judge says of LongBench-Cite's answers: recall and precision of citations, and correctness.

Source of the rules: THUDM/LongCite@d7d772e39fb1:LongBench-Cite/auto_scorer.py and eval_correct.py, whose
judge is gpt-4o-2024-05-13. A statement is recalled as far as all it cites supports it; one without citations,
where it needs none. A citation is precise where it is relevant to its statement.

Deviations: the rated examples stand in the order of the row, not in a random one; a rating beyond its scale
counts as the end of the scale; where the judge gives no verdict the sample has no score and is counted, while
the official code loses it, or takes 0.5 for a rating.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from statistics import fmean
from typing import Any

from loom_tests.benchmark import Judged
from loom_tests.contracts import Message, Sample
from loom_tests.data.longcite import prompts
from loom_tests.data.longcite.chunks import unmarked
from loom_tests.judging import Judge, VerdictError
from loom_tests.metrics.longcite import NAMES, STATEMENTS, Statement, statements, without_citations

VERDICT = re.compile(r"\[\[([ /a-zA-Z]+)\]\]")
RATING = re.compile(r"\[\[([^\]]+)\]\]")
NUMBER = re.compile(r"\d+\.\d+|\d+")
TRIES = 5
RATED_TRIES = 2
VERDICT_TOKENS, RATING_TOKENS = 10, 1024
REMEMBERED = 4  # answers; three scores are asked of each, one after the other

Verdict = Callable[[str], float]


def need(verdict: str) -> float:
    """Return 1 where a sentence needs no citation."""
    return 0.0 if "yes" in verdict else 1.0


def support(verdict: str) -> float:
    """Return how far a statement is supported."""
    return 1.0 if "fully" in verdict else 0.5 if "partially" in verdict else 0.0


def relevance(verdict: str) -> float:
    """Return 1 where a citation is relevant."""
    return 0.0 if "unrelevant" in verdict else 1.0


def _asked(judge: Judge, template: str, about: str, read: Verdict) -> float:
    messages = [Message("user", template.format(about))]
    for attempt in range(TRIES):
        said = judge.ask(messages, max_new_tokens=VERDICT_TOKENS, temperature=float(attempt > 0))
        found = VERDICT.search(said.partition("Analysis:")[0])
        if found:
            return read(found[1].lower())
    raise VerdictError(f"the judge gave no verdict in {TRIES} answers; the last was {said[:60]!r}")


def _block(name: str, text: str) -> str:
    return f"<{name}>\n{text.strip()}\n</{name}>\n\n"


def _recall(judge: Judge, question: str, answer: str, one: Statement, cited: Sequence[str]) -> float:
    asked = _block("question", question)
    if not cited:
        about = asked + _block("response", answer) + _block("sentence", one.text)
        return _asked(judge, prompts.NEED_CITATION, about.removesuffix("\n\n"), need)
    snippet = "\n\n".join(cited).strip()
    if not snippet:
        return 0.0
    return _asked(judge, prompts.SUPPORT, _about(question, one.text, snippet), support)


def _about(question: str, statement: str, snippet: str) -> str:
    return _block("question", question) + _block("statement", statement) + _block("snippet", snippet)


def citation_scores(
    answer: str, question: str, chunks: Sequence[str], judge: Judge
) -> tuple[float, float, float]:
    """Return recall, precision and F1 of an answer's citations."""
    bare = without_citations(answer)
    recalls, precisions = [], []
    for one in statements(answer, len(chunks))[:STATEMENTS]:
        cited = ["".join(chunks[first : last + 1]) for first, last in one.spans]
        recalls.append(_recall(judge, question, bare, one, cited))
        for snippet in cited:
            about = _about(question, one.text, snippet)
            precisions.append(_asked(judge, prompts.RELEVANT, about, relevance))
    recall = fmean(recalls) if recalls else 0.0
    precision = fmean(precisions) if precisions else 0.0
    both = recall + precision
    return recall, precision, 2 * recall * precision / both if both else 0.0


@lru_cache(maxsize=REMEMBERED)
def _scores(answer: str, question: str, context: str, judge: Any) -> tuple[float, float, float]:
    return citation_scores(answer, question, unmarked(context), judge)


def _citation(place: int, prediction: str, sample: Sample, judge: Any) -> float:
    return _scores(prediction, sample.question, sample.context, judge)[place]


def _rated(judge: Judge, prompt: str, least: int, most: int, tries: int, stop: str = "") -> float:
    """Return the rating, the last before a `stop`, as a share of its scale."""
    messages = [Message("system", prompts.RATING_SYSTEM), Message("user", prompt)]
    for _ in range(tries):
        said = judge.ask(messages, max_new_tokens=RATING_TOKENS)
        ratings = RATING.findall(said.partition(stop)[0] if stop else said)
        found = NUMBER.search(ratings[-1]) if ratings else None
        if found:
            share = (int(float(found[0])) - least) / (most - least)
            return min(max(share, 0.0), 1.0)
    raise VerdictError(f"the judge gave no rating in {tries} answers; the last was {said[:60]!r}")


def _by_reference(
    template: str, most: int, answer: str, reference: str, sample: Sample, judge: Judge
) -> float:
    filled = template.replace("$Q$", sample.question).replace("$A$", reference).replace("$P$", answer)
    return _rated(judge, filled, 1, most, TRIES)


def _by_examples(answer: str, reference: str, sample: Sample, judge: Judge) -> float:
    examples = [part for rated in sample.meta["rated"] for part in rated]
    line = answer.replace("\n", " ").strip()
    filled = prompts.RATE_BY_EXAMPLES.format(sample.question, reference, *examples, line)
    return _rated(judge, filled, 0, 10, RATED_TRIES, "\n\n")


Rate = Callable[[str, str, Sample, Judge], float]
OFFICIAL = "gpt-4o-2024-05-13"


def _correctness(rate: Rate, prediction: str, sample: Sample, judge: Any) -> float:
    answer = without_citations(prediction)
    return max(rate(answer, reference, sample, judge) for reference in sample.references)


QUESTION: Rate = partial(_by_reference, prompts.RATE_ANSWER, 3)
SUMMARY: Rate = partial(_by_reference, prompts.RATE_SUMMARY, 5)
CHAT: Rate = _by_examples


def judged(rate: Rate) -> tuple[Judged, ...]:
    """Return the scores of a set, F1 of the citations first, whose correctness is rated so."""
    citations = [
        Judged(f"citation_{name}", "judge", partial(_citation, place), OFFICIAL)
        for place, name in enumerate(NAMES)
    ]
    return (*citations[::-1], Judged("correctness", "judge", partial(_correctness, rate), OFFICIAL))
