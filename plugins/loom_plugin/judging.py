"""The second step of a cell: scores that other models give, computed over the answers that are on disk.

A record tells by score who gave it, the scores of all repeats, and the verdicts that could not be read, so
what is there is not asked again. Answers of judges are cached besides: a step that was cut off costs nothing
to repeat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache, partial
from statistics import fmean
from typing import Any

from loom_fixtures.judges.base import Helper
from loom_fixtures.models import resolve, resolve_served
from loom_fixtures.servers.base import ServerLostError
from loom_fixtures.servers.registry import SERVERS
from loom_plugin.helpers import MISSING, Helpers
from loom_plugin.settings import Settings
from loom_plugin.values import read_data
from loom_reports.errors import LoomError
from loom_reports.records import SampleRecord
from loom_reports.runfolder import CellFile
from loom_tests.benchmark import Cell, Judged, Task
from loom_tests.contracts import Counter, Sample
from loom_tests.judging import VerdictError

UNREADABLE = "the verdict could not be read"
PENDING = "not judged yet: run the same command again"

Judgement = tuple[str, float | None, str, Mapping[str, Any]]
"""Name, score or None, the reason where there is none, and what the record keeps."""


def stored_scores(
    task: Task, record: SampleRecord, helpers: Helpers
) -> tuple[dict[str, float], dict[str, str]]:
    """Return a record's judged scores as they are, and why others are not there."""
    scores = {one.name: record.scores[one.name] for one in task.judged if one.name in record.scores}
    reasons = {
        one.name: record.not_computed[one.name]
        if one.name in record.judged
        else (PENDING if helpers.find(one.needs) else MISSING[one.needs])
        for one in task.judged
        if one.name not in scores
    }
    return scores, reasons


def judge(
    cell: Cell,
    records: Sequence[SampleRecord],
    samples: Mapping[str, Sample],
    helpers: Helpers,
    file: CellFile,
) -> list[SampleRecord]:
    """Compute the judged scores that records lack, put them on disk, and return all records.

    `samples` are the cell's by their hash. ServerLostError where a judge does not answer any more.
    """
    found = {record.doc_id: record for record in records}
    for needs in dict.fromkeys(one.needs for one in cell.task.judged):
        helper = helpers.find(needs)
        if helper is None:
            continue
        wanted = [one for one in cell.task.judged if one.needs == needs]
        todo = [record for record in found.values() if _lacks(record, wanted, helper)]
        step = partial(_judged, cell.task, wanted, helper)
        done = _in_threads(helper.width, step, todo, [samples[record.doc_hash] for record in todo])
        found.update({record.doc_id: record for record in done})
    if list(found.values()) != list(records):
        file.replace([found.get(record.doc_id, record) for record in file.records()])
    return list(found.values())


def _lacks(record: SampleRecord, wanted: Sequence[Judged], helper: Helper) -> bool:
    by = {record.judged.get(one.name, {}).get("by") for one in wanted}
    return record.error is None and by != {helper.key}


def _in_threads(width: int, step: Any, todo: Sequence[SampleRecord], samples: Sequence[Sample]) -> Any:
    """Return what `step` makes of every record; after an error no other is begun."""
    if width == 1:
        return list(map(step, todo, samples))
    pool = ThreadPoolExecutor(width)
    try:
        return list(pool.map(step, todo, samples))
    finally:
        pool.shutdown(cancel_futures=True)


def _judged(
    task: Task, wanted: Sequence[Judged], helper: Helper, record: SampleRecord, sample: Sample
) -> SampleRecord:
    """Return a record with these judged scores, or the reasons why they are not there."""
    scores, reasons, kept = dict(record.scores), dict(record.not_computed), dict(record.judged)
    for one in wanted:
        for part in (scores, reasons, kept):
            part.pop(one.name, None)
        try:
            kept[one.name] = entry = _repeated(one, helper, record.prediction, sample)
        except ServerLostError:
            raise
        except LoomError as error:
            reasons[one.name] = str(error)
            continue
        if entry["scores"]:
            scores[one.name] = fmean(entry["scores"])
        else:
            reasons[one.name] = UNREADABLE
    order = [name for name in task.metric_names if name in scores]
    return replace(record, scores={name: scores[name] for name in order}, not_computed=reasons, judged=kept)


def _repeated(judged: Judged, helper: Helper, prediction: str, sample: Sample) -> dict[str, Any]:
    """Return the scores of all repeats whose verdicts could be read, and what the others said."""
    scores, unreadable = [], []
    for repeat in range(helper.repeats):
        try:
            scores.append(float(judged.score(prediction, sample, helper.view(repeat))))
        except VerdictError as error:
            unreadable.append(str(error))
    return {"by": helper.key, "scores": scores, "unreadable": unreadable}


def run_settings(settings: Settings, spec: Mapping[str, Any]) -> Settings:
    """Return the settings under which a finished run's samples are the same again."""
    data, data_dir = read_data(spec["data"])
    return replace(
        settings, data=data, data_dir=data_dir, seed=spec["seed"], system=spec["system_instruction"]
    )


def run_counter(model: str, settings: Settings, spec: Mapping[str, Any]) -> Counter:
    """Return what counts tokens as the server of a finished run did: the model's tokenizer is enough."""
    args = spec["model_args"]
    return _counter(
        model,
        settings.helpers.tokenizer or args.get("tokenizer"),
        args.get("revision"),
        SERVERS[spec["server"]].endpoint,
        spec["apply_chat_template"],
        spec.get("thinking"),
        settings.trust_remote_code,
        settings.offline,
    )


@cache
def _counter(
    model: str,
    tokenizer: str | None,
    revision: str | None,
    endpoint: bool,
    apply: bool | None,
    thinking: bool | None,
    trust: bool,
    offline: bool,
) -> Counter:
    from loom_fixtures.servers.counter import TokenCounter

    hint = "judging a finished run needs its model's tokenizer: name it with --model FOLDER|HUB_ID"
    try:
        if endpoint:
            info = resolve_served(model, tokenizer, revision=revision, offline=offline)
        else:
            info = resolve(tokenizer or model, revision=revision, offline=offline)
        return TokenCounter(info, apply_chat_template=apply, thinking=thinking, trust_remote_code=trust)
    except LoomError as error:
        raise LoomError(f"{error} ({hint})") from None


def by_hash(cell: Cell, records: Sequence[SampleRecord], samples: Sequence[Sample]) -> dict[str, Sample]:
    """Return samples by their hash; LoomError where a record's is not among them."""
    found = {sample.hash(): sample for sample in samples}
    strange = [record.doc_id for record in records if record.error is None and record.doc_hash not in found]
    if strange:
        raise LoomError(
            f"{cell.id}: sample {strange[0]} is not made again as it was: data or tokenizer have changed "
            "since the run. Judge it where it was run, or name the model's tokenizer with --model "
            "FOLDER|HUB_ID"
        )
    return found
