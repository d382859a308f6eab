"""Estimates with honest intervals: of one cell, and of means over cells."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

LEVEL = 0.95
NORMAL = NormalDist().inv_cdf((1 + LEVEL) / 2)
WIDEST = 0.5
"""The largest standard error a mean in [0, 1] can have: that of one cluster, whose spread is unknown."""


@dataclass(frozen=True)
class Estimate:
    """A mean in [0, 1] with its two-sided 95 % interval, from n samples in some clusters.

    `error` is its standard error, unbiased over clusters.
    """

    mean: float
    low: float
    high: float
    n: int
    clusters: int
    error: float = 0.0


def estimate(scores: Sequence[float], clusters: Sequence[str]) -> Estimate:
    """Return the mean of one cell's scores with its interval.

    Wilson's interval for 0/1 scores of independent samples (Wilson 1927; Bowyer et al. 2025, arXiv
    2503.01747, on why not the normal one); otherwise Student's t on cluster-robust standard errors
    (Miller 2024, arXiv 2411.00640), cut to [0, 1]. Where all scores are equal, as paired differences often
    are, the share of others is Wilson's of none in that many, and these may be anything. One cluster says
    nothing of the spread: [0, 1].
    """
    n = len(scores)
    if n == 0:
        raise ValueError("no scores to estimate from")
    mean = math.fsum(scores) / n
    groups = len(set(clusters))
    error = _cluster_error(scores, clusters, mean) if groups > 1 else WIDEST
    if groups == n and set(scores) <= {0, 1}:
        low, high = _wilson(mean, n)
    elif groups > 1 and len(set(scores)) == 1:
        others = _wilson(0.0, groups)[1]
        low, high = (1 - others) * mean, (1 - others) * mean + others
    elif groups > 1:
        half = _t_quantile(groups - 1) * error
        low, high = max(0.0, mean - half), min(1.0, mean + half)
    else:
        low, high = 0.0, 1.0
    return Estimate(mean, low, high, n, groups, error)


def macro_mean(parts: Sequence[Estimate]) -> Estimate:
    """Return the unweighted mean of independent estimates.

    The interval is recovered from the parts' own (MOVER: Zou and Donner 2008, Stat. Med. 27), so it keeps
    Wilson's shape at the ends of the scale. Wilson's intervals of few samples lean to the middle and their
    sum is too narrow, so it never is narrower than the stratified standard error makes it.
    """
    if not parts:
        raise ValueError("no estimates to average")
    if len(parts) == 1:
        return parts[0]
    k = len(parts)
    mean = math.fsum(part.mean for part in parts) / k
    error = _norm([part.error for part in parts]) / k
    below = max(_norm([part.mean - part.low for part in parts]) / k, NORMAL * error)
    above = max(_norm([part.high - part.mean for part in parts]) / k, NORMAL * error)
    return Estimate(
        mean,
        max(0.0, mean - below),
        min(1.0, mean + above),
        sum(part.n for part in parts),
        sum(part.clusters for part in parts),
        error,
    )


def median(values: Sequence[float | None]) -> float | None:
    """Return the median of the known values, None where none is known."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2


def _norm(values: Sequence[float]) -> float:
    return math.sqrt(math.fsum(value**2 for value in values))


def _wilson(mean: float, n: int) -> tuple[float, float]:
    z = NORMAL
    centre = (mean + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(mean * (1 - mean) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, min(mean, centre - half)), min(1.0, max(mean, centre + half))


def _t_quantile(freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf((1 + LEVEL) / 2, freedom))


def _cluster_error(scores: Sequence[float], clusters: Sequence[str], mean: float) -> float:
    sums: dict[str, float] = defaultdict(float)
    for score, cluster in zip(scores, clusters, strict=True):
        sums[cluster] += score - mean
    groups = len(sums)
    variance = math.fsum(value**2 for value in sums.values()) / len(scores) ** 2
    return math.sqrt(variance * groups / (groups - 1))
