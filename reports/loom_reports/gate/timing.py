"""Time and memory of two runs: ratios of medians, and only where machine and options are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from loom_reports.gate.align import Aligned
from loom_reports.gate.limits import Limits
from loom_reports.gate.pairs import Floats
from loom_reports.gate.result import Finding, Verdict
from loom_reports.gate.tests_of_difference import SEED
from loom_reports.records import SampleRecord

HARDWARE = ("processor", "cores", "gpus")
OPTIONS = ("server", "device", "dtype", "threads", "attn_implementation")
RESAMPLES = 1_999
BATCH = 100


@dataclass(frozen=True)
class Timing:
    """One figure of a sample; `sign` is 1 where more of it is worse, -1 where less is."""

    name: str
    of: Callable[[SampleRecord], float | None]
    sign: int = 1


def tokens_per_second(record: SampleRecord) -> float | None:
    """Return output tokens by the time from the request to the last of them."""
    if record.ttft is None or record.tpot is None:
        return None
    seconds = record.ttft + record.tpot * (record.output_tokens - 1)
    return record.output_tokens / seconds if seconds > 0 else None


TIMINGS = (
    Timing("TTFT", lambda record: record.ttft),
    Timing("TPOT", lambda record: record.tpot),
    Timing("tokens/s", tokens_per_second, -1),
    Timing("KV bytes", lambda record: record.kv_bytes),
)


def timing_findings(
    aligned: Aligned, candidate: Mapping[str, Any], baseline: Mapping[str, Any], limits: Limits
) -> tuple[list[Finding], list[str]]:
    """Return a finding per figure, over samples from batches of one size, and notes on what is not compared.

    `candidate` and `baseline` are the machines' facts. A finding gates where it has a limit.
    """
    differing = _differing(candidate, baseline, HARDWARE)
    for mine, other in aligned.servers:
        differing.update(_differing(mine, other, OPTIONS))
    if differing:
        return [], [f"times are not compared, these differ: {', '.join(sorted(differing))}"]
    both = [(match.candidate[0], match.baseline[0]) for match in aligned.matches]
    same = [(mine, other) for mine, other in both if mine.batch_size == other.batch_size]
    left_out = len(both) - len(same)
    notes = [f"times leave out {left_out} samples from batches of different sizes"] if left_out else []
    findings = [_finding(timing, same, limits) for timing in TIMINGS]
    return [one for one in findings if one is not None], notes


def _differing(mine: Mapping[str, Any], other: Mapping[str, Any], names: Sequence[str]) -> set[str]:
    return {name for name in names if mine.get(name) != other.get(name)}


def _finding(
    timing: Timing, both: Sequence[tuple[SampleRecord, SampleRecord]], limits: Limits
) -> Finding | None:
    values = [(timing.of(mine), timing.of(other)) for mine, other in both]
    known = np.array([(a, b) for a, b in values if a is not None and b], dtype=np.float64)
    if len(known) == 0 or not np.median(known[:, 1]):
        return None
    mine, other = np.median(known, axis=0)
    ratios = _resampled(known)
    limit = limits.timing.get(timing.name, 1.0)
    p = (1 + np.count_nonzero(timing.sign * (ratios - limit) <= 0)) / (1 + len(ratios))
    low, high = np.quantile(ratios, (limits.alpha, 1 - limits.alpha))
    inside = high <= limit if timing.sign > 0 else low >= limit
    verdict: Verdict = "pass" if inside else "regressed" if p <= limits.alpha else "inconclusive"
    wins, losses = (int(np.sum(timing.sign * side * np.diff(known)[:, 0] > 0)) for side in (1, -1))
    gates = timing.name in limits.timing
    return Finding(
        family="timing",
        name=timing.name,
        n=len(known),
        clusters=len(known),
        candidate=float(mine),
        baseline=float(other),
        difference=float(mine / other),
        low=float(min(low, mine / other)),
        high=float(max(high, mine / other)),
        p=float(p),
        adjusted=None,
        wins=wins,
        losses=losses,
        ties=len(known) - wins - losses,
        mde=None,
        needed=None,
        max_drop=abs(limit - 1),
        verdict="inconclusive" if gates and verdict == "regressed" else verdict,
        gates=gates,
    )


def _resampled(known: Floats) -> Floats:
    """Return ratios of medians of bootstrap resamples of the pairs."""
    random = np.random.default_rng(SEED)
    ratios = []
    for start in range(0, RESAMPLES, BATCH):
        drawn = known[random.integers(0, len(known), (min(BATCH, RESAMPLES - start), len(known)))]
        mine, other = np.median(drawn, axis=1).T
        ratios.append(mine / other)
    return np.concatenate(ratios)
