"""What a record keeps of a prompt: its head, its tail, and the context around the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from loom_tests.contracts import Request, Sample

ENDS = 500
"""Characters kept of each end of a prompt."""

AROUND = 200
"""Characters kept on each side of the evidence."""

LEAST = 4
"""Bytes of the shortest reference looked for: "no" and "B" stand in any context."""


def excerpts(request: Request, sample: Sample) -> dict[str, Any]:
    """Return `prompt_head`, `prompt_tail` and `prompt_evidence` of a SampleRecord.

    A short prompt is all head. Evidence is the needle that the sample's meta names, or else the first
    reference that the context holds word for word; empty where there is none.
    """
    text = request_text(request)
    whole = len(text) <= 2 * ENDS
    wanted = [str(sample.meta.get("needle", "")), *sample.references]
    return {
        "prompt_head": text if whole else text[:ENDS],
        "prompt_tail": "" if whole else text[-ENDS:],
        "prompt_evidence": _around(_context(request), wanted),
    }


def request_text(request: Request) -> str:
    """Return a request as one text: messages under their roles, then the answer's prefix."""
    if isinstance(request.prompt, str):
        return request.prompt + request.answer_prefix
    messages = [f"[{role}]\n{content}" for role, content in request.prompt]
    return "\n\n".join([*messages, f"[assistant]\n{request.answer_prefix}".rstrip()])


def _context(request: Request) -> str:
    if request.context_span is None:
        return ""
    last = request.prompt if isinstance(request.prompt, str) else request.prompt[-1].content
    return last[slice(*request.context_span)]


def _around(context: str, wanted: Iterable[str]) -> str:
    for one in wanted:
        place = _find(context, one)
        if place is not None:
            start, end = place
            return context[max(0, start - AROUND) : min(end, start + ENDS) + AROUND]
    return ""


def _find(context: str, one: str) -> tuple[int, int] | None:
    """Return where a text stands as whole words; scripts without spaces have no word ends."""
    if len(one.encode()) < LEAST:
        return None
    pattern = rf"(?<!\w){re.escape(one)}(?!\w)" if one.isascii() else re.escape(one)
    found = re.search(pattern, context, re.IGNORECASE)
    return found.span() if found else None
