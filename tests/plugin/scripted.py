"""A server for tests that knows what to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from loom_fixtures.servers.base import Server
from loom_tests.contracts import Completion, Request


class Scripted(Server):
    """Answers every request with `answer(request)`; counts three bytes as a token."""

    fingerprint = "scripted"
    context_length = None

    def __init__(self, answer: Callable[[Request], str]) -> None:
        self._answer = answer

    def count(self, request: Request) -> int:
        texts = [request.prompt] if isinstance(request.prompt, str) else [m.content for m in request.prompt]
        return sum(len(text.encode()) for text in [*texts, request.answer_prefix]) // 3

    def spans(self, text: str) -> list[tuple[int, int]]:
        return [(start, min(start + 3, len(text))) for start in range(0, len(text), 3)]

    def batches(self, requests: Sequence[Request]) -> Iterator[list[tuple[int, Completion]]]:
        yield [(index, Completion(self._answer(request), "stop")) for index, request in enumerate(requests)]

    def describe(self) -> dict[str, Any]:
        return {"scripted": True}

    def close(self) -> None:
        """Nothing to free."""
