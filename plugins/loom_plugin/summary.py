"""The end of a session: reports written, exit status set, the capability table printed last."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loom_plugin.gating import STATUS, UNDECIDED, PublishedNumbers, RunGate
from loom_plugin.session import LoomSession, cell_id
from loom_plugin.watch import Watch
from loom_reports.aggregate import CellResult, RunReport, build_report
from loom_reports.errors import LoomError
from loom_reports.gate.result import GateResult
from loom_reports.gate.text import gate_lines
from loom_reports.page.gate_view import FILE
from loom_reports.published import SideBySide
from loom_reports.tables import (
    as_text,
    gain_table,
    judged_table,
    retrieval_table,
    score_table,
    tradeoff_table,
    warnings,
)
from loom_reports.write import write_reports

INCOMPLETE = 21
"""Exit status of a run whose planned samples do not all have scores."""


class Summary:
    """Writes and prints the report. One process only: the controller, or pytest itself."""

    def __init__(
        self, session: LoomSession, gate: RunGate | PublishedNumbers | None, watch: Watch | None
    ) -> None:
        self._session = session
        self._gate = gate
        self._watch = watch
        self._early: GateResult | None = None
        self._result: GateResult | None = None
        self._report: RunReport | None = None
        self._beside: SideBySide | None = None
        self._problem = ""
        self._other_failures = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notice failures that are not cells: they keep pytest's own exit status."""
        if report.failed and cell_id(report.nodeid) not in self._session.cells:
            self._other_failures = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the gate's verdict and the reports; set the exit status of an incomplete or regressed run."""
        if not self._session.cells:
            return
        try:
            self._report = build_report(self._session.folder, self._session.broken)
            self._early = self._watch.result() if self._watch else None
            if isinstance(self._gate, RunGate):  # before the reports, which show it
                self._result = self._gate.decide(self._session.folder, self._early)
            else:
                (self._session.folder.path / FILE).unlink(missing_ok=True)  # of the run as it was
            if isinstance(self._gate, PublishedNumbers):
                self._beside = self._gate.beside(self._report)
            write_reports(self._report, self._session.folder.path, published=self._beside)
        except (LoomError, OSError) as error:
            self._problem = f"no report could be written: {error}"
        own = self._report.cells if self._report else []
        complete = bool(own) and all(map(self._enough, own))
        passed = session.exitstatus == pytest.ExitCode.OK
        cells_failed = session.exitstatus == pytest.ExitCode.TESTS_FAILED and not self._other_failures
        if (passed and not complete) or cells_failed:
            session.exitstatus = INCOMPLETE
        elif passed and isinstance(self._gate, RunGate) and self._gate.fails:
            session.exitstatus = STATUS[self._result.verdict] if self._result else UNDECIDED

    def _enough(self, cell: CellResult) -> bool:
        """Whether nothing is missing of a cell but what an early verdict did without."""
        stopped = self._early is not None and not cell.failed
        return cell.complete or stopped or cell.plan.id not in self._session.cells

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the capability table and where the report is."""
        if not self._session.cells:
            return
        if self._report is None:
            terminalreporter.section("LoomBench")
            terminalreporter.write_line(self._problem, red=True)
            return
        for subject in self._report.subjects:
            terminalreporter.section(f"LoomBench: {subject.name}")
            for line in as_text(score_table(subject)):
                terminalreporter.write_line(line)
            for line in as_text(gain_table(subject)) if subject.gains else ():
                terminalreporter.write_line(line)
        if self._report.tradeoffs:
            terminalreporter.section("LoomBench: accelerators against none")
            for line in as_text(tradeoff_table(self._report)):
                terminalreporter.write_line(line)
        if self._report.retrievals:
            terminalreporter.section("LoomBench: retrievers against none")
            for line in as_text(retrieval_table(self._report)):
                terminalreporter.write_line(line)
        if judged_table(self._report)[1:]:
            terminalreporter.section("LoomBench: judged scores")
            for line in as_text(judged_table(self._report)):
                terminalreporter.write_line(line)
        self._print_gate(terminalreporter)
        for warning in warnings(self._report):
            terminalreporter.write_line(warning, yellow=True)
        for problem in filter(None, (self._watch and self._watch.problem, self._problem)):
            terminalreporter.write_line(problem, red=True)
        terminalreporter.write_line(f"report: {_shown(self._session.folder.path / 'report.html')}")

    def _print_gate(self, terminalreporter: Any) -> None:
        if self._beside is not None:
            terminalreporter.section("LoomBench: beside published numbers")
            for line in self._beside.lines():
                terminalreporter.write_line(line)
        elif self._result is not None:
            terminalreporter.section("LoomBench: gate")
            for line in gate_lines(self._result):
                terminalreporter.write_line(line)


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
