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
from loom_plugin.helpers import Helpers
from loom_plugin.judging import by_hash, judge, run_counter, run_settings
from loom_plugin.loading import LoadedCell, load_cell, load_samples
from loom_plugin.passes import WHOLE, Pass
from loom_plugin.recording import record_of, usable
from loom_plugin.retrieval import Answered
from loom_plugin.scoring import aggregate, score
from loom_plugin.settings import Settings
from loom_reports.errors import LoomError
from loom_reports.gate.stop import stop_requested
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder
from loom_reports.statistics import Estimate, estimate
from loom_tests.benchmark import Cell
from loom_tests.contracts import text_hash


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
    loaded = load_cell(cell, settings, server)
    samples = loaded.samples
    known = {record.index: record for record in records if usable(record, loaded)}
    contexts = [sample.context_id or sample.id for sample in samples]
    todo = part.choose(contexts, set(range(len(samples))) - known.keys())
    asked = time.perf_counter()
    known |= _ask(loaded, todo, server, folder, helpers)
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
            "retriever": loaded.shown.describe(),
            "official": aggregate(cell.task, records),
            "judges": judges,
            **asdict(loaded.notes),
        }
    )
    return outcome


def _ask(
    loaded: LoadedCell, todo: Sequence[int], server: Server, folder: RunFolder, helpers: Helpers
) -> dict[int, SampleRecord]:
    """Ask for these samples and put their records on disk; return those made before a stop, by index."""
    file = folder.cell(loaded.cell.id)
    made: dict[int, SampleRecord] = {}

    def keep(answered: Sequence[Answered]) -> None:
        chunk = [record_of(loaded, index, completion, helpers) for index, completion in answered]
        file.append(chunk)
        made.update({record.index: record for record in chunk})

    with Behind() as behind:
        for answered in loaded.answers(todo, server):
            behind.run(partial(keep, answered))
            if stop_requested(folder):
                break
    return made


def _finished(
    done: Mapping[str, Any], spec_hash: str, judges: Mapping[str, Any], records: Sequence[SampleRecord]
) -> bool:
    """Return whether a cell was finished as it is asked for now, and none of its records is gone since."""
    if done.get("spec_hash") != spec_hash or done["failed"] or len(records) < done["n"]:
        return False
    before: Mapping[str, Any] = done.get("judges", {})
    return judges.items() <= before.items()


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
