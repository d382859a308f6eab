"""Two sides of the same samples: both scores and their paired difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loom_reports.statistics import Estimate, estimate, macro_mean


@dataclass(frozen=True)
class Difference:
    """A mean difference in [-1, 1] with its two-sided 95 % interval, over n pairs."""

    mean: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Paired:
    """The scores of both sides, and half their difference plus a half, which lies in [0, 1]."""

    first: Estimate
    second: Estimate
    shifted: Estimate

    @property
    def difference(self) -> Difference:
        """The first side less the second."""
        back = self.shifted
        return Difference(2 * back.mean - 1, 2 * back.low - 1, 2 * back.high - 1, back.n)


def paired(first: Sequence[float], second: Sequence[float], clusters: Sequence[str]) -> Paired:
    """Return both sides of one cell; the scores at one place are of the same sample."""
    shifted = [(1 + a - b) / 2 for a, b in zip(first, second, strict=True)]
    return Paired(estimate(first, clusters), estimate(second, clusters), estimate(shifted, clusters))


def mean_of(pairs: Iterable[Paired]) -> Paired:
    """Return the unweighted mean over cells or tasks."""
    known = list(pairs)
    return Paired(
        macro_mean([pair.first for pair in known]),
        macro_mean([pair.second for pair in known]),
        macro_mean([pair.shifted for pair in known]),
    )
