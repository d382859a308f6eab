"""The two tools of the gate: a sign-flip permutation test and a clustered interval."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from loom_reports.gate.pairs import Floats, Ints

EXACT = 13
"""Up to this many clusters that differ, all 2 ** clusters sign patterns are used."""
PERMUTATIONS = 9_999
BATCH = 1_000
SEED = 20_231_117
TOLERANCE = 1e-9  # of a statistic's own size, for sums that are equal but for rounding


@dataclass(frozen=True)
class FlipTest:
    """One-sided p-values for a drop: of every column, and of the worst, whose index is `column`."""

    p: Floats
    worst: float
    column: int


def sign_flip_test(sums: Floats, among: Ints, permutations: int = PERMUTATIONS, seed: int = SEED) -> FlipTest:
    """Test whether the column sums of `sums` (clusters x statistics) are below 0 by more than chance.

    Without a drop a cluster's difference is as likely to have the other sign, so all signs of a cluster are
    flipped at once (Kübler et al. 2026, arXiv 2602.10144; for 0/1 scores and one sample per cluster it is
    the exact McNemar test). Drawn patterns give (1 + hits) / (1 + drawn), so p is never 0. `worst` compares
    the lowest studentised column among the indices `among` with the lowest of each pattern (Westfall and
    Young 1993): the price of looking at all is paid within it.
    """
    sums = sums[np.any(sums != 0, axis=1)]
    total = sums.sum(axis=0)
    size = np.sqrt((sums**2).sum(axis=0))
    size = np.where(size > 0, size, 1)
    seen = total / size + TOLERANCE
    column = int(among[np.argmin(seen[among])])
    hits = np.zeros(sums.shape[1])
    worst = drawn = 0
    for kept in _patterns(len(sums), permutations, seed):
        flipped = (2 * (kept @ sums) - total) / size
        hits += np.count_nonzero(flipped <= seen, axis=0)
        worst += int(np.count_nonzero(flipped[:, among].min(axis=1) <= seen[column]))
        drawn += len(kept)
    own = 0 if len(sums) <= EXACT else 1  # the exact patterns hold the one that was observed
    return FlipTest((own + hits) / (own + drawn), (own + worst) / (own + drawn), column)


def _patterns(rows: int, permutations: int, seed: int) -> Iterator[Floats]:
    """Yield 0/1 matrices (patterns x rows), 1 where the sign is kept."""
    if rows <= EXACT:
        numbers = np.arange(2**rows)[:, None]
        yield ((numbers >> np.arange(rows)) & 1).astype(np.float64)
        return
    random = np.random.default_rng(seed)
    for start in range(0, permutations, BATCH):
        shape = (min(BATCH, permutations - start), -(-rows // 8))
        octets = random.integers(0, 256, shape, dtype=np.uint8)
        yield np.unpackbits(octets, axis=1, count=rows).astype(np.float64)


@dataclass(frozen=True)
class Spread:
    """A weighted mean difference and what is known of its error.

    `variance` falls with n, `floor` with n squared; `freedom` are the degrees of Student's t.
    """

    difference: float
    variance: float
    floor: float
    freedom: int
    clusters: int

    @property
    def error(self) -> float:
        """The standard error."""
        return math.sqrt(self.variance + self.floor)

    def half_width(self, alpha: float) -> float:
        """Return the distance to a bound that is passed with probability alpha on its side."""
        return t_quantile(1 - alpha, self.freedom) * self.error

    def growth(self, error: float) -> float:
        """Return how many times the samples it takes for the standard error to be `error`."""
        square = error**2
        root = math.sqrt(self.variance**2 + 4 * square * self.floor)
        return (self.variance + root) / (2 * square)


def spread(difference: Floats, weights: Floats, stratum: Ints, cluster: Ints) -> Spread:
    """Return the weighted mean of the differences with its stratified, cluster-robust error.

    All arguments have one entry per pair; weights sum to 1 and are above 0. A stratum of one cluster is
    centred on the mean of all, the others each on their own (Miller 2024, arXiv 2411.00640, section 2.2).

    Pairs that all agree would seem certain. So one win and one loss of a cluster's weight are added to the
    variance (Bonett and Price 2012, J. Educ. Behav. Stat. 37, for paired proportions); that weight is
    sum(w ** 2), that of one of Kish's effective number of equal clusters.
    """
    mean = float(weights @ difference)
    _, first, cluster = np.unique(cluster, return_index=True, return_inverse=True)
    home = stratum[first]
    count = np.bincount(home)
    several = count > 1
    share = np.bincount(stratum, weights, len(count))
    own = np.bincount(stratum, weights * difference, len(count)) / np.where(share > 0, share, 1)
    centre = np.where(several, own, mean)
    residual = np.bincount(cluster, weights * (difference - centre[stratum]))
    correction = np.where(several, count / np.maximum(count - 1, 1), 1)[home]
    weight = np.bincount(cluster, weights)
    return Spread(
        difference=mean,
        variance=float(correction @ residual**2),
        floor=2 * float(weight @ weight) ** 2,
        freedom=max(1, len(first) - int(several.sum()) - int((count == 1).any())),
        clusters=len(first),
    )


@cache
def t_quantile(level: float, freedom: int) -> float:
    """Return the quantile of Student's t."""
    from scipy.stats import t

    return float(t.ppf(level, freedom))
