"""From a completion to its record, scored; and whether a record on disk still stands for its sample."""

from __future__ import annotations

from loom_plugin.excerpt import excerpts
from loom_plugin.helpers import Helpers
from loom_plugin.loading import LoadedCell
from loom_plugin.scoring import score
from loom_reports.records import SampleRecord
from loom_tests.contracts import Completion

TAKEN_OVER = (
    *("reasoning", "finish_reason", "error", "batch_size", "ttft", "tpot", "overhead"),
    *("prompt_tokens", "output_tokens", "reasoning_tokens", "cached_tokens", "truncated_tokens"),
    *("kv_bytes", "kv_bytes_prompt", "kv_bytes_host", "kept_tokens", "prefill_density"),
)
"""Fields of a completion that a record has too."""


def record_of(loaded: LoadedCell, index: int, completion: Completion, helpers: Helpers) -> SampleRecord:
    """Return the record of one answer; without scores where there is no answer."""
    sample, request = loaded.samples[index], loaded.requests[index]
    record = SampleRecord(
        cell=loaded.cell.id,
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
        **excerpts(request, sample),
        **{name: getattr(completion, name) for name in TAKEN_OVER},
        **loaded.shown.facts.get(index, {}),
    )
    return record if record.error else score(loaded.cell.task, record, loaded.settings, helpers)


def usable(record: SampleRecord, loaded: LoadedCell) -> bool:
    """Whether a record holds an answer to the request that would be made now."""
    return (
        record.error is None
        and record.index < len(loaded.samples)
        and record.doc_hash == loaded.samples[record.index].hash()
        and record.prompt_hash == loaded.requests[record.index].hash()
    )
