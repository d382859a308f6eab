"""Two sides of the same samples: which records belong together, both scores and their paired difference."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder
from loom_reports.statistics import Estimate, estimate, macro_mean

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Pair = tuple[SampleRecord, SampleRecord]


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


def document(record: SampleRecord) -> str:
    """Return what is the same of a document whatever was asked of it."""
    return record.doc_hash


def prompted(record: SampleRecord) -> tuple[str, str]:
    """Return what is the same of a document in the same prompt."""
    return record.doc_hash, record.prompt_hash


def by_sample(
    plan: CellPlan, folder: RunFolder, key: Callable[[SampleRecord], Key]
) -> dict[Key, list[SampleRecord]]:
    """Return the records of a cell's planned samples, those of one sample together."""
    found: dict[Key, list[SampleRecord]] = {}
    for record in folder.cell(plan.id).records():
        if record.index < plan.n:
            found.setdefault(key(record), []).append(record)
    return found


def scored(plan: CellPlan, folder: RunFolder, key: Callable[[SampleRecord], Key]) -> dict[Key, SampleRecord]:
    """Return the record of every sample that has a score by the cell's first metric."""
    return {
        name: record
        for name, records in by_sample(plan, folder, key).items()
        for record in records
        if record.error is None and plan.metrics[0] in record.scores
    }


def matched(first: Mapping[Key, Value], second: Mapping[Key, Value]) -> list[tuple[Value, Value]]:
    """Return what both sides have, in the order of the first."""
    return [(first[key], second[key]) for key in first if key in second]


def paired_records(pairs: Sequence[Pair], metric: str) -> Paired:
    """Return both sides of one cell, clustered by the context of the first."""
    return paired(
        [mine.scores[metric] for mine, _ in pairs],
        [other.scores[metric] for _, other in pairs],
        [mine.cluster for mine, _ in pairs],
    )


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
