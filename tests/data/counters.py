"""Token counters that need no tokenizer."""

from __future__ import annotations

from loom_tests.contracts import Request


class Bytes:
    """Counts three bytes as a token."""

    fingerprint = "bytes"

    def count(self, request: Request) -> int:
        assert not isinstance(request.prompt, str)
        return sum(len(message.content.encode()) for message in request.prompt) // 3
