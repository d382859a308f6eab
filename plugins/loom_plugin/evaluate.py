"""One cell's way: samples, prompts, completions, scores, records. Data flows forward only.

Records reach the disk chunk by chunk, a chunk being what the server finishes at once: it is scored and
written while the model works on the next. A cell that was cut off goes on with the samples that have no
record, or a failed one, or one of another prompt.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from loom_fixtures.servers.base import Server
from loom_plugin.behind import Behind
from loom_plugin.calibration import Spent, spent_on
from loom_plugin.excerpt import excerpts
from loom_plugin.helpers import Helpers
from loom_plugin.judging import by_hash, judge, run_counter, run_settings
from loom_plugin.matrix import source_of
from loom_plugin.passes import WHOLE, Pass
from loom_plugin.retrieval import Shown, show
from loom_plugin.scoring import aggregate, score
from loom_plugin.settings import Settings
from loom_reports.errors import LoomError
from loom_reports.gate.stop import stop_requested
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder
from loom_reports.statistics import Estimate, estimate
from loom_tests.benchmark import (
    NO_CONTEXT,
    Cell,
    Load,
    Notes,
    render,
    render_second,
)
from loom_tests.cache import cache_dir
from loom_tests.contracts import Completion, Counter, Request, Sample, text_hash
from loom_tests.errors import NoRowsError
from loom_tests.prompts import last


@dataclass(frozen=True)
class CellOutcome:
    """What a cell reports to the session: plain numbers, its records being on disk.

    `spent` is what the engine took, where all samples were asked at once.
    """

    cell: str
    n: int
    score: Estimate | None
    failed: Sequence[tuple[str, str]]
    resumed: int
    wall: float
    spent: Spent | None = None

    def to_json(self) -> str:
        """Return one JSON string, the only form that crosses xdist safely."""
        return json.dumps(asdict(self), default=float)


def evaluate_cell(
    cell: Cell,
    settings: Settings,
    folder: RunFolder,
    engine: Callable[[], Server],
    part: Pass = WHOLE,
    helpers: Helpers | None = None,
) -> CellOutcome | None:
    """Run what is missing of one pass over a cell. `engine` is called only when a model is needed.

    `helpers` give judged scores, once all answers of the pass are on disk; by default those of the settings.

    Returns None where the cell is not finished: its last pass is yet to come, or the run was stopped.
    """
    file = folder.cell(cell.id)
    start = time.perf_counter()
    helpers = helpers or Helpers(settings.helpers)
    if settings.rescore:
        records = _rescored(cell, folder, settings, helpers)
        return _outcome(cell, records, len(records), start)
    spec_hash = _spec_hash(cell, settings)
    records = file.records()
    judges = helpers.judges(cell.task)
    if _finished(file.done() or {}, spec_hash, judges, records):
        return _outcome(cell, records[: cell.n], cell.n, start)
    if stop_requested(folder):
        return None
    server = engine()
    notes = Notes()
    try:
        samples, requests, shown = load_cell(cell, settings, server, notes)
    except NoRowsError as error:
        samples, requests, shown = [], [], Shown([])
        notes.no_rows = str(error)
    known = {record.index: record for record in records if _usable(record, samples, requests)}
    contexts = [sample.context_id or sample.id for sample in samples]
    todo = part.choose(contexts, set(range(len(samples))) - known.keys())

    def keep(answered: Sequence[tuple[int, Completion]]) -> None:
        chunk = [
            replace(
                _record(cell, index, samples[index], requests[index], completion, settings, helpers),
                **shown.facts.get(index, {}),
            )
            for index, completion in answered
        ]
        file.append(chunk)
        known.update({record.index: record for record in chunk})

    asked = time.perf_counter()
    with Behind() as behind:
        for batch in server.batches([requests[index] for index in todo]):
            answered = [(todo[position], completion) for position, completion in batch]
            answered = shown.reroute(answered, samples, partial(_request, cell, settings, render), server)
            if cell.task.second:
                answered = _asked_again(cell, settings, server, shown.samples, answered)
            behind.run(partial(keep, answered))
            if stop_requested(folder):
                break
    seconds = time.perf_counter() - asked
    records = [known[index] for index in sorted(known)]
    records = judge(cell, records, by_hash(cell, records, samples), helpers, file)
    if not part.last or len(known) < len(samples):
        return None
    outcome = _outcome(cell, records, len(samples) - len(todo), start)
    if records and len(todo) == len(samples) and not outcome.failed:
        outcome = replace(outcome, spent=spent_on(cell, records, seconds))
    file.finish(
        {
            "spec_hash": spec_hash,
            "planned": cell.n,
            "n": len(records),
            "failed": len(outcome.failed),
            "wall": outcome.wall,
            "server": server.describe(),
            "retriever": shown.describe(),
            "official": aggregate(cell.task, records),
            "judges": judges,
            "bad_rows": notes.bad_rows,
            "files": notes.files,
            "no_rows": notes.no_rows,
        }
    )
    return outcome


def load_cell(
    cell: Cell, settings: Settings, server: Server, notes: Notes | None = None
) -> tuple[list[Sample], list[Request], Shown]:
    """Return a cell's samples, the requests made of them, in sample order, and what those show."""
    samples = load_samples(cell, settings, server, notes)
    shown = show(cell.task, samples, settings.retrievers.get(cell.retriever), server)
    return samples, [_request(cell, settings, render, sample) for sample in shown.samples], shown


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


