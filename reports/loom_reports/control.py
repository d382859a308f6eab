"""The closed-book control: what a task's score owes to its context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loom_reports.paired import Difference, Paired, document, matched, mean_of, paired_records, scored
from loom_reports.plan import NO_CONTEXT, NONE, CellPlan
from loom_reports.runfolder import RunFolder
from loom_reports.statistics import Estimate


@dataclass(frozen=True)
class Gain:
    """Scores with and without context, over the samples that have both, and their paired difference."""

    name: str
    with_context: Estimate
    without: Estimate
    gain: Difference


def context_gains(plans: Sequence[CellPlan], folder: RunFolder) -> list[Gain]:
    """Return the gain of every task that a control was run for, then their mean."""
    by_axes = {(plan.retriever, *_axes(plan)): plan for plan in plans}
    tasks: dict[str, list[Paired]] = {}
    for plan in plans:
        control = by_axes.get((NO_CONTEXT, *_axes(plan)))
        if plan.retriever == NONE and control is not None:
            pairs = matched(scored(plan, folder, document), scored(control, folder, document))
            if pairs:
                task = tasks.setdefault(f"{plan.benchmark}/{plan.task}", [])
                task.append(paired_records(pairs, plan.metrics[0]))
    means = {name: mean_of(pairs) for name, pairs in tasks.items()}
    gains = [_gain(name, pair) for name, pair in means.items()]
    return [*gains, _gain("mean", mean_of(means.values()))] if gains else []


def _axes(plan: CellPlan) -> tuple[str, str, str, str, int]:
    return (plan.model, plan.accelerator, plan.benchmark, plan.task, plan.length)


def _gain(name: str, pair: Paired) -> Gain:
    return Gain(name, pair.first, pair.second, pair.difference)
