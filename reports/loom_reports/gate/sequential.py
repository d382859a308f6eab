"""The sequential gate: it takes paired differences as they come, and says when the verdict is decided.

The unit is a cluster: the samples of one stratum (a task at one length) that share a context. A member of
the tested family (the overall mean, a capability, a task) reads its strata in rounds. A round takes the same
share of each, so the order in which units arrive does not matter, and nothing is said between rounds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from loom_reports.gate.betting import DROP_CAP, PASS_CAP, Floats, Ints, Rounds, log_wealth, upper_bound
from loom_reports.gate.limits import Limits
from loom_reports.gate.result import Family, Finding

SPENT = 0.5
"""The part of alpha for stopping early. The fixed gate has the rest, for runs that end undecided."""
SHARES: Mapping[Family, float] = {"overall": 0.75, "capability": 0.05, "task": 0.2}
"""The parts of what is spent, divided equally among the members of a kind (Bonferroni)."""
MARGINS: Mapping[Family, float] = {"overall": 0.2, "capability": 1.0, "task": 2.0}
"""The drop beyond the allowed one that an early pass rules out, in units of `Limits.resolution`."""
PASS_SHARE = 0.2
"""The part of alpha that an early pass may be wrong with."""


@dataclass(frozen=True)
class Stratum:
    """A task at one length, and the sizes (in pairs) of the clusters planned for it, in any order."""

    task: str
    capability: str
    sizes: tuple[int, ...]

    @property
    def n(self) -> int:
        """The planned pairs."""
        return sum(self.sizes)


@dataclass(frozen=True)
class Unit:
    """One cluster: the sums of both sides' scores over its pairs, and the pairs won and lost."""

    candidate: float
    baseline: float
    size: int
    wins: int = 0
    losses: int = 0


@dataclass(frozen=True)
class Member:
    """A mean that is tested: weights of strata that sum to 1, the level of its test, its limits."""

    family: Family
    name: str
    weights: Mapping[str, float]
    level: float
    max_drop: float
    margin: float


def final_limits(limits: Limits) -> Limits:
    """Return the limits of the fixed gate after a run that was watched and not decided: alpha unspent."""
    return replace(limits, alpha=(1 - SPENT) * limits.alpha)


