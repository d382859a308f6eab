"""From pairs to findings and a verdict, with the false alarms of the whole verdict held to alpha."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from loom_reports.gate.limits import Limits
from loom_reports.gate.multiplicity import benjamini_hochberg, holm
from loom_reports.gate.pairs import SUBJECT, Floats, Pairs
from loom_reports.gate.result import Family, Finding, Verdict
from loom_reports.gate.tests_of_difference import PERMUTATIONS, Spread, sign_flip_test, spread

OVERALL, WORST, FAMILY = 0.70, 0.15, 0.15
"""How alpha is shared out: to the overall test, to that of the worst task, to one family of all others."""
POWER = 0.8


@dataclass(frozen=True)
class Statistic:
    """One mean to be tested: weights over all pairs that sum to 1, and both sides, higher being better."""

    family: Family
    name: str
    weights: Floats
    candidate: Floats
    baseline: Floats
    max_drop: float
    gates: bool = True

    @property
    def difference(self) -> Floats:
        """Candidate less baseline, 0 for pairs that do not count."""
        return np.where(self.weights > 0, self.candidate - self.baseline, 0.0)


@dataclass(frozen=True)
class Tested:
    """A statistic with its p-value; `differs` where some cluster is not at the limit exactly."""

    statistic: Statistic
    p: float
    differs: bool


@dataclass(frozen=True)
class Held:
    """What a p-value is held against: `adjusted` against alpha, or p itself against `level`."""

    adjusted: float
    level: float


def decide(
    pairs: Pairs, limits: Limits, timing: Sequence[Finding] = (), permutations: int = PERMUTATIONS
) -> tuple[Verdict, list[Finding]]:
    """Return the verdict and its findings, overall first. `pairs` holds a pair with both scores.

    The overall mean and the worst task are tested at their shares of alpha. The third share is for one
    family, by Holm: capabilities, lengths, listed tasks, rates, and the timings that gate. Tasks that are
    not listed are reported by Benjamini and Hochberg and gate nothing.
    """
    tested = _tested(pairs, limits, permutations)
    held = _held(tested, [one.p for one in timing if one.gates and one.p is not None], limits.alpha)
    findings = [_finding(pairs, one, limits, held[i]) for i, one in enumerate(tested)]
    own = iter(held[len(tested) :])
    for one in timing:
        if one.gates:
            adjusted = next(own).adjusted
            verdict: Verdict = "regressed" if adjusted <= limits.alpha else one.verdict
            one = replace(one, adjusted=adjusted, verdict=verdict)
        findings.append(one)
    regressed = any(one.gates and one.verdict == "regressed" for one in findings)
    return "regressed" if regressed else findings[0].verdict, findings


def _statistics(pairs: Pairs, limits: Limits) -> Iterator[Statistic]:
    scored = pairs.scored
    scores = (pairs.candidate, pairs.baseline)
    macro = pairs.macro_weights
    yield Statistic("overall", "overall", macro(scored), *scores, limits.max_drop)
    for name in dict.fromkeys(pairs.capability):
        chosen = scored & np.array([one == name for one in pairs.capability])[pairs.task]
        if chosen.any():
            limit = limits.capabilities.get(bare(name), limits.max_drop)
            yield Statistic("capability", name, macro(chosen), *scores, limit)
    for i, name in enumerate(pairs.lengths):
        chosen = scored & (pairs.length == i)
        if chosen.any():
            yield Statistic("length", name, macro(chosen), *scores, limits.max_drop)
    for name, (mine, other) in pairs.outcomes.items():
        even = np.full(len(pairs.task), 1 / len(pairs.task))
        good = ((~mine).astype(np.float64), (~other).astype(np.float64))
        yield Statistic("rate", name, even, *good, limits.max_drop)
    for i, name in enumerate(pairs.tasks):
        chosen = scored & (pairs.task == i)
        if chosen.any():
            listed = bare(name) in limits.tasks
            limit = limits.tasks.get(bare(name), limits.max_drop)
            yield Statistic("task", name, macro(chosen), *scores, limit, gates=listed)


def bare(name: str) -> str:
    """Return a task's or capability's name without the subject it may be of."""
    return name.rpartition(SUBJECT)[2]


def _tested(pairs: Pairs, limits: Limits, permutations: int) -> list[Tested]:
    """Return all tests: the overall mean first, the worst task last."""
    statistics = list(_statistics(pairs, limits))
    sums = np.stack(
        [np.bincount(pairs.cluster, one.weights * (one.difference + one.max_drop)) for one in statistics],
        axis=1,
    ).astype(np.float64)
    tasks = np.array([i for i, one in enumerate(statistics) if one.family == "task"])
    flips = sign_flip_test(sums, tasks, permutations)
    differs = np.any(sums != 0, axis=0)
    tested = [Tested(one, float(flips.p[i]), bool(differs[i])) for i, one in enumerate(statistics)]
    worst = statistics[flips.column]
    worst = replace(worst, name=f"worst of {len(tasks)}: {worst.name}", gates=True)
    return [*tested, Tested(worst, flips.worst, bool(differs[flips.column]))]


def _held(tested: Sequence[Tested], timing: Sequence[float], alpha: float) -> list[Held]:
    """Return what every p-value is held against, those of the timings last.

    A test whose p is 1 whatever the signs cannot raise an alarm and takes no part in the correction
    (Tarone 1990): the rates of runs without errors cost nothing.
    """
    last = len(tested) - 1
    p = [*(one.p for one in tested), *timing]
    gating = [one.statistic.gates and one.differs for one in tested] + [True] * len(timing)
    family = [i for i, gates in enumerate(gating) if gates and i not in (0, last)]
    reported = [i for i, one in enumerate(tested) if not one.statistic.gates]
    level = alpha * FAMILY / max(1, len(family))
    held = [Held(1.0, level)] * len(p)
    held[0] = Held(min(1.0, p[0] / OVERALL), alpha * OVERALL)
    held[last] = Held(min(1.0, p[last] / WORST), alpha * WORST)
    for i, value in zip(family, holm([p[i] for i in family]), strict=True):
        held[i] = Held(min(1.0, value / FAMILY), level)
    for i, value in zip(reported, benjamini_hochberg([p[i] for i in reported]), strict=True):
        held[i] = Held(value, alpha)
    return held


def _finding(pairs: Pairs, tested: Tested, limits: Limits, held: Held) -> Finding:
    one = tested.statistic
    chosen = one.weights > 0
    difference = one.difference[chosen]
    weights = one.weights[chosen]
    found = spread(difference, weights, pairs.task[chosen], pairs.cluster[chosen])
    half = found.half_width(limits.alpha)
    low, high = max(-1.0, found.difference - half), min(1.0, found.difference + half)
    mine, other = float(weights @ one.candidate[chosen]), float(weights @ one.baseline[chosen])
    if low > -(one.max_drop + limits.resolution):
        verdict: Verdict = "pass"
    else:
        verdict = "inconclusive"
    if held.adjusted <= limits.alpha:
        verdict = "regressed"
    normal = NormalDist()
    wins, losses = np.count_nonzero(difference > 0), np.count_nonzero(difference < 0)
    finding = Finding(
        family=one.family,
        name=one.name,
        n=len(difference),
        clusters=found.clusters,
        candidate=mine,
        baseline=other,
        difference=found.difference,
        low=low,
        high=high,
        p=tested.p,
        adjusted=held.adjusted,
        wins=int(wins),
        losses=int(losses),
        ties=int(len(difference) - wins - losses),
        mde=(normal.inv_cdf(1 - held.level) + normal.inv_cdf(POWER)) * found.error,
        needed=_needed(found, len(difference), one.max_drop, limits, held.level)
        if verdict == "inconclusive"
        else None,
        max_drop=one.max_drop,
        verdict=verdict,
        gates=one.gates,
    )
    return _as_rate(finding) if one.family == "rate" else finding


def _needed(found: Spread, n: int, max_drop: float, limits: Limits, level: float) -> int:
    """Return the n at which the difference seen would regress or pass, whichever comes first."""
    normal = NormalDist()
    drop = -max_drop - found.difference
    errors = (drop / normal.inv_cdf(1 - level), (limits.resolution - drop) / normal.inv_cdf(1 - limits.alpha))
    return max(n + 1, min(math.ceil(n * found.growth(error)) for error in errors if error > 0))


def _as_rate(one: Finding) -> Finding:
    """Turn the share of good samples round: a rate of something bad, which rises."""
    return replace(
        one,
        candidate=1 - one.candidate,
        baseline=1 - one.baseline,
        difference=-one.difference,
        low=-one.high,
        high=-one.low,
    )
