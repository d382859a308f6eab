"""Length buckets: "4k" is 4096 tokens of the evaluated model, answer and chat template included."""

from __future__ import annotations

import re

from loom_reports.lengths import KILO, length_label
from loom_tests.errors import LoomError

__all__ = ["KILO", "TO_128K", "length_label", "parse_length"]

TO_128K = tuple(KILO * k for k in (1, 2, 4, 8, 16, 32, 64, 128))


def parse_length(text: str) -> int:
    """Return the tokens of a length written as "4k", "1m" or "4096"; LoomError otherwise."""
    found = re.fullmatch(r"(\d+)([km]?)", text.strip().lower())
    if found is None:
        raise LoomError(f"length {text!r} is not a number of tokens; write it like 4k, 128k, 1m or 4096")
    return int(found[1]) * {"": 1, "k": KILO, "m": KILO * KILO}[found[2]]
