"""Runs side by side: scores with intervals, and differences over the samples that both answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loom_reports.aggregate import Group, RunReport, SubjectReport
from loom_reports.paired import Difference, Paired, matched, mean_of, paired_records, prompted, scored
from loom_reports.plan import CellPlan
from loom_reports.runfolder import RunFolder
from loom_reports.statistics import Estimate
from loom_reports.tables import Table, changed, interval, percent

Place = tuple[str, ...]
"""Where a mean stands: () overall, then capability, benchmark, task."""


class NamedRun(NamedTuple):
    """A run as it was asked for: the name it was given, its report and its folder."""

    name: str
    report: RunReport
    folder: RunFolder


@dataclass(frozen=True)
class Side:
    """One subject of one run: its scores by place, and how they differ from the first side's."""

    name: str
    scores: Mapping[Place, Estimate | None]
    differences: Mapping[Place, Difference]


def compare(runs: Sequence[NamedRun]) -> list[Side]:
    """Return a side for every subject of every run; differences are against the first one.

    Samples pair where task, length, document hash and prompt hash are equal. Means of differences are
    unweighted over cells, tasks, benchmarks and capabilities, as those of the scores.
    """
    subjects = [(run, subject) for run in runs for subject in run.report.subjects]
    return [
        Side(
            f"{run.name}: {subject.name}",
            _scores(subject),
            _differences(subjects[0][1], subjects[0][0].folder, subject, run.folder) if position else {},
        )
        for position, (run, subject) in enumerate(subjects)
    ]


def compare_table(sides: Sequence[Side]) -> Table:
    """Return the sides as a table, each named by its number, differences in points of the score."""
    head = ["", "1", "95 % interval"]
    for number in range(2, len(sides) + 1):
        head += [str(number), "95 % interval", f"{number} - 1", "95 % interval", "pairs"]
    table = [head]
    for place in dict.fromkeys(place for side in sides for place in side.scores):
        row = ["  " * (len(place) - 1) + place[-1] if place else "overall"]
        for position, side in enumerate(sides):
            score = side.scores.get(place)
            row += [percent(score), interval(score)]
            row += changed(side.differences.get(place)) if position else []
        table.append(row)
    return table


def differing_options(runs: Sequence[NamedRun]) -> list[str]:
    """Return the names of the options that are not the same in all runs, models aside."""
    specs = [run.report.spec for run in runs]
    names = sorted({name for spec in specs for name in spec} - {"models"})
    return [name for name in names if any(spec.get(name) != specs[0].get(name) for spec in specs)]


def _scores(subject: SubjectReport) -> dict[Place, Estimate | None]:
    found: dict[Place, Estimate | None] = {(): subject.overall.score}
    for capability in subject.capabilities:
        _collect(capability, (capability.name,), found)
    return found


def _collect(group: Group, place: Place, found: dict[Place, Estimate | None]) -> None:
    found[place] = group.score
    for below in group.groups:
        _collect(below, (*place, below.name), found)


def _differences(
    first: SubjectReport, first_folder: RunFolder, second: SubjectReport, second_folder: RunFolder
) -> dict[Place, Difference]:
    ours = {_axes(cell.plan): cell.plan for cell in first.overall.cells}
    cells: dict[Place, list[Paired]] = {}
    for cell in second.overall.cells:
        plan = ours.get(_axes(cell.plan))
        pair = _pair(cell.plan, second_folder, plan, first_folder) if plan else None
        if pair is not None:
            place = (cell.plan.capability, cell.plan.benchmark, cell.plan.task)
            cells.setdefault(place, []).append(pair)
    return {place: pair.difference for place, pair in _means(cells).items()}


def _axes(plan: CellPlan) -> tuple[str, str, int]:
    return plan.benchmark, plan.task, plan.length


def _means(cells: Mapping[Place, Sequence[Paired]]) -> dict[Place, Paired]:
    """Return the means at every level, overall over the benchmarks as it is for scores."""
    means = level = {place: mean_of(pairs) for place, pairs in cells.items()}
    for depth in (2, 1):
        above: dict[Place, list[Paired]] = {}
        for place, pair in level.items():
            above.setdefault(place[:depth], []).append(pair)
        level = {place: mean_of(pairs) for place, pairs in above.items()}
        means = {**means, **level}
    benchmarks = [pair for place, pair in means.items() if len(place) == 2]
    return {**means, (): mean_of(benchmarks)} if benchmarks else {}


def _pair(plan: CellPlan, folder: RunFolder, other: CellPlan, other_folder: RunFolder) -> Paired | None:
    if plan.metrics[0] != other.metrics[0]:
        return None
    pairs = matched(scored(plan, folder, prompted), scored(other, other_folder, prompted))
    return paired_records(pairs, plan.metrics[0]) if pairs else None
