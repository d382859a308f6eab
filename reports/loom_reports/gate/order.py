"""The order in which contexts are asked and read under the sequential gate: as good as random, for anyone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256


def in_order(contexts: Iterable[str]) -> list[str]:
    """Return the contexts, each once, by a hash of their names: an order that no score depends on."""
    return sorted(dict.fromkeys(contexts), key=lambda context: sha256(context.encode()).digest())


def passes(contexts: Sequence[str], count: int) -> list[int]:
    """Return each sample's pass, 0 to count - 1, given each sample's context.

    Passes follow `in_order`. Contexts stay whole: one belongs to the pass that its first sample falls into.
    """
    size = Counter(contexts)
    start, found = 0, {}
    for context in in_order(contexts):
        found[context] = start * count // len(contexts)
        start += size[context]
    return [found[context] for context in contexts]
