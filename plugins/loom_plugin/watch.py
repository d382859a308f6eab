"""--gate-sequential: the run is watched beside its baseline, and stopped once the verdict is decided."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

import pytest

from loom_plugin.gating import RunGate
from loom_plugin.session import LoomSession
from loom_reports.errors import LoomError
from loom_reports.gate.result import GateResult
from loom_reports.gate.stop import request_stop

if TYPE_CHECKING:
    from loom_reports.gate.monitor import Monitor

INTERVAL = 3.0  # seconds between two looks while no item ends


class Watch:
    """Looks on at a run and asks it to stop. One process only: the controller, or pytest itself."""

    def __init__(self, session: LoomSession, gate: RunGate) -> None:
        self.problem = ""
        self._session = session
        self._gate = gate
        self._monitor: Monitor | None = None
        self._look = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self) -> None:
        """Start once the run is planned."""
        self._start()

    @pytest.hookimpl(trylast=True, optionalhook=True)
    def pytest_xdist_node_collection_finished(self) -> None:
        """Start once the run is planned, which under xdist is with the first worker."""
        self._start()

    def pytest_runtest_logreport(self) -> None:
        """Look again after every item."""
        self._look.set()

    def result(self) -> GateResult | None:
        """End the watch; return what it has decided, None where nothing is decided."""
        self._end.set()
        self._look.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._monitor is None or self._poll() is None:
            return None
        return self._monitor.result(self._gate.name)

    def _start(self) -> None:
        """Look once, for what an earlier session left may decide at once; then go on beside the run."""
        if self._monitor is None and not self.problem and self._session.cells and not self._stopped():
            self._thread.start()

    def _watch(self) -> None:
        while not self._end.is_set() and not self.problem and not self._stopped():
            self._look.wait(INTERVAL)
            self._look.clear()

    def _stopped(self) -> bool:
        """Stop the run if its verdict is decided."""
        verdict = self._poll()
        if verdict is not None:
            request_stop(self._session.folder, verdict)
        return verdict is not None

    def _poll(self) -> Literal["regressed", "pass"] | None:
        # Here, because it loads numpy and scipy: runs are collected without them.
        from loom_reports.gate.monitor import watch

        try:
            if self._monitor is None:
                self._monitor = watch(self._session.folder, self._gate.baseline, self._gate.limits)
            return self._monitor.poll()
        except (LoomError, OSError) as error:
            self.problem = f"the run is not watched: {error}"
            return None
