"""One step behind: what follows the model is done in a thread, while the model goes on."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self


class Behind:
    """Runs one step after another beside the block it is entered for; at most one is unfinished.

    What a step raises is raised by the next `run`, or by leaving the block. The block is never left before
    its last step is done, whatever ended it: Ctrl-C loses nothing that was handed over.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="loom-behind")
        self._last: Future[None] | None = None

    def run(self, step: Callable[[], None]) -> None:
        """Start a step, once the one before is done."""
        self._wait()
        self._last = self._thread.submit(step)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()
        if kind is None:
            self._wait()

    def _wait(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            last.result()
