"""How often does the gate fire? Usage: gate_calibration.py [--runs 1000] [--permutations 999] [--only TEXT]

Simulates pairs of runs of which the truth is known and prints, in Markdown, how often every rule says that
the candidate regressed. 20 tasks over 6 capabilities and 4 lengths; the tasks' means are 0.60 to 0.80.

Answers are 0/1. Noise draws 5 % of the candidate's answers anew; a drop then turns right answers into wrong
ones. "clustered" means five questions to a context: whether they are answered hangs together (a
Gaussian copula of correlation 0.5). With "clustered noise" the noise strikes whole contexts, so that the
differences hang together too: nothing could find a small drop as well there, but no alarm may be false.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from statistics import NormalDist

import numpy as np

from loom_reports.gate.decide import decide
from loom_reports.gate.limits import Limits
from loom_reports.gate.pairs import Bools, Floats, Ints, Pairs

TASKS, LENGTHS, PER_CONTEXT, NOISE, CORRELATION = 20, 4, 5, 0.05, 0.5
CAPABILITIES = ("faithfulness", "general", "retrieval", "reasoning", "generation", "specialization")
MEANS = np.linspace(0.60, 0.80, TASKS)
QUANTILES = np.array([NormalDist().inv_cdf(mean) for mean in MEANS])
INDEPENDENT, CLUSTERED, NOISY = "independent", "clustered", "clustered noise"
KINDS = (INDEPENDENT, CLUSTERED, NOISY)
ALPHA = 0.05


@dataclass(frozen=True)
class Truth:
    """A drop in points of score: everywhere, or on the first task only."""

    name: str
    drop: float
    tasks: int = TASKS


TRUTHS = (
    Truth("no change", 0),
    Truth("-1 everywhere", 0.01),
    Truth("-2 everywhere", 0.02),
    Truth("-10 on one task", 0.10, 1),
)


@dataclass(frozen=True)
class Outcome:
    """What a gate said of one pair of runs, and the share of the samples it looked at."""

    regressed: bool
    used: float = 1.0


Gate = Callable[[Pairs, int], Outcome]
"""From pairs and the number of permutations to an outcome."""


def simulate(random: np.random.Generator, n: int, kind: str, truth: Truth) -> Pairs:
    """Return one pair of runs with n samples per task; the tasks' means are in random order."""
    size = 1 if kind == INDEPENDENT else PER_CONTEXT
    task = np.repeat(np.arange(TASKS), n)
    cluster = np.repeat(np.arange(TASKS * n // size), size)
    order = random.permutation(TASKS)[task]
    mean = MEANS[order]
    shared = random.standard_normal(cluster[-1] + 1)
    baseline = _answers(random, shared[cluster], order, size)
    if kind == NOISY:
        redrawn = (random.random(len(shared)) < NOISE)[cluster]
        shared = random.standard_normal(len(shared))
    else:
        redrawn = random.random(len(task)) < NOISE
    candidate = np.where(redrawn, _answers(random, shared[cluster], order, size), baseline)
    lost = (random.random(len(task)) < truth.drop / mean) & (task < truth.tasks)
    return Pairs(
        tasks=[f"benchmark/task{i}" for i in range(TASKS)],
        capability=[CAPABILITIES[i % len(CAPABILITIES)] for i in range(TASKS)],
        lengths=[f"{2**i}k" for i in range(LENGTHS)],
        task=task,
        length=cluster % LENGTHS,
        cluster=cluster,
        candidate=(candidate & ~lost).astype(float),
        baseline=baseline.astype(float),
        outcomes={name: (np.zeros(len(task), bool),) * 2 for name in ("errors", "truncated", "unparsed")},
    )


def _answers(random: np.random.Generator, shared: Floats, order: Ints, size: int) -> Bools:
    """Return whether each sample is answered rightly; those of a context hang together."""
    correlation = CORRELATION if size > 1 else 0
    own = random.standard_normal(len(shared))
    known = math.sqrt(correlation) * shared + math.sqrt(1 - correlation) * own
    return np.asarray(known < QUANTILES[order])


def our_gate(pairs: Pairs, permutations: int) -> Outcome:
    """The fixed-sample gate as the product runs it."""
    verdict, _ = decide(pairs, Limits(alpha=ALPHA), permutations=permutations)
    return Outcome(verdict == "regressed")


def fixed_tolerance(pairs: Pairs, permutations: int) -> Outcome:
    """Any task below 92 % of its baseline."""
    candidate, baseline = (np.bincount(pairs.task, side) for side in (pairs.candidate, pairs.baseline))
    return Outcome(bool(np.any(candidate < 0.92 * baseline)))


def unpaired_z(pairs: Pairs, permutations: int) -> Outcome:
    """One z test of the two pooled means, as if the runs had different samples."""
    candidate, baseline = pairs.candidate.mean(), pairs.baseline.mean()
    pooled = (candidate + baseline) / 2
    error = math.sqrt(2 * pooled * (1 - pooled) / len(pairs.task))
    return Outcome(bool((baseline - candidate) / error > NormalDist().inv_cdf(1 - ALPHA)))


GATES: dict[str, Gate] = {
    "this gate": our_gate,
    "8 % tolerance": fixed_tolerance,
    "unpaired z": unpaired_z,
}


def row(truth: Truth, n: int, kind: str, runs: int, permutations: int) -> dict[str, list[Outcome]]:
    """Return what every gate said of the same simulated runs."""
    random = np.random.default_rng([n, KINDS.index(kind), TRUTHS.index(truth)])
    found: dict[str, list[Outcome]] = {name: [] for name in GATES}
    for _ in range(runs):
        pairs = simulate(random, n, kind, truth)
        for name, gate in GATES.items():
            found[name].append(gate(pairs, permutations))
    return found


def main() -> None:
    """Print the table, a row at a time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    options = parser.parse_args()
    start = time.perf_counter()
    print(f"| truth | samples | | {' | '.join(GATES)} |\n|---|---|---|{'---|' * len(GATES)}")
    for kind, n, truth in product(KINDS, (50, 200), TRUTHS):
        if options.only not in f"{truth.name} {n} {kind}":
            continue
        found = row(truth, n, kind, options.runs, options.permutations)
        cells = [f"{100 * np.mean([one.regressed for one in outcomes]):.1f} %" for outcomes in found.values()]
        print(f"| {truth.name} | {TASKS} × {n} | {kind} | {' | '.join(cells)} |", flush=True)
    took = time.perf_counter() - start
    print(f"\n{options.runs} runs a row, {options.permutations} permutations, {took:.0f} s")


if __name__ == "__main__":
    main()
