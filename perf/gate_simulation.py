"""Simulated pairs of runs of which the truth is known: 20 tasks over 6 capabilities and 4 lengths.

Samples have success probabilities of their own (Beta, of mean 0.60 to 0.80 by task and concentration 1), so
most are answered nearly always or nearly never. Numerics draw 5 % of the candidate's answers anew, from the
sample's own probability; a drop then turns right answers into wrong ones. "clustered": five questions of a
context share the probability, and what is drawn anew sits in a fifth of the contexts. "clustered noise" is
harsher: one context in twenty is drawn anew as a whole, with another probability.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from loom_reports.gate.pairs import Floats, Pairs

TASKS, LENGTHS, PER_CONTEXT, NOISE, CHUNK = 20, 4, 5, 0.05, 50
CAPABILITIES = ("faithfulness", "general", "retrieval", "reasoning", "generation", "specialization")
MEANS = np.linspace(0.60, 0.80, TASKS)
TRUTHS = {
    "no change": np.zeros(TASKS),
    "-1 everywhere": np.full(TASKS, 0.01),
    "-2 everywhere": np.full(TASKS, 0.02),
    "-10 on one task": np.where(np.arange(TASKS) == TASKS // 2, 0.10, 0.0),
}
INDEPENDENT, HARSH = "independent", "clustered noise"
TOUCHED = {INDEPENDENT: 1.0, "clustered": 0.2, HARSH: NOISE}
"""The share of the contexts in which answers are drawn anew, by kind of run."""
KINDS = tuple(TOUCHED)


def task_name(task: int) -> str:
    """Return the name of a task."""
    return f"b/t{task}"


def capability(task: int) -> str:
    """Return the capability of a task."""
    return CAPABILITIES[task % len(CAPABILITIES)]


def simulate(kind: str, n: int, truth: str, runs: int) -> Iterator[tuple[Floats, Floats]]:
    """Yield candidates' and baselines' answers, 0 or 1: (runs, contexts of a task, tasks, questions).

    At most CHUNK runs at a time. The same arguments always give the same answers.
    """
    random = np.random.default_rng([n, KINDS.index(kind), list(TRUTHS).index(truth)])
    for done in range(0, runs, CHUNK):
        yield _chunk(random, min(CHUNK, runs - done), kind, n, TRUTHS[truth])


def _chunk(random: np.random.Generator, runs: int, kind: str, n: int, drop: Floats) -> tuple[Floats, Floats]:
    size = 1 if kind == INDEPENDENT else PER_CONTEXT
    shape = (runs, n // size, TASKS, size)
    mean = random.permuted(np.tile(MEANS, (runs, 1)), axis=1)[:, None, :, None]
    likely = random.beta(mean, 1 - mean, size=(*shape[:3], 1))
    baseline = random.random(shape) < likely
    touched = random.random((*shape[:3], 1)) < TOUCHED[kind]
    redrawn = touched & (random.random(shape) < NOISE / TOUCHED[kind])
    kept = random.random(shape) >= drop[:, None] / mean
    likely = random.beta(mean, 1 - mean, size=likely.shape) if kind == HARSH else likely
    candidate = np.where(redrawn, random.random(shape) < likely, baseline) & kept
    return candidate.astype(float), baseline.astype(float)


def as_pairs(candidate: Floats, baseline: Floats) -> Pairs:
    """Return one run, (contexts of a task, tasks, questions), as the fixed gate reads it."""
    contexts, tasks, size = candidate.shape
    cluster = np.repeat(np.arange(contexts * tasks), size)
    return Pairs(
        tasks=[task_name(task) for task in range(tasks)],
        capability=[capability(task) for task in range(tasks)],
        lengths=[f"{2**i}k" for i in range(LENGTHS)],
        task=cluster % tasks,
        length=cluster // tasks % LENGTHS,
        cluster=cluster,
        candidate=candidate.ravel(),
        baseline=baseline.ravel(),
    )
