"""How soon does the sequential gate decide, and how often wrongly? Usage: gate_sequential.py [--runs 1000]

Simulates pairs of runs of which the truth is known: 20 tasks over 6 capabilities, watched after every unit.
What is undecided at the end goes to the fixed gate with the rest of alpha, as in the product. Prints in
Markdown how often the verdict is `regressed`, how often that is said early, how often there is an early
`pass`, and the mean share of the samples used; the last two columns are for runs that no pass may end.

Samples have success probabilities of their own (Beta, of mean 0.6 to 0.8 by task and concentration 1). 5 % of
the candidate's answers are drawn anew from them; a drop then turns right answers into wrong ones.
"clustered": the five questions of a context share the probability, and what is drawn anew sits in a fifth
of the contexts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from loom_reports.gate.betting import DROP_CAP, PASS_CAP, Floats, Ints, Rounds, log_wealth
from loom_reports.gate.decide import decide
from loom_reports.gate.limits import Limits
from loom_reports.gate.pairs import Bools, Pairs
from loom_reports.gate.sequential import SequentialGate, Stratum, final_limits

TASKS, CAPABILITIES, PER_CONTEXT, NOISE, TOUCHED = 20, 6, 5, 0.05, 0.2
MEANS = np.linspace(0.60, 0.80, TASKS)
TRUTHS = {
    "no change": np.zeros(TASKS),
    "-1 everywhere": np.full(TASKS, 0.01),
    "-2 everywhere": np.full(TASKS, 0.02),
    "-10 on one task": np.where(np.arange(TASKS) == TASKS // 2, 0.10, 0.0),
}
CHUNK, PERMUTATIONS = 50, 999


def simulate(
    random: np.random.Generator, runs: int, n: int, clustered: bool, drop: Floats
) -> tuple[Floats, Floats]:
    """Return candidates' and baselines' answers, 0 or 1: (runs, clusters of a task, tasks, questions)."""
    size = PER_CONTEXT if clustered else 1
    shape = (runs, n // size, TASKS, size)
    mean = random.permuted(np.tile(MEANS, (runs, 1)), axis=1)[:, None, :, None]
    likely = random.beta(mean, 1 - mean, size=(*shape[:3], 1))
    baseline = random.random(shape) < likely
    touched = random.random((*shape[:3], 1)) < (TOUCHED if clustered else 1)
    redrawn = touched & (random.random(shape) < NOISE / (TOUCHED if clustered else 1))
    kept = random.random(shape) >= drop[:, None] / mean
    candidate = np.where(redrawn, random.random(shape) < likely, baseline) & kept
    return candidate.astype(float), baseline.astype(float)


def as_pairs(candidate: Floats, baseline: Floats) -> Pairs:
    """Return one run as the fixed gate reads it; all of one length."""
    contexts, tasks, size = candidate.shape
    cluster = np.repeat(np.arange(contexts * tasks), size)
    return Pairs(
        tasks=[f"b/t{i}" for i in range(tasks)],
        capability=[f"c{i % CAPABILITIES}" for i in range(tasks)],
        lengths=["4k"],
        task=cluster % tasks,
        length=np.zeros_like(cluster),
        cluster=cluster,
        candidate=candidate.ravel(),
        baseline=baseline.ravel(),
    )


@dataclass(frozen=True)
class Outcomes:
    """One entry per run. Times are in rounds, `rounds` + 1 where it never came to it.

    `final` is what the fixed gate says of the whole run, asked only where nothing was found before.
    """

    regressed: Floats
    passed: Floats
    final: Bools
    rounds: int

    def columns(self) -> list[str]:
        """Return the cells of a row."""
        found = self.regressed <= self.rounds
        early = found & (self.regressed <= self.passed)
        passed = (self.passed <= self.rounds) & ~early
        caught = early | (self.final & ~passed)
        used = np.minimum(self.regressed, np.minimum(self.passed, self.rounds)) / self.rounds
        unpassed = np.minimum(self.regressed, self.rounds) / self.rounds
        shares = [caught, early, passed, used, found | self.final, unpassed]
        return [f"{100 * np.mean(share):.1f} %" for share in shares]


def watch(candidate: Floats, baseline: Floats, limits: Limits) -> Outcomes:
    """Return when each run is decided, and what the fixed gate would say at its end."""
    runs, contexts, tasks, size = candidate.shape
    names = [f"b/t{i}" for i in range(tasks)]
    planned = {
        name: Stratum(name, f"c{i % CAPABILITIES}", (size,) * contexts) for i, name in enumerate(names)
    }
    gate = SequentialGate(planned, limits)
    gains = (candidate - baseline).mean(axis=-1)
    regressed, passed = np.full(runs, contexts + 1), np.zeros(runs, int)
    for member in gate.members:
        own = gains[:, :, [names.index(name) for name in member.weights]]
        width = own.shape[-1]
        flat = own.reshape(runs, -1)
        rounds = Rounds(flat, np.ones_like(flat), np.arange(contexts) * width)
        units = contexts * width
        down = log_wealth(rounds, -member.max_drop, member.level, units, DROP_CAP)
        regressed = np.minimum(regressed, _first(down, member.level))
        null = member.max_drop + member.margin
        fine = log_wealth(rounds.mirrored(), null, gate.pass_level, units, PASS_CAP)
        passed = np.maximum(passed, _first(fine, gate.pass_level))
    final = np.array(
        [
            bool(time > contexts)
            and decide(as_pairs(a, b), final_limits(limits), permutations=999)[0] == "regressed"
            for time, a, b in zip(regressed, candidate, baseline, strict=True)
        ]
    )
    return Outcomes(regressed, passed, final, contexts)


def _first(wealth: Floats, level: float) -> Ints:
    """Return after how many rounds wealth first reaches 1 / level, one more than there are where never."""
    there = wealth >= -np.log(level)
    return np.where(there.any(axis=-1), there.argmax(axis=-1) + 1, wealth.shape[-1] + 1)


def joined(parts: Sequence[Outcomes]) -> Outcomes:
    """Return the outcomes of all parts as one."""
    regressed, passed, final = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("regressed", "passed", "final")
    )
    return Outcomes(regressed, passed, final, parts[0].rounds)


def main() -> None:
    """Print the table, a row at a time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1_000)
    parser.add_argument("--only", default="", help="rows whose name holds this text")
    options = parser.parse_args()
    start = time.perf_counter()
    heads = [
        "truth",
        "samples",
        "",
        "regressed",
        "early",
        "early pass",
        "used",
        "regressed, no pass",
        "used, no pass",
    ]
    print(f"| {' | '.join(heads)} |\n|---|---|---|{'---:|' * 6}")
    for clustered, n, (truth, drop) in product((False, True), (50, 200), TRUTHS.items()):
        kind = "clustered" if clustered else "independent"
        if options.only not in f"{truth} {n} {kind}":
            continue
        random = np.random.default_rng([n, clustered, list(TRUTHS).index(truth)])
        found = []
        for done in range(0, options.runs, CHUNK):
            sides = simulate(random, min(CHUNK, options.runs - done), n, clustered, drop)
            found.append(watch(*sides, Limits()))
        whole = Outcomes(
            *(
                np.concatenate([getattr(one, name) for one in found])
                for name in ("regressed", "passed", "final")
            ),
            found[0].rounds,
        )
        print(f"| {' | '.join([truth, f'{TASKS} × {n}', kind, *whole.columns()])} |", flush=True)
    print(f"\n{options.runs} runs a row, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
