"""Betting against a mean: a test, and confidence bounds, that hold however often one looks.

After Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting", JRSS-B 86,
arXiv 2010.09686.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HORIZON = 0.5
"""The part of the planned units at which a bet is meant to have won."""
PRIOR = 0.05
"""The squared gain assumed of one unit before any is seen. Bets depend on it, validity does not."""
DROP_CAP, PASS_CAP = 0.98, 0.75
"""The largest bets, as parts of the one that may lose everything. Bets on a pass are more careful: they are
made on every task at once, and one lost question must not ruin them."""


@dataclass(frozen=True)
class Rounds:
    """Units in the order of their rounds: differences and sizes (..., units), |gain| <= size <= 1.

    `starts` are the indices of each round's first unit. The units of a round are of independent strata, and
    their sizes weigh every stratum as the mean that is tested does.
    """

    gains: Floats
    sizes: Floats
    starts: Ints

    def mirrored(self) -> Rounds:
        """Return the same with wins and losses swapped."""
        return Rounds(-self.gains, self.sizes, self.starts)


def log_wealth(rounds: Rounds, null: float, level: float, planned: int, cap: float) -> Floats:
    """Return the log wealth (..., rounds) of a player who bets on a mean difference below `null`.

    Wealth is the product of 1 - bet * (gain - null * size). The bet of a round is one and known before it,
    so by the inequality of arithmetic and geometric means its expected factor is at most 1 wherever the mean
    over strata is at least `null`, however the strata differ; Ville: wealth ever reaches 1 / level with
    probability level at most. The bet is sqrt(2 log(1 / level) / (m * HORIZON * planned)), m the mean
    squared gain of earlier rounds (section 3.2, with the planned number of units for its horizon), but
    never beyond the part `cap` of the bet that may lose everything.
    """
    counts = np.diff(rounds.starts, append=rounds.gains.shape[-1])
    squares = np.add.reduceat(rounds.gains**2, rounds.starts, axis=-1)
    moment = (PRIOR + np.cumsum(squares, axis=-1) - squares) / (1 + rounds.starts)
    bet = np.sqrt(2 * math.log(1 / level) / (moment * HORIZON * planned))
    safe = np.repeat(np.minimum(bet, cap / (1 - null)), counts, axis=-1)
    steps = np.log1p(-safe * (rounds.gains - null * rounds.sizes))
    return np.asarray(np.cumsum(np.add.reduceat(steps, rounds.starts, axis=-1), axis=-1))


def upper_bound(rounds: Rounds, level: float, planned: int, cap: float) -> float:
    """Return the anytime-valid upper bound of the mean: the lowest null refuted so far, 1 where none is.

    Wealth grows with the null, so bisection finds it, to 1e-5.
    """
    low, high = -1.0, 1.0
    while high - low > 1e-5:
        middle = (low + high) / 2
        wealth = log_wealth(rounds, middle, level, planned, cap)
        refuted = wealth.max(initial=-math.inf) >= -math.log(level)
        low, high = (low, middle) if refuted else (middle, high)
    return high
