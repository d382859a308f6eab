"""Progress on the controller: a line per finished cell, and a sign of life from the run folder meanwhile.

Workers' output is lost under xdist, so nothing here depends on it: results arrive with pytest's reports,
and counts of running cells are read from their files.
"""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from typing import Any, TextIO

import pytest

from loom_fixtures.models import ModelInfo
from loom_plugin.costbook import duration
from loom_plugin.session import PROPERTY, LoomSession, cell_id

BEAT = 30.0  # seconds without a line before the running cells are shown
RUNNING = 5  # cells that are shown then


class Progress:
    """Prints as cells finish. One process only: the controller, or pytest itself."""

    def __init__(self, config: pytest.Config, session: LoomSession) -> None:
        self._session = session
        self._config = config
        self._finished: set[str] = set()
        self._skipped: set[str] = set()
        self._last = time.monotonic()
        self._stop = threading.Event()
        self._beat: threading.Thread | None = None
        self._stream = _uncaptured()

    def pytest_report_header(self) -> list[str]:
        """Say what is measured and where it goes."""
        settings = self._session.settings
        measured = ", ".join(map(_with_context, settings.models.values())) or "scoring stored samples"
        source = settings.data_dir or settings.data
        return [
            f"LoomBench: {measured}; server {settings.server}; data {source}; seed {settings.seed}",
            f"run folder: {settings.output}",
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        """Start the heartbeat with the first cell."""
        reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.showfspath = False  # cells have lines of their own
        if self._stream is not None and self._config.option.verbose >= 0:
            self._beat = threading.Thread(target=self._watch, daemon=True)
            self._beat.start()

    def pytest_sessionfinish(self) -> None:
        """Stop the heartbeat."""
        self._stop.set()
        if self._beat is not None:
            self._beat.join()

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Silence the dots of cells: they have lines of their own."""
        if report.when == "call" and not report.failed and cell_id(report.nodeid) in self._session.cells:
            return report.outcome, "", ""
        return None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print a finished cell, and once why cells are skipped; remember one that broke."""
        cell = cell_id(report.nodeid)
        if type(report) is not pytest.TestReport or cell not in self._session.cells:
            return
        outcome = dict(report.user_properties).get(PROPERTY)
        if report.failed:
            self._session.broken[cell] = _first_line(report)
        if report.failed or (report.when == "call" and outcome):
            self._finished.add(cell)
            self._print(self._line(cell, report, outcome))
        elif isinstance(report.longrepr, tuple) and report.longrepr[2] not in self._skipped:
            self._skipped.add(report.longrepr[2])
            self._print(f"    {report.longrepr[2]}")

    def _line(self, cell: str, report: pytest.TestReport, outcome: object) -> str:
        done = f"[{len(self._finished):>{len(str(len(self._session.cells)))}}/{len(self._session.cells)}]"
        if outcome:
            return f"{done} {cell}  {_describe(json.loads(str(outcome)))}{self._left()}"
        return f"{done} {cell}  FAILED: {_first_line(report)}"

    def _left(self) -> str:
        """Return how long the rest takes, where enough cells of its engines have run."""
        costs, cells = self._session.costs, self._session.cells
        rest = [cell for name, cell in cells.items() if name not in self._finished]
        seconds, unknown = costs.together(rest) if costs else (0.0, len(rest))
        return "" if unknown or not rest else f"; about {duration(seconds)} left"

    def _print(self, text: str) -> None:
        self._last = time.monotonic()
        reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None and self._config.option.verbose >= 0:
            reporter.ensure_newline()
            reporter.write_line(text)

    def _watch(self) -> None:
        while not self._stop.wait(1.0):
            if time.monotonic() - self._last < BEAT or self._stream is None:
                continue
            self._last = time.monotonic()
            running = ", ".join(self._running())
            self._stream.write(
                f"\n... {len(self._finished)} of {len(self._session.cells)} cells; {running}\n"
            )
            self._stream.flush()

    def _running(self) -> list[str]:
        found = []
        for cell in self._session.cells.values():
            count = 0 if cell.id in self._finished else self._session.folder.cell(cell.id).count()
            if count and count < cell.n:
                found.append(f"{cell.id} {count}/{cell.n} samples")
        more = [f"and {len(found) - RUNNING} more"] if len(found) > RUNNING else []
        return [*found[:RUNNING], *more] or ["loading the model or building prompts"]


def _describe(outcome: dict[str, Any]) -> str:
    score = outcome["score"]
    shown = (
        f"{100 * score['mean']:.1f} [{100 * score['low']:.1f}, {100 * score['high']:.1f}]"
        if score
        else "no score"
    )
    failed = f"  {len(outcome['failed'])} FAILED" if outcome["failed"] else ""
    resumed = f"  {outcome['resumed']} from before" if outcome["resumed"] else ""
    return f"{shown}  n={outcome['n']}  {outcome['wall']:.1f} s{resumed}{failed}"


def _first_line(report: pytest.TestReport) -> str:
    text = getattr(report.longrepr, "reprcrash", None)
    message = text.message if text is not None else str(report.longrepr)
    return next((line.strip() for line in message.splitlines() if line.strip()), "no message")


def _uncaptured() -> TextIO | None:
    """Return a copy of standard output that pytest's capture does not redirect, where there is one."""
    try:
        return os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    except (io.UnsupportedOperation, AttributeError, OSError):
        return None


def _with_context(info: ModelInfo) -> str:
    return f"{info.name} (context {info.context_length or 'unlimited'})"
