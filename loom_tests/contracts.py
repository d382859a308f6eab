"""The contracts a sample passes through: Sample, Request, Completion.

All are frozen. `Sample` also lives on disk (the prompt cache), so it converts to and from JSON and
carries a version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, NamedTuple, Protocol

FinishReason = Literal["stop", "length", "error"]


@dataclass(frozen=True)
class Sample:
    """One question about one context.

    `context_id` is equal for samples that share a document: they form one statistical cluster and may
    share a prefill. `meta` holds plain JSON values that prompts and metrics may use, `evidence` among
    them. Metrics never read `context`, so a stored record can be scored again without it; judged ones
    may. `max_new_tokens` is this sample's own limit, where it has one.
    """

    VERSION: ClassVar[int] = 2

    id: str
    context: str
    question: str
    references: tuple[str, ...]
    choices: tuple[str, ...] = ()
    context_id: str = ""
    meta: Mapping[str, Any] = field(default_factory=dict)
    max_new_tokens: int | None = None

    @property
    def evidence(self) -> tuple[str, ...]:
        """The parts of the context that the answer rests on, word for word; none where they are not known."""
        known = self.meta.get("evidence") or filter(None, [self.meta.get("needle")])
        return tuple(map(str, known))

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; `from_json` is the inverse."""
        return {
            "version": self.VERSION,
            "id": self.id,
            "context": self.context,
            "question": self.question,
            "references": list(self.references),
            "choices": list(self.choices),
            "context_id": self.context_id,
            "meta": dict(self.meta),
            "max_new_tokens": self.max_new_tokens,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Sample:
        """Build a sample from `to_json` output; ValueError on another version."""
        if row["version"] != cls.VERSION:
            raise ValueError(f"sample of version {row['version']}, this release reads {cls.VERSION}")
        fields = {name: value for name, value in row.items() if name != "version"}
        fields["references"] = tuple(fields["references"])
        fields["choices"] = tuple(fields["choices"])
        return cls(**fields)

    def hash(self) -> str:
        """Return the content hash that pairs this sample between runs (lm-eval's `doc_hash`)."""
        return text_hash(json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False))


class Message(NamedTuple):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Request:
    """What a server is asked to complete.

    A `prompt` of messages goes through the model's chat template; a string is sent as it is.
    `answer_prefix` opens the answer: the model continues it, and it is not part of the completion.
    `temperature` 0 is greedy. `context_span` is the character range of the context inside the last
    message (or the string). `candidates` are conversations that a discriminative reward model scores in
    place of the prompt. With `ignore_end` the model writes `max_new_tokens` whatever it says, for
    measurements of speed; endpoints that know no such switch end where the model does.
    """

    prompt: str | tuple[Message, ...]
    answer_prefix: str = ""
    max_new_tokens: int = 128
    stop: tuple[str, ...] = ()
    temperature: float = 0.0
    top_p: float = 1.0
    seed: int = 0
    context_id: str = ""
    context_span: tuple[int, int] | None = None
    candidates: tuple[tuple[Message, ...], ...] = ()
    ignore_end: bool = False

    def hash(self) -> str:
        """Return the hash of everything that decides the answer (lm-eval's `prompt_hash`)."""
        parts = [
            self.prompt if isinstance(self.prompt, str) else [list(m) for m in self.prompt],
            self.answer_prefix,
            self.max_new_tokens,
            list(self.stop),
            self.temperature,
            self.top_p,
            self.seed,
            *([list(m) for m in one] for one in self.candidates),
            *(["ignore_end"] if self.ignore_end else []),
        ]
        return text_hash(json.dumps(parts, ensure_ascii=False))


@dataclass(frozen=True)
class Completion:
    """What a server answered.

    `text` excludes the answer prefix, the stop string and reasoning before `</think>` (kept in `reasoning`,
    its tokens counted in `reasoning_tokens`, and in `output_tokens` with the answer's). Times are seconds;
    `tpot` is the mean over output tokens after the first. `kv_bytes` are the bytes this sample's cache really
    held on the device at the end, None where the server cannot know,
    and `kv_bytes_prompt` when the prompt was read; `kv_bytes_host` are those a method keeps on the host.
    An accelerator tells `kept_tokens`, per layer the mean over KV heads once the prompt was read, the share
    of the causal pairs its prefill computed (`prefill_density`), and the seconds of its own work over the
    whole batch (`overhead`).
    `truncated_tokens` counts prompt tokens cut to fit the model. With `error` set, `text` is empty and
    must not be scored.
    """

    text: str
    finish_reason: FinishReason
    prompt_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int = 0
    cached_tokens: int = 0
    ttft: float | None = None
    tpot: float | None = None
    kv_bytes: int | None = None
    kv_bytes_prompt: int | None = None
    kv_bytes_host: int = 0
    kept_tokens: tuple[float, ...] = ()
    prefill_density: float | None = None
    overhead: float | None = None
    truncated_tokens: int = 0
    batch_size: int = 1
    reasoning: str = ""
    error: str | None = None


class Counter(Protocol):
    """Counts prompt tokens as the evaluated model will see them."""

    @property
    def fingerprint(self) -> str:
        """Hash of the tokenizer and chat template: equal fingerprints count equally."""

    def count(self, request: Request) -> int:
        """Return the prompt's tokens, chat template and answer prefix included."""


def text_hash(text: str) -> str:
    """Return 16 hex digits of SHA-256 over the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