class SequentialGate:
    """Takes units in any order of strata. `strata` are the planned ones by name.

    However often one looks, `regressed` is said with probability at most SPENT * alpha where no member has
    dropped by more than is allowed, and `pass` with at most PASS_SHARE * alpha where some member has dropped
    by its margin more. Taken for granted: the clusters of a stratum are drawn at random, and their order
    does not depend on their scores.
    """

    def __init__(self, strata: Mapping[str, Stratum], limits: Limits) -> None:
        self._strata = {name: stratum for name, stratum in strata.items() if stratum.n}
        self._units: dict[str, list[Unit]] = {name: [] for name in self._strata}
        self._alpha = limits.alpha
        self.pass_level = PASS_SHARE * limits.alpha
        self.members = list(_members(self._strata, limits))

    def add(self, stratum: str, unit: Unit) -> None:
        """Take the next unit of a stratum; ValueError where it has all that were planned."""
        if len(self._units[stratum]) == len(self._strata[stratum].sizes):
            raise ValueError(f"stratum {stratum} was planned with {len(self._units[stratum])} clusters")
        self._units[stratum].append(unit)

    def verdict(self) -> Literal["regressed", "pass"] | None:
        """Return the verdict once it is decided, None while the run has to go on."""
        verdicts = [self._look(member).verdict() for member in self.members]
        if "regressed" in verdicts:
            return "regressed"
        return "pass" if verdicts and set(verdicts) == {"pass"} else None

    def findings(self) -> list[Finding]:
        """Return what is known of every member, over its complete rounds.

        `low` and `high` hold at all times, each with the error of its side: PASS_SHARE * alpha below, the
        member's level above. `p` is the inverse of the highest wealth, an anytime-valid p-value; `adjusted`
        is to be held against alpha.
        """
        return [self._look(member).finding(self._alpha) for member in self.members]

    def _look(self, member: Member) -> _Look:
        """Gather a member's units up to the last round that every stratum has completed."""
        planned = {name: len(self._strata[name].sizes) for name in member.weights}
        count = min(planned.values())
        complete = min(len(self._units[name]) * count // n for name, n in planned.items())
        rows: list[tuple[int, float, Unit]] = []
        largest = 0.0
        for name, n in planned.items():
            stratum = self._strata[name]
            of_unit = np.arange(n) * count // n  # the round of the stratum's i-th unit
            scale = member.weights[name] * n / stratum.n / np.bincount(of_unit)[of_unit]
            largest = max(largest, float(scale.max()) * max(stratum.sizes))
            seen = zip(of_unit.tolist(), scale.tolist(), self._units[name], strict=False)
            rows += [row for row in seen if row[0] < complete]
        rows.sort(key=lambda row: row[0])
        scale = np.array([row[1] for row in rows]) / largest
        starts = np.searchsorted([row[0] for row in rows], np.arange(complete))
        return _Look(member, [row[2] for row in rows], scale, starts, sum(planned.values()), self.pass_level)


class _Look:
    """One member at one time. `scale` makes the largest planned unit's size 1."""

    def __init__(
        self,
        member: Member,
        units: Sequence[Unit],
        scale: Floats,
        starts: Ints,
        planned: int,
        pass_level: float,
    ) -> None:
        self._member = member
        self._units = units
        self._scale = scale
        self._planned = planned
        self._pass_level = pass_level
        sizes = self._sums(lambda unit: unit.size)
        self._rounds = Rounds(self._sums(lambda unit: unit.candidate - unit.baseline), sizes, starts)

    def drop(self) -> Floats:
        """Return the evidence for a drop of more than is allowed, after each round."""
        member = self._member
        return _evidence(self._rounds, -member.max_drop, member.level, self._planned, DROP_CAP)

    def no_drop(self) -> Floats:
        """Return the evidence against a drop by the margin more, after each round."""
        null = self._member.max_drop + self._member.margin
        return _evidence(self._rounds.mirrored(), null, self._pass_level, self._planned, PASS_CAP)

    def verdict(self) -> Literal["regressed", "pass"] | None:
        if np.any(self.drop() >= 0):
            return "regressed"
        return "pass" if np.any(self.no_drop() >= 0) else None

    def finding(self, alpha: float) -> Finding:
        member = self._member
        p = min(1.0, member.level * math.exp(-self.drop().max(initial=math.log(member.level))))
        n, wins, losses = (
            sum(getattr(unit, name) for unit in self._units) for name in ("size", "wins", "losses")
        )
        return Finding(
            family=member.family,
            name=member.name,
            n=n,
            clusters=len(self._units),
            candidate=self._mean(lambda unit: unit.candidate),
            baseline=self._mean(lambda unit: unit.baseline),
            difference=self._mean(lambda unit: unit.candidate - unit.baseline),
            low=-upper_bound(self._rounds.mirrored(), self._pass_level, self._planned, PASS_CAP),
            high=upper_bound(self._rounds, member.level, self._planned, DROP_CAP),
            p=p,
            adjusted=min(1.0, p * alpha / member.level),
            wins=wins,
            losses=losses,
            ties=n - wins - losses,
            mde=None,
            needed=None,
            max_drop=member.max_drop,
            verdict=self.verdict() or "inconclusive",
            gates=True,
        )

    def _sums(self, fact: Callable[[Unit], float]) -> Floats:
        return self._scale * np.array([fact(unit) for unit in self._units], dtype=np.float64)

    def _mean(self, fact: Callable[[Unit], float]) -> float:
        total = float(self._rounds.sizes.sum())
        return float(self._sums(fact).sum()) / total if total else 0.0


def _evidence(rounds: Rounds, null: float, level: float, planned: int, cap: float) -> Floats:
    return log_wealth(rounds, null, level, planned, cap) + math.log(level)


def _members(strata: Mapping[str, Stratum], limits: Limits) -> Iterator[Member]:
    """Yield the family. Tasks weigh the same in a mean, and so do a task's samples."""
    tasks: dict[str, list[str]] = {}
    capabilities: dict[str, list[str]] = {}
    for name, stratum in strata.items():
        if stratum.task not in tasks:
            capabilities.setdefault(stratum.capability, []).append(stratum.task)
        tasks.setdefault(stratum.task, []).append(name)
    n = {task: sum(strata[name].n for name in names) for task, names in tasks.items()}
    kinds: list[tuple[Family, Mapping[str, Sequence[str]], Mapping[str, float]]] = [
        ("overall", {"overall": list(tasks)} if tasks else {}, {}),
        ("capability", capabilities, limits.capabilities),
        ("task", {task: [task] for task in tasks}, limits.tasks),
    ]
    for family, groups, drops in kinds:
        for group, chosen in groups.items():
            yield Member(
                family,
                group,
                {name: strata[name].n / n[task] / len(chosen) for task in chosen for name in tasks[task]},
                limits.alpha * SPENT * SHARES[family] / len(groups),
                drops.get(group, limits.max_drop),
                MARGINS[family] * limits.resolution,
            )
