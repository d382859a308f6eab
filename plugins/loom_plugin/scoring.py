"""From a record's completion to its scores, by metrics that need nothing but the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from loom_plugin.helpers import Helpers
from loom_plugin.judging import stored_scores
from loom_plugin.settings import Settings
from loom_reports.records import SampleRecord
from loom_tests.benchmark import Scored, Task
from loom_tests.contracts import Sample


def score(task: Task, record: SampleRecord, settings: Settings, helpers: Helpers) -> SampleRecord:
    """Score a record by its metrics; judged scores stay as they are, or are yet to come."""
    prediction = task.postprocess(record.completion)
    stored = stored_sample(record)
    scores: dict[str, float] = {}
    for metric in task.metrics:
        try:
            scores[metric.name] = float(metric.of(settings.metric_version)(prediction, stored))
        except Exception as error:  # noqa: BLE001  whatever a metric raises is this sample's outcome
            failure = f"metric {metric.name} raised {type(error).__name__}: {error}"
            return replace(record, prediction=prediction, scores={}, error=failure)
    judged, reasons = stored_scores(task, record, helpers)
    return replace(
        record, prediction=prediction, scores={**scores, **judged}, not_computed=reasons, error=None
    )


def stored_sample(record: SampleRecord) -> Sample:
    """Return the sample of a record: all but its context, which metrics do not read."""
    return Sample(
        id=record.doc_id,
        context="",
        question=record.question,
        references=record.target,
        choices=record.choices,
        context_id=record.context_id,
        meta=record.meta,
    )


def aggregate(task: Task, records: Sequence[SampleRecord]) -> Mapping[str, float]:
    """Return the benchmark's own figures of a cell; none where some samples have no score."""
    if task.aggregate is None or any(record.error for record in records):
        return {}
    return task.aggregate([Scored(r.prediction, stored_sample(r), r.scores) for r in records])
