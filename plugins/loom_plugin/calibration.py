"""What cells took here before, fitted: it predicts the next ones and puts the longest first.

Seconds per unit of work are found by non-negative least squares of relative errors, held by a weak prior to
the relative estimate, which a few cells cannot correct.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from loom_plugin.cost import RELATIVE, Work, done_work, expected_work, token_limits
from loom_reports.records import SampleRecord
from loom_tests.benchmark import Cell

PRIOR = 1e-3
"""Weight of the prior on each kind of work, beside 1 for each cell."""
ENOUGH = 3
"""Cells from which an error is told, and the time that the rest of a first run takes."""


@dataclass(frozen=True)
class Spent:
    """What a cell took: seconds for its work, and the most tokens a sample of it may read and write."""

    task: str
    seconds: float
    work: Work
    prompt: float
    new: float


@dataclass(frozen=True)
class CostModel:
    """Seconds of an engine by unit of work, and the cells they were found on.

    `error` is the median relative error of cells that are predicted from all the others, None for too few.
    """

    weights: Work
    cells: Mapping[str, Spent]
    error: float | None = None

    def seconds(self, cell: Cell) -> float | None:
        """Return how long a cell takes, None where its prompts are of unknown length."""
        before = self.cells.get(kind_of(cell))
        if before:
            return before.seconds * cell.n / before.work.samples
        return self.predict(cell.task_id, cell.n, *token_limits(cell)) if cell.length else None

    def predict(self, task: str, samples: float, prompt: float, new: float) -> float:
        """Return the seconds of samples that read and write as those of their task do, else of all tasks."""
        known = list(self.cells.values())
        alike = [spent for spent in known if spent.task == task] or known
        readable = sum(one.prompt * one.work.samples for one in alike)
        writable = sum(one.new * one.work.samples for one in alike)
        read = sum(one.work.read for one in alike) / readable if readable else 1.0
        written = sum(one.work.written for one in alike) / writable if writable else 1.0
        return expected_work(samples, prompt, new, read, written).times(self.weights)


def kind_of(cell: Cell) -> str:
    """Return what cells of one engine that take alike have in common."""
    return f"{cell.retriever}|{cell.task_id}|{cell.length}"


def spent_on(cell: Cell, records: Sequence[SampleRecord], seconds: float) -> Spent:
    """Return what a cell took, all of whose records were made in these seconds."""
    prompt, new = token_limits(cell)
    work = done_work(records)
    if not cell.length:
        prompt = sum(record.prompt_tokens for record in records) // len(records)
    return Spent(cell.task_id, seconds, work, prompt, new)


def fit(cells: Mapping[str, Spent]) -> CostModel:
    """Return the model that explains what cells took, at least one."""
    return CostModel(_weights(cells.values()), cells)


def judged(model: CostModel) -> CostModel:
    """Return a model with its error, by leaving out one cell after the other."""
    errors = []
    for kind, spent in model.cells.items() if len(model.cells) >= ENOUGH else ():
        others = fit({other: one for other, one in model.cells.items() if other != kind})
        predicted = others.predict(spent.task, spent.work.samples, spent.prompt, spent.new)
        errors.append(abs(predicted / spent.seconds - 1))
    return replace(model, error=median(errors) if errors else None)


def _weights(cells: Iterable[Spent]) -> Work:
    import numpy as np
    from scipy.optimize import nnls

    relative = np.array([[amount / spent.seconds for amount in spent.work] for spent in cells]) * RELATIVE
    guesses = relative.sum(axis=1)
    scale = guesses.sum() / (guesses**2).sum()  # the relative estimate in seconds, by least squares
    kinds = len(RELATIVE)
    rows = np.vstack([relative * scale, PRIOR**0.5 * np.eye(kinds)])
    goal = np.append(np.ones(len(relative)), np.full(kinds, PRIOR**0.5))
    factors, _ = nnls(rows, goal)
    return Work(*map(float, factors * scale * RELATIVE))
