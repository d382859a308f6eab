"""How cells go to xdist workers: a worker keeps its engine, long cells start first, a crash costs one cell.

Where cells have several passes, all are begun before any goes on, and two workers never write into one cell.

Not `--dist loadgroup`: with pytest 9.2 and pytest-xdist 3.8 it ignores the groups (pytest-xdist#1386), and
scope schedulers run a crashing test again until no restarts are left.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from loom_plugin.session import SESSION, cell_id


class CellScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """One work unit per item: a cell, or one pass over it."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        self._session = config.stash[SESSION]
        self._engines: dict[WorkerController, str] = {}

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """Note that an item is done. Its cell is free now, so workers that run dry are looked after too."""
        super().mark_test_complete(node, item_index, duration)
        for other in self.nodes:
            if other is not node and len(self._left(other)) < 2:  # a worker keeps its last item waiting
                self._reschedule(other)

    def _split_scope(self, nodeid: str) -> str:
        return nodeid

    def _assign_work_unit(self, node: WorkerController) -> None:
        engine = self._engines.get(node)
        taken = {cell_id(unit) for other in self.nodes if other is not node for unit in self._left(other)}
        free = [unit for unit in self.workqueue if cell_id(unit) not in taken]
        if (
            not free or node not in self.registered_collections
        ):  # a worker that replaces another collects first
            return
        chosen = min(free, key=lambda unit: self._rank(unit, engine))
        self.workqueue.move_to_end(chosen, last=False)
        self._engines[node] = self._engine(chosen)
        super()._assign_work_unit(node)

    def remove_node(self, node: WorkerController) -> str | None:
        """Take a worker out. The cell it died in is returned, to be reported once and never run again."""
        left = self._left(node)
        del self.assigned_work[node]
        if not left:
            return None
        crashed, *waiting = left
        self.workqueue.update({unit: {unit: False} for unit in waiting})
        for unit in [unit for unit in self.workqueue if cell_id(unit) == cell_id(crashed)]:
            del self.workqueue[unit]
        for other in self.assigned_work:
            self._reschedule(other)
        return crashed

    def _left(self, node: WorkerController) -> list[str]:
        """Return what a worker is running or has still to run, in that order."""
        return [unit for unit, items in self.assigned_work[node].items() if not all(items.values())]

    def _rank(self, unit: str, engine: str | None) -> tuple[int, bool, float]:
        number, cost = self._session.urgency(unit, self._session.cells.get(cell_id(unit)))
        return number, self._engine(unit) != engine, cost

    def _engine(self, unit: str) -> str:
        return cell_id(unit).rpartition("|")[0].rpartition("|")[0].rpartition("|")[0]
