"""Samples that both runs answered, as arrays: what every test of the gate reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SUBJECT = ": "
"""What stands between a subject and a task, capability or length where several subjects are compared."""


@dataclass(frozen=True)
class Pairs:
    """One entry per pair. `task`, `length` and `cluster` are indices; `capability` is one name per task.

    Scores are in [0, 1], nan where the sample has none. `outcomes` holds, by name, whether something bad
    happened to the candidate's and to the baseline's answer. A cluster holds the pairs of one task that
    share a context.
    """

    tasks: Sequence[str]
    capability: Sequence[str]
    lengths: Sequence[str]
    task: Ints
    length: Ints
    cluster: Ints
    candidate: Floats
    baseline: Floats
    outcomes: Mapping[str, tuple[Bools, Bools]] = field(default_factory=dict)

    @property
    def scored(self) -> Bools:
        """Where both sides have a score."""
        return ~(np.isnan(self.candidate) | np.isnan(self.baseline))

    def macro_weights(self, chosen: Bools) -> Floats:
        """Return weights that sum to 1: equal for the tasks among the chosen pairs, equal within a task."""
        counts = np.bincount(self.task[chosen], minlength=len(self.tasks))
        weights = np.zeros(len(self.task))
        weights[chosen] = 1 / (np.count_nonzero(counts) * counts[self.task[chosen]])
        return weights
