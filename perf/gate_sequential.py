"""How soon does the sequential gate decide, and how often wrongly? Usage: gate_sequential.py [--runs 1000]

Watches the runs of gate_simulation.py after every unit. What is undecided at the end goes to the fixed gate
with the rest of alpha, as in the product. Prints in Markdown how often the verdict is `regressed`, how often
that is said early, how often there is an early `pass`, and the mean share of the samples used; the last two
columns are for runs that no pass may end.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from gate_simulation import KINDS, TASKS, TRUTHS, as_pairs, capability, simulate, task_name

from loom_reports.gate.betting import DROP_CAP, PASS_CAP, Floats, Ints, Rounds, log_wealth
from loom_reports.gate.decide import decide
from loom_reports.gate.limits import Limits
from loom_reports.gate.pairs import Bools
from loom_reports.gate.sequential import SequentialGate, Stratum, final_limits

PERMUTATIONS = 999


@dataclass(frozen=True)
class Outcomes:
    """One entry per run. Times are in rounds, `rounds` + 1 where it never came to it.

    `final` is what the fixed gate says of the whole run, asked only where nothing was found before.
    """

    regressed: Floats
    passed: Floats
    final: Bools
    rounds: int

    def caught(self) -> Bools:
        """Return of which runs the verdict is `regressed`, early or at the end."""
        early = (self.regressed <= self.rounds) & (self.regressed <= self.passed)
        return early | (self.final & (self.passed > self.rounds))

    def columns(self) -> list[str]:
        """Return the cells of a row."""
        found = self.regressed <= self.rounds
        early = found & (self.regressed <= self.passed)
        passed = (self.passed <= self.rounds) & ~early
        used = np.minimum(self.regressed, np.minimum(self.passed, self.rounds)) / self.rounds
        unpassed = np.minimum(self.regressed, self.rounds) / self.rounds
        shares: list[Floats | Bools] = [self.caught(), early, passed, used, found | self.final, unpassed]
        return [f"{100 * np.mean(share):.1f} %" for share in shares]


def watch(candidate: Floats, baseline: Floats, limits: Limits) -> Outcomes:
    """Return when each run is decided, and what the fixed gate would say at its end."""
    runs, contexts, tasks, size = candidate.shape
    names = [task_name(task) for task in range(tasks)]
    planned = {name: Stratum(name, capability(task), (size,) * contexts) for task, name in enumerate(names)}
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
            and decide(as_pairs(a, b), final_limits(limits), permutations=PERMUTATIONS)[0] == "regressed"
            for time, a, b in zip(regressed, candidate, baseline, strict=True)
        ]
    )
    return Outcomes(regressed, passed, final, contexts)


def _first(wealth: Floats, level: float) -> Ints:
    """Return after how many rounds wealth first reaches 1 / level, one more than there are where never."""
    there = wealth >= -np.log(level)
    first: Ints = np.where(there.any(axis=-1), there.argmax(axis=-1) + 1, wealth.shape[-1] + 1)
    return first


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
    for kind, n, truth in product(KINDS, (50, 200), TRUTHS):
        if options.only not in f"{truth} {n} {kind}":
            continue
        found = joined([watch(*sides, Limits()) for sides in simulate(kind, n, truth, options.runs)])
        print(f"| {' | '.join([truth, f'{TASKS} × {n}', kind, *found.columns()])} |", flush=True)
    print(f"\n{options.runs} runs a row, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
