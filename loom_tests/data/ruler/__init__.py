"""Generators of the RULER tasks, after NVIDIA/RULER scripts/data/synthetic (Apache-2.0), written anew.

Each `build(item, size)` returns the sample whose haystack has `size` units. From 4k on a unit is one line of
the official haystack. Below, where a line would be more than 2 % of the length, it is a part of one.
"""

from __future__ import annotations

OFFICIAL = 4096  # the shortest length of the published results
NOISE = "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again."
NOISE_SENTENCES = tuple(f"{part}." for part in NOISE.rstrip(".").split(". "))


def noise(sentences: int) -> str:
    """Return so many sentences of the noise line, going round."""
    return " ".join(NOISE_SENTENCES[i % len(NOISE_SENTENCES)] for i in range(sentences))


def noise_lines(length: int, size: int) -> list[str]:
    """Return `size` lines of noise; at the short lengths `size` sentences, the last line cut."""
    if length >= OFFICIAL:
        return [NOISE] * size
    whole, rest = divmod(size, len(NOISE_SENTENCES))
    return [NOISE] * whole + [noise(rest)] * bool(rest)
