"""How often does the gate fire? Usage: gate_calibration.py [--runs 1000] [--permutations 999] [--only TEXT]

Prints in Markdown how often every rule says of the runs of gate_simulation.py that the candidate regressed.
"""

from __future__ import annotations

import argparse
import math
import time
from itertools import product
from statistics import NormalDist

import numpy as np
from gate_sequential import watch
from gate_simulation import KINDS, TASKS, TRUTHS, as_pairs, simulate

from loom_reports.gate.decide import decide
from loom_reports.gate.limits import Limits
from loom_reports.gate.pairs import Bools, Floats

LIMITS = Limits()
HEADS = ("this gate", "sequential", "8 % tolerance", "unpaired z")


def fixed_gate(candidate: Floats, baseline: Floats, permutations: int) -> list[bool]:
    """The gate as the product runs it at the end of a run; one answer per run."""
    pairs = map(as_pairs, candidate, baseline)
    return [decide(one, LIMITS, permutations=permutations)[0] == "regressed" for one in pairs]


def fixed_tolerance(candidate: Floats, baseline: Floats) -> Bools:
    """Any task below 92 % of its baseline."""
    below = candidate.mean(axis=(1, 3)) < 0.92 * baseline.mean(axis=(1, 3))
    return np.asarray(below.any(axis=1))


def unpaired_z(candidate: Floats, baseline: Floats) -> Bools:
    """One z test of the two pooled means, as if the runs had different samples."""
    mine, other = (side.mean(axis=(1, 2, 3)) for side in (candidate, baseline))
    pooled = (mine + other) / 2
    error = np.sqrt(2 * pooled * (1 - pooled) / math.prod(candidate.shape[1:]))
    return np.asarray((other - mine) / error > NormalDist().inv_cdf(1 - LIMITS.alpha))


def row(kind: str, n: int, truth: str, runs: int, permutations: int) -> Floats:
    """Return the share of the runs, by rule, that are said to have regressed."""
    said = [
        np.stack(
            [
                fixed_gate(*sides, permutations),
                watch(*sides, LIMITS).caught(),
                fixed_tolerance(*sides),
                unpaired_z(*sides),
            ]
        )
        for sides in simulate(kind, n, truth, runs)
    ]
    return np.asarray(np.concatenate(said, axis=1).mean(axis=1))


def main() -> None:
    """Print the table, a row at a time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--permutations", type=int, default=999)
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    options = parser.parse_args()
    start = time.perf_counter()
    print(f"| truth | samples | | {' | '.join(HEADS)} |\n|---|---|---|{'---:|' * len(HEADS)}")
    for kind, n, truth in product(KINDS, (50, 200), TRUTHS):
        if options.only in f"{truth} {n} {kind}":
            cells = [
                f"{100 * share:.1f} %" for share in row(kind, n, truth, options.runs, options.permutations)
            ]
            print(f"| {truth} | {TASKS} × {n} | {kind} | {' | '.join(cells)} |", flush=True)
    took = time.perf_counter() - start
    print(f"\n{options.runs} runs a row, {options.permutations} permutations, {took:.0f} s")


if __name__ == "__main__":
    main()
