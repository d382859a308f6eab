"""What a cell asks: its samples, the requests made of them, and what a server answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from loom_fixtures.servers.base import Server
from loom_plugin.matrix import source_of
from loom_plugin.retrieval import Answered, Shown, show
from loom_plugin.settings import Settings
from loom_reports.errors import LoomError
from loom_tests.benchmark import NO_CONTEXT, Cell, Load, Notes, render, render_second
from loom_tests.cache import cache_dir
from loom_tests.contracts import Completion, Counter, Request, Sample
from loom_tests.errors import NoRowsError


@dataclass(frozen=True)
class LoadedCell:
    """A cell's samples, whole as its source has them, the requests made of them, and what those show.

    `notes` tell of rows left out, files read, and of a cell that has no rows: it has no samples then.
    """

    cell: Cell
    settings: Settings
    samples: Sequence[Sample]
    requests: Sequence[Request]
    shown: Shown
    notes: Notes

    def answers(self, indices: Sequence[int], server: Server) -> Iterator[list[Answered]]:
        """Yield the answers to some samples, by index, in the parts that the server finishes at once."""
        for batch in server.batches([self.requests[index] for index in indices]):
            answered = [(indices[position], completion) for position, completion in batch]
            answered = self.shown.reroute(answered, self.samples, self._whole, server)
            if second := self.cell.task.second:
                answered = self._asked_again(answered, second.join, server)
            yield answered

    def _whole(self, sample: Sample) -> Request:
        return _request(self.cell, self.settings, render, sample)

    def _asked_again(
        self, answered: Sequence[Answered], join: Callable[[str, str], str], server: Server
    ) -> list[Answered]:
        """Ask the task's second request of every first answer, which is kept with the reasoning."""
        good = [(index, first) for index, first in answered if first.error is None]
        requests = [
            _request(self.cell, self.settings, render_second, self.shown.samples[index], first.text)
            for index, first in good
        ]
        done = dict(answered)
        for (index, first), second in zip(good, server.generate(requests), strict=True):
            done[index] = _joined(first, second, join)
        return list(done.items())


def load_cell(cell: Cell, settings: Settings, server: Server) -> LoadedCell:
    """Return a cell with its samples and requests; LoomError where its source cannot give them."""
    notes = Notes()
    try:
        samples = load_samples(cell, settings, server, notes)
    except NoRowsError as error:
        notes.no_rows = str(error)
        return LoadedCell(cell, settings, [], [], Shown([]), notes)
    shown = show(cell.task, samples, settings.retrievers.get(cell.retriever), server)
    requests = [_request(cell, settings, render, sample) for sample in shown.samples]
    return LoadedCell(cell, settings, samples, requests, shown, notes)


def load_samples(
    cell: Cell, settings: Settings, counter: Counter, notes: Notes | None = None
) -> list[Sample]:
    """Return a cell's samples, whole as its source has them; LoomError where there are none."""
    source = source_of(cell.task, settings)
    load = Load(
        counter=counter,
        seed=settings.seed,
        cache_dir=cache_dir(),
        system=settings.system,
        data_dir=settings.data_dir,
        offline=settings.offline,
        skip_bad_rows=settings.skip_bad_rows,
        notes=notes or Notes(),
    )
    samples = source.samples(cell.task, cell.length, cell.n, load)
    if not samples:
        raise LoomError(f"{cell.task_id}: its source has no samples at this length")
    return samples


def _request(cell: Cell, settings: Settings, make: Callable[..., Request], *given: Any) -> Request:
    with_context = cell.retriever != NO_CONTEXT
    request = make(cell.task, *given, seed=settings.seed, system=settings.system, with_context=with_context)
    changes: dict[str, Any] = dict(settings.generation)
    request = replace(request, **changes)
    return replace(request, max_new_tokens=request.max_new_tokens + settings.thinking_tokens)


def _joined(first: Completion, second: Completion, join: Callable[[str, str], str]) -> Completion:
    return replace(
        first,
        text="" if second.error else join(first.text, second.text),
        reasoning=first.reasoning + first.text + second.reasoning,
        output_tokens=first.output_tokens + second.output_tokens,
        reasoning_tokens=first.reasoning_tokens + second.reasoning_tokens,
        finish_reason=second.finish_reason,
        error=second.error,
    )
