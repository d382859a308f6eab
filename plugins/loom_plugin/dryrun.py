"""--dry-run: show what would be run and what it would cost, then exit."""

from __future__ import annotations

from typing import Any

import pytest

from loom_plugin.cost import flops
from loom_plugin.session import LoomSession
from loom_reports.tables import as_text
from loom_tests.benchmark import Cell

UNKNOWN = "?"


class DryRun:
    """Takes the place of running tests: prints the plan and reports success."""

    def __init__(self, config: pytest.Config, session: LoomSession) -> None:
        self._config = config
        self._session = session

    def pytest_runtestloop(self) -> bool:
        """Print the plan instead of running the cells."""
        reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
        rows = [["cell", "samples", "prompt tokens", "new tokens", "prefill FLOPs", "decode FLOPs"]]
        totals = [0, 0, 0, 0.0, 0.0]
        for cell in self._session.cells.values():
            values = self._cost(cell)
            totals = [total + (value or 0) for total, value in zip(totals, values, strict=True)]
            rows.append([cell.id, *map(_shown, values)])
        rows.append([f"{len(rows) - 1} cells", *map(_shown, totals)])
        reporter.ensure_newline()
        reporter.section("LoomBench: dry run")
        for line in as_text(rows):
            reporter.write_line(line)
        reporter.write_line("upper bounds: every prompt at its full length, every answer at its limit")
        reporter.write_line(f"output folder: {self._session.folder.path} (untouched)")
        return True

    def _cost(self, cell: Cell) -> list[Any]:
        new = min(cell.task.max_new_tokens, cell.length) if cell.length else cell.task.max_new_tokens
        prompt = max(0, cell.length - new)
        info = self._session.settings.models[cell.model]
        prefill = flops(info, prompt, 0)
        decode = flops(info, new, prompt)
        return [
            cell.n,
            cell.n * prompt,
            cell.n * new,
            None if prefill is None else cell.n * prefill,
            None if decode is None else cell.n * decode,
        ]


def register(config: pytest.Config, session: LoomSession) -> None:
    """Make this session a dry run, in one process."""
    config.option.dist, config.option.tx, config.option.numprocesses = "no", [], None
    config.pluginmanager.register(DryRun(config, session), "loombench-dry-run")


def _shown(value: Any) -> str:
    if value is None:
        return UNKNOWN
    return f"{value:.2e}" if isinstance(value, float) else f"{value:,}"
