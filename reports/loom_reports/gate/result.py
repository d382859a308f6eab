"""What a gate finds: a verdict, and the findings that it rests on. Plain data, as it is stored and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Verdict = Literal["pass", "regressed", "inconclusive", "incomparable"]
Family = Literal["overall", "capability", "length", "task", "rate", "timing"]


@dataclass(frozen=True)
class Finding:
    """One comparison of candidate and baseline, over samples that both answered.

    `candidate` and `baseline` are means in [0, 1] (for timing: medians in their unit); `difference` is
    candidate less baseline (for timing: their ratio) with the two-sided interval `low` to `high` at
    confidence 1 - 2 alpha. `p` is one-sided against a drop of `max_drop`, `adjusted` after the correction of
    its family. `mde` is the smallest drop found with 80 % power, `needed` the n that would decide at the
    size seen. `gates` says whether the verdict of the run rests on it.
    """

    family: Family
    name: str
    n: int
    clusters: int
    candidate: float
    baseline: float
    difference: float
    low: float
    high: float
    p: float | None
    adjusted: float | None
    wins: int
    losses: int
    ties: int
    mde: float | None
    needed: int | None
    max_drop: float
    verdict: Verdict
    gates: bool


@dataclass(frozen=True)
class GateResult:
    """The verdict of a gate. `reasons` tell in sentences why; `saved` is the share of samples not needed."""

    VERSION = 1

    verdict: Verdict
    candidate: str
    baseline: str
    alpha: float
    max_drop: float
    reasons: Sequence[str]
    findings: Sequence[Finding] = ()
    saved: float | None = None
    notes: Sequence[str] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; `from_json` is the inverse."""
        return {"version": self.VERSION, **asdict(self)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> GateResult:
        """Read `to_json` output."""
        known = {name: value for name, value in row.items() if name != "version"}
        findings = tuple(Finding(**finding) for finding in known.pop("findings"))
        return cls(**{**known, "findings": findings})
