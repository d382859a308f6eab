"""SampleRecord: all that is known of one sample after the run, one JSON line each.

Field names follow lm-evaluation-harness's sample log where it has one (doc_id, doc_hash, prompt_hash,
target).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class SampleRecord:
    """One sample's outcome. With `error` set there are no scores and the sample is not counted.

    `not_computed` tells by metric why a score that needs another model is absent, `judged` who gave it ("by",
    a hash), the scores of all repeats, and what was said where no verdict could be read ("unreadable").

    Times are seconds; what a server tells is as in `loom_tests.contracts.Completion`. `index` is the
    sample's place in its cell. `target`, `question`, `choices` and `meta` are what metrics read, so a
    record can be scored again without the data or the model. Of the prompt there are its two ends and the
    context around the evidence, all of them empty in older records.

    A retriever tells the tokens of the context and of what it left of it (`shown_tokens`), the chunks kept,
    and which share of the gold evidence was shown, where that is known. With self-route there is the
    `route`, "retrieved" or "full", and the prompt tokens saved against asking with the whole context at once.
    """

    VERSION: ClassVar[int] = 1

    cell: str
    index: int
    doc_id: str
    doc_hash: str
    prompt_hash: str
    context_id: str
    target: tuple[str, ...]
    question: str = ""
    choices: tuple[str, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)
    prompt_head: str = ""
    prompt_tail: str = ""
    prompt_evidence: str = ""
    completion: str = ""
    prediction: str = ""
    reasoning: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)
    not_computed: Mapping[str, str] = field(default_factory=dict)
    judged: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    finish_reason: str = ""
    prompt_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    cached_tokens: int = 0
    truncated_tokens: int = 0
    batch_size: int = 1
    ttft: float | None = None
    tpot: float | None = None
    kv_bytes: int | None = None
    kv_bytes_prompt: int | None = None
    kv_bytes_host: int = 0
    kept_tokens: tuple[float, ...] = ()
    prefill_density: float | None = None
    overhead: float | None = None
    context_tokens: int | None = None
    shown_tokens: int | None = None
    chunks: int | None = None
    evidence_recall: float | None = None
    route: str = ""
    saved_tokens: int | None = None
    error: str | None = None

    @property
    def cluster(self) -> str:
        """What its errors may have in common with other samples': the context, else the document."""
        return self.context_id or self.doc_id

    @property
    def cut_off(self) -> bool:
        """Whether all the model wrote is reasoning: it had no room left for an answer."""
        return self.finish_reason == "length" and 0 < self.output_tokens == self.reasoning_tokens

    def to_line(self) -> str:
        """Return one JSON line, newline included. Numpy scalars become Python numbers."""
        row = {"version": self.VERSION, **asdict(self)}
        return json.dumps(row, ensure_ascii=False, default=float) + "\n"

    @classmethod
    def from_line(cls, line: str) -> SampleRecord:
        """Read `to_line` output; ValueError where the line is not a record of this version."""
        row = json.loads(line)
        if not isinstance(row, dict) or row.pop("version", None) != cls.VERSION:
            raise ValueError("not a sample record of version 1")
        if unknown := row.keys() - _BLANK.keys():
            raise ValueError(f"not a sample record: unknown {', '.join(sorted(unknown))}")
        if missing := _REQUIRED - row.keys():
            raise ValueError(f"not a sample record: no {', '.join(sorted(missing))}")
        for name in ("target", "choices", "kept_tokens"):
            row[name] = tuple(row.get(name) or ())
        record = object.__new__(cls)  # __init__ of a frozen dataclass takes as long as parsing the line
        vars(record).update(_BLANK)
        vars(record).update(row)
        return record


_BLANK = vars(SampleRecord("", 0, "", "", "", "", ()))
_REQUIRED = {"cell", "index", "doc_id", "doc_hash", "prompt_hash", "context_id", "target"}