def _asked_again(
    cell: Cell,
    settings: Settings,
    server: Server,
    samples: Sequence[Sample],
    answered: Sequence[tuple[int, Completion]],
) -> list[tuple[int, Completion]]:
    """Ask the task's second request of every first answer, which is kept with the reasoning."""
    good = [(index, first) for index, first in answered if first.error is None]
    requests = [_request(cell, settings, render_second, samples[index], first.text) for index, first in good]
    done = dict(answered)
    join = cell.task.second.join if cell.task.second else last
    for (index, first), second in zip(good, server.generate(requests), strict=True):
        done[index] = replace(
            first,
            text="" if second.error else join(first.text, second.text),
            reasoning=first.reasoning + first.text + second.reasoning,
            output_tokens=first.output_tokens + second.output_tokens,
            reasoning_tokens=first.reasoning_tokens + second.reasoning_tokens,
            finish_reason=second.finish_reason,
            error=second.error,
        )
    return list(done.items())


def _finished(
    done: Mapping[str, Any], spec_hash: str, judges: Mapping[str, Any], records: Sequence[SampleRecord]
) -> bool:
    """Return whether a cell was finished as it is asked for now, and none of its records is gone since."""
    if done.get("spec_hash") != spec_hash or done["failed"] or len(records) < done["n"]:
        return False
    before: Mapping[str, Any] = done.get("judges", {})
    return judges.items() <= before.items()


def _usable(record: SampleRecord, samples: Sequence[Sample], requests: Sequence[Request]) -> bool:
    return (
        record.error is None
        and record.index < len(samples)
        and record.doc_hash == samples[record.index].hash()
        and record.prompt_hash == requests[record.index].hash()
    )


def _record(
    cell: Cell,
    index: int,
    sample: Sample,
    request: Request,
    completion: Completion,
    settings: Settings,
    helpers: Helpers,
) -> SampleRecord:
    facts = {
        name: getattr(completion, name)
        for name in (
            "reasoning",
            "finish_reason",
            "prompt_tokens",
            "output_tokens",
            "reasoning_tokens",
            "cached_tokens",
            "truncated_tokens",
            "batch_size",
            "ttft",
            "tpot",
            "kv_bytes",
            "kv_bytes_prompt",
            "kv_bytes_host",
            "kept_tokens",
            "prefill_density",
            "overhead",
        )
    }
    record = SampleRecord(
        cell=cell.id,
        index=index,
        doc_id=sample.id,
        doc_hash=sample.hash(),
        prompt_hash=request.hash(),
        context_id=sample.context_id,
        target=sample.references,
        question=sample.question,
        choices=sample.choices,
        meta=sample.meta,
        completion=completion.text,
        error=completion.error,
        **excerpts(request, sample),
        **facts,
    )
    return record if record.error else score(cell.task, record, settings, helpers)


def _rescored(cell: Cell, folder: RunFolder, settings: Settings, helpers: Helpers) -> list[SampleRecord]:
    """Score the records of a finished run again; where helpers are given, its samples are made once more."""
    file, spec = folder.cell(cell.id), folder.read()["spec"]
    records = [record for record in file.records() if record.index < cell.n]
    if not records:
        raise LoomError(f"{cell.id} has no stored samples to score; run it with a model first")
    scored = [score(cell.task, r, settings, helpers) if r.finish_reason != "error" else r for r in records]
    file.replace(scored)
    judges = helpers.judges(cell.task)
    if judges:
        samples = load_samples(cell, run_settings(settings, spec), run_counter(cell.model, settings, spec))
        scored = judge(cell, scored, by_hash(cell, scored, samples), helpers, file)
    if done := file.done():
        judges = {**done.get("judges", {}), **judges}
        file.finish({**done, "official": aggregate(cell.task, scored), "judges": judges})
    return scored


def _outcome(cell: Cell, records: Sequence[SampleRecord], resumed: int, start: float) -> CellOutcome:
    scored = [record for record in records if record.error is None]
    metric = cell.task.metric_names[0]
    scored = [record for record in scored if metric in record.scores]
    clusters = [record.cluster for record in scored]
    return CellOutcome(
        cell=cell.id,
        n=len(records),
        score=estimate([record.scores[metric] for record in scored], clusters) if scored else None,
        failed=[(record.doc_id, record.error) for record in records if record.error is not None],
        resumed=resumed,
        wall=time.perf_counter() - start,
    )


def _spec_hash(cell: Cell, settings: Settings) -> str:
    facts: Mapping[str, Any] = {
        **settings.spec(),
        "cell": cell.id,
        "version": cell.benchmark.version,
        "n": cell.n,
        "metrics": cell.task.metric_names,
    }
    if retriever := settings.retrievers.get(cell.retriever):
        facts = {**facts, "retriever": asdict(retriever)}
    return text_hash(json.dumps(facts, sort_keys=True))
