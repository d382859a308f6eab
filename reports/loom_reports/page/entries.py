"""What a page shows: runs, and their subjects as numbered entries."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loom_reports.aggregate import CellResult, Group, SubjectReport
from loom_reports.comparison import NamedRun


@dataclass(frozen=True)
class Entry:
    """A subject of a run. `number` is its place on the page: its colour, and the choice that shows it."""

    number: int
    label: str
    run: NamedRun
    subject: SubjectReport

    @property
    def cells(self) -> Sequence[CellResult]:
        """All cells of the subject."""
        return self.subject.overall.cells

    @property
    def lengths(self) -> list[int]:
        """The lengths it was measured at, in tokens, ascending."""
        return sorted({cell.plan.length for cell in self.cells})

    @property
    def benchmarks(self) -> Sequence[Group]:
        """The benchmarks of all capabilities."""
        return self.subject.overall.groups

    @property
    def groups(self) -> list[Group]:
        """Overall, then every capability followed by its benchmarks."""
        below = [group for one in self.subject.capabilities for group in (one, *one.groups)]
        return [self.subject.overall, *below]

    @property
    def plain(self) -> str:
        """The label for a figure, whose texts may hold tags."""
        return html.escape(self.label, quote=False)


def entries_of(runs: Sequence[NamedRun]) -> list[Entry]:
    """Number the subjects of all runs; with several runs a label names its run."""
    subjects = [(run, subject) for run in runs for subject in run.report.subjects]
    return [
        Entry(number, label(runs, run, subject.name), run, subject)
        for number, (run, subject) in enumerate(subjects)
    ]


def label(runs: Sequence[NamedRun], run: NamedRun, subject: str) -> str:
    """Return the name of a subject on the page."""
    return subject if len(runs) == 1 else f"{run.name}: {subject}"


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names without repetition, in the order they came."""
    return list(dict.fromkeys(names))
