"""How cells go to xdist workers: a worker keeps its engine, long cells start first, a crash costs one cell.

Not `--dist loadgroup`: with pytest 9.2 and pytest-xdist 3.8 it ignores the groups (pytest-xdist#1386), and
scope schedulers run a crashing test again until no restarts are left.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from loom_plugin.cost import cell_cost
from loom_plugin.session import SESSION, cell_id


class CellScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """One work unit per cell."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        self._cells = config.stash[SESSION].cells
        self._engines: dict[WorkerController, str] = {}

    def _split_scope(self, nodeid: str) -> str:
        return nodeid

    def _assign_work_unit(self, node: WorkerController) -> None:
        engine = self._engines.get(node)
        chosen = min(self.workqueue, key=lambda unit: (self._engine(unit) != engine, -self._cost(unit)))
        self.workqueue.move_to_end(chosen, last=False)
        self._engines[node] = self._engine(chosen)
        super()._assign_work_unit(node)

    def remove_node(self, node: WorkerController) -> str | None:
        """Take a worker out. The cell it died in is returned, to be reported once and never run again."""
        assigned: dict[str, dict[str, bool]] = self.assigned_work.pop(node)
        units = [(scope, unit) for scope, unit in assigned.items() if not all(unit.values())]
        if not units:
            return None
        (crashed, _), *waiting = units
        self.workqueue.update(waiting)
        for other in self.assigned_work:
            self._reschedule(other)
        return crashed

    def _engine(self, unit: str) -> str:
        return cell_id(unit).rpartition("|")[0].rpartition("|")[0].rpartition("|")[0]

    def _cost(self, unit: str) -> float:
        cell = self._cells.get(cell_id(unit))
        return cell_cost(cell) if cell else 0.0
