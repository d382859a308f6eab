"""The short names of lengths in tokens."""

from __future__ import annotations

KILO = 1024


def length_label(tokens: int) -> str:
    """Return the short name of a length: "4k" for 4096, "1m" for 1048576, "1000" for 1000, "0k" for 0."""
    if tokens and tokens % (KILO * KILO) == 0:
        return f"{tokens // (KILO * KILO)}m"
    return f"{tokens // KILO}k" if tokens % KILO == 0 else str(tokens)
