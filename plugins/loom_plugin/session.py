"""What the plugin keeps for one pytest session, in `config.stash`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from loom_plugin.cost import relative_cost
from loom_plugin.matrix import all_benchmarks, cells_of, plan_of
from loom_plugin.passes import Pass, split_name
from loom_plugin.reward import check_cells
from loom_plugin.settings import Settings
from loom_reports.runfolder import RunFolder
from loom_tests.benchmark import Cell

if TYPE_CHECKING:
    from loom_plugin.costbook import CostBook

PROPERTY = "loombench"
"""Name of the user property that carries a cell's summary, one JSON string."""


@dataclass
class LoomSession:
    """The run's settings and folder, the cells pytest selected, and what stopped some of them.

    `recording` says whether the run folder is open for this session's plan. `costs` is what is known of the
    engines' speed; workers, which must all collect in one order, know nothing.
    """

    settings: Settings
    folder: RunFolder
    recording: bool = False
    cells: dict[str, Cell] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    costs: CostBook | None = None

    def select(self, ids: Iterable[str]) -> None:
        """Keep the cells that pytest selected; where this session records, write them to the folder.

        LoomError where a model cannot answer one of them.
        """
        known = {
            cell.id: cell
            for benchmark in all_benchmarks(self.settings)
            for cell in cells_of(benchmark, self.settings)
        }
        self.cells = {cell: known[cell] for cell in ids if cell in known}
        check_cells(self.cells.values(), self.settings.models)
        if self.recording:
            plans = [plan_of(cell, self.settings) for cell in self.cells.values()]
            self.folder.plan(plans, self.settings.shard)

    def urgency(self, nodeid: str, cell: Cell | None) -> tuple[int, float]:
        """Return what items are sorted by: the number of the pass, then the cell's cost, highest first."""
        return pass_of(nodeid).number, -self._cost(cell) if cell else 0.0

    def _cost(self, cell: Cell) -> float:
        """Return the seconds of a cell where its engine has run such cells, else the relative cost."""
        known = self.costs.seconds(cell) if self.costs else None
        return relative_cost(cell) if known is None else known


SESSION: pytest.StashKey[LoomSession] = pytest.StashKey()


def cell_id(nodeid: str) -> str:
    """Return the cell id inside a node id; "" where it has none."""
    return _split(nodeid)[0]


def pass_of(nodeid: str) -> Pass:
    """Return the pass over its cell that a node id names."""
    return _split(nodeid)[1]


def _split(nodeid: str) -> tuple[str, Pass]:
    _, bracket, parameters = nodeid.partition("[")
    return split_name(parameters.removesuffix("]") if bracket else "")


def is_worker(config: pytest.Config) -> bool:
    """Whether this process is an xdist worker."""
    return hasattr(config, "workerinput")
