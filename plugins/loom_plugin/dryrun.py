"""--dry-run: show what would be run and what it would cost, then exit."""

from __future__ import annotations

from typing import Any

import pytest

from loom_plugin.cost import flops, token_limits
from loom_plugin.costbook import CostBook, duration
from loom_plugin.session import LoomSession
from loom_reports.tables import as_text
from loom_tests.benchmark import Cell

UNKNOWN = "?"


class DryRun:
    """Takes the place of running tests: prints the plan and reports success."""

    def __init__(self, config: pytest.Config, session: LoomSession, costs: CostBook) -> None:
        self._config = config
        self._session = session
        self._costs = costs

    def pytest_runtestloop(self) -> bool:
        """Print the plan instead of running the cells."""
        reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
        rows = [["cell", "samples", "prompt tokens", "new tokens", "prefill FLOPs", "decode FLOPs", "time"]]
        totals = [0, 0, 0, 0.0, 0.0]
        for cell in self._session.cells.values():
            values = self._cost(cell)
            totals = [total + (value or 0) for total, value in zip(totals, values, strict=True)]
            seconds = self._costs.seconds(cell)
            rows.append([cell.id, *map(_shown, values), UNKNOWN if seconds is None else duration(seconds)])
        rows.append([f"{len(rows) - 1} cells", *map(_shown, totals), ""])
        reporter.ensure_newline()
        reporter.section("LoomBench: dry run")
        for line in as_text(rows):
            reporter.write_line(line)
        reporter.write_line(
            "tokens, FLOPs: upper bounds, every prompt at its full length, every answer at its limit"
        )
        for line in self._time():
            reporter.write_line(line)
        reporter.write_line(f"output folder: {self._session.folder.path} (untouched)")
        return True

    def _cost(self, cell: Cell) -> list[Any]:
        prompt, new = token_limits(cell)
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

    def _time(self) -> list[str]:
        """Return the hours that the cells take together, and what they are predicted from."""
        cells = self._session.cells.values()
        seconds, unknown = self._costs.together(cells)
        if unknown == len(cells):
            return ["time: unknown, as no cell ran here with these options; a run with --limit 2 teaches it"]
        crew = f"{self._costs.workers} workers" if self._costs.workers > 1 else "one worker"
        rest = f"; {unknown} cells of unknown time are not in it" if unknown else ""
        lines = [f"time: {seconds / 3600:.2f} h with {crew}, loading models not counted{rest}"]
        for (model, accelerator), costs in self._costs.models.items():
            error = "" if costs.error is None else f"; median error of one from the others {costs.error:.0%}"
            lines.append(
                f"  {model}, accelerator {accelerator}: from {len(costs.cells)} cells that ran here{error}"
            )
        return lines


def register(config: pytest.Config, session: LoomSession, costs: CostBook) -> None:
    """Make this session a dry run, in one process."""
    config.option.dist, config.option.tx, config.option.numprocesses = "no", [], None
    config.pluginmanager.register(DryRun(config, session, costs), "loombench-dry-run")


def _shown(value: Any) -> str:
    if value is None:
        return UNKNOWN
    return f"{value:.2e}" if isinstance(value, float) else f"{value:,}"
