"""Watches a run on disk beside its baseline, and says when it may stop. One process does: the controller."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from loom_reports.gate.align import align, shared_cells
from loom_reports.gate.limits import Limits
from loom_reports.gate.order import in_order
from loom_reports.gate.result import Finding, GateResult
from loom_reports.gate.sequential import SequentialGate, Stratum, Unit
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder

Key = tuple[str, str]
Verdict = Literal["regressed", "pass"]


def watch(candidate: RunFolder, baseline: RunFolder, limits: Limits) -> Monitor:
    """Return a monitor of all cells that both runs planned, of none where they are not comparable.

    LoomError where a run is unreadable, or the baseline has not measured what the candidate has.
    """
    comparable = not align(candidate, baseline).problems
    cells = list(shared_cells(candidate, baseline)) if comparable else []
    return Monitor(cells, candidate, baseline, limits)


class Monitor:
    """Reads what is new in the candidate's folder, pairs it with the baseline and feeds the sequential gate.

    `cells` are (prefix, candidate's plan, baseline's plan); the prefix names the subject where several are
    compared. Samples pair by document and prompt. The planned clusters are those of the baseline; they are
    read in the order of `in_order`, whatever workers finish first. Units that the candidate never answers
    keep the verdict from being decided early, and so does a sample that it asks otherwise.
    """

    def __init__(
        self,
        cells: Sequence[tuple[str, CellPlan, CellPlan]],
        candidate: RunFolder,
        baseline: RunFolder,
        limits: Limits,
    ) -> None:
        self._cells = {mine.id: _Cell(mine, other, candidate, baseline) for _, mine, other in cells}
        strata = {
            mine.id: Stratum(
                f"{prefix}{mine.benchmark}/{mine.task}",
                prefix + mine.capability,
                self._cells[mine.id].planned_sizes(),
            )
            for prefix, mine, _ in cells
        }
        self._gate = SequentialGate(strata, limits)
        self._limits = limits
        self._names = (str(candidate.path), str(baseline.path))

    def poll(self) -> Verdict | None:
        """Read what has been written since the last time; return the verdict once it is decided."""
        for name, cell in self._cells.items():
            for unit in cell.new_units():
                self._gate.add(name, unit)
        return self._verdict()

    def _verdict(self) -> Verdict | None:
        if any(cell.clashes for cell in self._cells.values()):
            return None
        verdict = self._gate.verdict()
        return None if verdict == "pass" and self._limits.timing else verdict  # times are tested at the end

    def saved(self) -> float:
        """Return the share of the planned samples that have not been answered."""
        planned = sum(cell.planned for cell in self._cells.values())
        answered = sum(cell.answered() for cell in self._cells.values())
        return 1 - answered / planned if planned else 0.0

    def result(self, baseline: str = "") -> GateResult:
        """Return the gate's result after a stop, with bounds and p-values that hold in spite of it.

        `baseline` is what it is called, its path where empty.
        """
        verdict = self._verdict() or "inconclusive"
        findings = self._gate.findings()
        return GateResult(
            verdict,
            self._names[0],
            baseline or self._names[1],
            self._limits.alpha,
            self._limits.max_drop,
            list(_reasons(verdict, findings, self._gate)),
            findings,
            saved=self.saved(),
            notes=(
                "decided while it ran: bounds and p-values hold however often it was looked at; rates and "
                "times were not tested. The same command without --gate-sequential measures the rest",
            ),
        )


class _Cell:
    """One cell of the candidate, and what the baseline answered in it.

    `clashes` says whether the candidate asked something else where the baseline has a sample.
    """

    def __init__(self, mine: CellPlan, other: CellPlan, candidate: RunFolder, baseline: RunFolder) -> None:
        self.clashes = False
        self.planned = mine.n
        self._file = candidate.cell(mine.id)
        self._metric = mine.metrics[0]
        self._seen = 0
        records = [one for one in baseline.cell(other.id).records() if one.index < min(mine.n, other.n)]
        self._asked = {record.index: _key(record) for record in records}
        scores: dict[str, dict[Key, float]] = {}
        for record in records:
            score = _score(record, other.metrics[0])
            if score is not None:
                scores.setdefault(record.cluster, {})[_key(record)] = score
        self._waiting = {context: scores[context] for context in in_order(scores)}

    def planned_sizes(self) -> tuple[int, ...]:
        return tuple(len(scores) for scores in self._waiting.values())

    def answered(self) -> int:
        return self.planned if self._file.done() else min(self.planned, len(self._file.records()))

    def new_units(self) -> Iterator[Unit]:
        """Yield the next clusters, up to the first that is not answered in full."""
        size = self._file.path.stat().st_size if self._file.path.exists() else 0
        if size == self._seen:
            return
        self._seen = size
        answers = {_key(record): record for record in self._file.records()}
        asked = set(self._asked.values())
        self.clashes = any(
            key not in asked and record.index in self._asked for key, record in answers.items()
        )
        for context, scores in list(self._waiting.items()):
            if not scores.keys() <= answers.keys():
                return
            del self._waiting[context]
            yield _unit([(_score(answers[key], self._metric), score) for key, score in scores.items()])


def _key(record: SampleRecord) -> Key:
    return (record.doc_hash, record.prompt_hash)


def _score(record: SampleRecord, metric: str) -> float | None:
    return None if record.error is not None else record.scores.get(metric)


def _unit(pairs: Sequence[tuple[float | None, float]]) -> Unit:
    scored = [(mine, other) for mine, other in pairs if mine is not None]
    return Unit(
        candidate=sum(mine for mine, _ in scored),
        baseline=sum(other for _, other in scored),
        size=len(scored),
        wins=sum(mine > other for mine, other in scored),
        losses=sum(mine < other for mine, other in scored),
    )


def _reasons(verdict: str, findings: Sequence[Finding], gate: SequentialGate) -> Iterator[str]:
    dropped = [one for one in findings if one.verdict == "regressed"]
    for one in dropped:
        name = one.name if one.family == "overall" else f"{one.family} {one.name}"
        yield (
            f"{name} dropped by {-100 * one.difference:.1f} points, by {-100 * one.high:.1f} at least "
            f"(adjusted p {one.adjusted:.2g}, {one.n} pairs)"
        )
    if verdict == "pass":
        margins = {one.family: 100 * (one.max_drop + one.margin) for one in gate.members}
        ruled_out = ", ".join(f"{points:g} points ({family})" for family, points in margins.items())
        yield f"nothing regressed, and drops of these sizes are ruled out: {ruled_out}"
