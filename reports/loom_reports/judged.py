"""Scores that other models gave: by whom, how many verdicts could not be read, how far repeats agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from loom_reports.records import SampleRecord


@dataclass(frozen=True)
class Judged:
    """One judged score of a cell. `judge` is how it is shown, `official` the published figures' own.

    A date behind the official name makes no other model of it.

    `unscored` counts samples without this score, `unreadable` verdicts of any repeat that could not be read.
    `equal` is the share of pairs of repeats that gave the same score, `alpha` is Krippendorff's: None where
    nothing was repeated.
    """

    metric: str
    judge: str
    official: str
    repeats: int
    n: int
    unscored: int
    unreadable: int
    equal: float | None
    alpha: float | None

    @property
    def is_official(self) -> bool:
        """Whether the model, by its name, is that of the published figures, or nothing says which that is."""
        return not self.official or bool(
            re.search(rf"(^|[:/]){re.escape(self.official)}(-[\d-]+)?$", self.judge)
        )


def judged_scores(facts: Mapping[str, Any], records: Sequence[SampleRecord]) -> list[Judged]:
    """Return what the records tell of each judge in `facts`, which a finished cell holds."""
    return [
        _judged(metric, who, records) for metric, who in facts.get("judges", {}).items() if "model" in who
    ]


def _judged(metric: str, who: Mapping[str, Any], records: Sequence[SampleRecord]) -> Judged:
    entries = [record.judged[metric] for record in records if metric in record.judged]
    repeated = [entry["scores"] for entry in entries]
    return Judged(
        metric=metric,
        judge=":".join(filter(None, (who.get("server"), who["model"]))),
        official=who["official"],
        repeats=who["repeats"],
        n=sum(metric in record.scores for record in records),
        unscored=sum(metric not in record.scores for record in records),
        unreadable=sum(len(entry["unreadable"]) for entry in entries),
        equal=equal_share(repeated),
        alpha=krippendorff_alpha(repeated),
    )


def equal_share(repeated: Iterable[Sequence[float]]) -> float | None:
    """Return the share of pairs of repeats of a sample that are equal, None without a pair."""
    same = [a == b for scores in repeated for a, b in combinations(scores, 2)]
    return sum(same) / len(same) if same else None


def krippendorff_alpha(repeated: Iterable[Sequence[float]]) -> float | None:
    """Return Krippendorff's alpha for interval data (Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability).

    Each sequence holds the scores that one sample got; a missing score is left out. 1 is perfect agreement, 0
    what chance gives. None where no sample has two scores, or all scores are the same.
    """
    units = [scores for scores in repeated if len(scores) > 1]
    pooled = [score for scores in units for score in scores]
    expected = _squares(pooled) / (len(pooled) - 1) if units else 0.0
    if not expected:
        return None
    return 1 - sum(_squares(scores) / (len(scores) - 1) for scores in units) / expected


def _squares(values: Sequence[float]) -> float:
    """Return the sum of squared differences over all pairs."""
    return sum((a - b) ** 2 for a, b in combinations(values, 2))
