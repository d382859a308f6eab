"""Scores of reward models: is their verdict right, and does it depend on the order of the answers.

A verdict is the ranking of the answers as shown, read by `loom_tests.metrics.long_rewardbench` from a judge's
text, or made of the scores of a discriminative reward model. What cannot be read is wrong.

Chance levels, those of a judge that draws its verdict: accuracy 1/2; of N answers exact_match 1/N!, and
position_match and top_1 1/N; swap_consistency 1/2; position_bias 0.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import fmean

from loom_reports.statistics import estimate
from loom_tests.benchmark import Metric, Scored
from loom_tests.contracts import Sample
from loom_tests.metrics.long_rewardbench import agreement, from_scores, pair, ranking

SCORES = "scores"
VERDICTS = ("[[A]]", "[[B]]")


def scores_text(scores: Sequence[float]) -> str:
    """Return the completion of a discriminative reward model: its scores in the order of the answers."""
    return json.dumps({SCORES: list(map(float, scores))})


def verdict(prediction: str, sample: Sample) -> list[int]:
    """Return the ranks given to the answers as shown, 0 the best; empty where none can be read."""
    return _from_scores(prediction) or (ranking if sample.meta["ranked"] else pair)(prediction)


def first_verdict(prediction: str, sample: Sample) -> list[int]:
    """Return the same for a judge that is asked to begin with its verdict: the first one counts."""
    places = [place for one in VERDICTS if (place := prediction.find(one)) >= 0]
    return _from_scores(prediction) or (pair(prediction[min(places) :][: len(VERDICTS[0])]) if places else [])


def _from_scores(prediction: str) -> list[int]:
    try:
        found = json.loads(prediction)
    except ValueError:  # a judge's own words
        return []
    scores = found.get(SCORES) if isinstance(found, dict) else None
    if not isinstance(scores, list) or not all(isinstance(score, float) for score in scores):
        return []
    return from_scores(scores)


Read = Callable[[str, Sample], list[int]]


def accuracy(read: Read) -> Metric:
    """Return the metric of pairs: 1 where the verdict that `read` finds is right."""
    return Metric("accuracy", lambda prediction, sample: float(read(prediction, sample) == _ranks(sample)))


def position_match(prediction: str, sample: Sample) -> float:
    """Return the share of answers that got their right rank (Eq. 2 of the paper)."""
    return agreement(_ranks(sample), verdict(prediction, sample))


def exact_match(prediction: str, sample: Sample) -> float:
    """Return 1 where all ranks are right."""
    return float(verdict(prediction, sample) == _ranks(sample))


def top_1(prediction: str, sample: Sample) -> float:
    """Return 1 where the best answer is ranked first."""
    given = verdict(prediction, sample)
    return float(bool(given) and given.index(0) == _ranks(sample).index(0))


RANKING = (
    Metric("position_match", position_match),
    Metric("exact_match", exact_match),
    Metric("top_1", top_1),
)


def _ranks(sample: Sample) -> list[int]:
    return list(sample.meta["ranks"])


def pair_figures(read: Read) -> Callable[[Sequence[Scored]], dict[str, float]]:
    """Return the figures of pairs that `read` reads verdicts of.

    `swap_consistency` is the share of pairs asked in both orders whose two verdicts prefer the same answer;
    a verdict that cannot be read agrees with none. `position_bias` is, over the pairs with two verdicts, the
    share of verdicts for the answer shown first less the share for the one shown last: 1 for a judge that
    always says A, -1 for one that always says B, 0 for one that minds the answers alone.
    """

    def figures(scored: Sequence[Scored]) -> dict[str, float]:
        verdicts = [read(one.prediction, one.sample) for one in scored]
        pairs: dict[str, list[tuple[list[int], list[int]]]] = defaultdict(list)
        for one, given in zip(scored, verdicts, strict=True):
            pairs[one.sample.context_id].append((given, _ranks(one.sample)))
        both = {key: two for key, two in pairs.items() if len(two) == 2}
        firsts = {
            key: fmean(given == [0, 1] for given, _ in two)
            for key, two in both.items()
            if all(given for given, _ in two)
        }
        found = {"accuracy chance": 0.5, "unparsed": fmean(not given for given in verdicts)}
        if both:
            same = [float(key in firsts and _same(two)) for key, two in both.items()]
            found |= _interval("swap_consistency", same, list(both))
            found["swap_consistency chance"] = 0.5
        if firsts:
            shares = _interval("position_bias", list(firsts.values()), list(firsts))
            found |= {name: 2 * share - 1 for name, share in shares.items()}
        return found | _by(scored, "subtype", "accuracy")

    return figures


def ranking_figures(scored: Sequence[Scored]) -> dict[str, float]:
    """Return the figures of rankings of n answers each: chance levels, and position_match by area."""
    n = len(scored[0].sample.meta["ranks"])
    unparsed = fmean(not verdict(one.prediction, one.sample) for one in scored)
    return {
        "position_match chance": 1 / n,
        "exact_match chance": 1 / math.factorial(n),
        "top_1 chance": 1 / n,
        "unparsed": unparsed,
        **_by(scored, "area", RANKING[0].name),
    }


def _same(two: Sequence[tuple[list[int], list[int]]]) -> bool:
    """Whether both verdicts of a pair are right, or both wrong: they prefer the same answer."""
    return len({given == ranks for given, ranks in two}) == 1


def _by(scored: Sequence[Scored], key: str, metric: str) -> dict[str, float]:
    """Return the mean of a metric by a key of the samples' meta, with intervals."""
    groups: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        groups[one.sample.meta[key]].append(one)
    found: dict[str, float] = {}
    for name, group in sorted(groups.items()):
        clusters = [one.sample.context_id for one in group]
        found |= _interval(f"{metric} {name}", [one.scores[metric] for one in group], clusters)
    return found


def _interval(name: str, scores: Sequence[float], clusters: Sequence[str]) -> dict[str, float]:
    """Return a mean and its 95 % interval as three figures."""
    found = estimate(scores, clusters)
    return {name: found.mean, f"{name} low": found.low, f"{name} high": found.high}
