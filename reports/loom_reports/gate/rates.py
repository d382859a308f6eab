"""Outcomes that are no scores: samples that failed, prompts that were cut, answers without a prediction."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from loom_reports.records import SampleRecord

OUTCOMES: Mapping[str, Callable[[SampleRecord], bool]] = {
    "errors": lambda record: record.error is not None,
    "truncated prompts": lambda record: record.truncated_tokens > 0,
    "unparsed answers": lambda record: record.error is None and not record.prediction.strip(),
}
