"""The closed-book control: what a task's score owes to its context."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loom_reports.paired import Difference, Paired, mean_of, paired
from loom_reports.plan import NO_CONTEXT, CellPlan
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
        if plan.retriever == "none" and control is not None:
            pair = _pair(_scores(plan, folder), _scores(control, folder))
            if pair is not None:
                tasks.setdefault(f"{plan.benchmark}/{plan.task}", []).append(pair)
    means = {name: mean_of(pairs) for name, pairs in tasks.items()}
    gains = [_gain(name, pair) for name, pair in means.items()]
    return [*gains, _gain("mean", mean_of(means.values()))] if gains else []


def _axes(plan: CellPlan) -> tuple[str, str, str, str, int]:
    return (plan.model, plan.accelerator, plan.benchmark, plan.task, plan.length)


def _scores(plan: CellPlan, folder: RunFolder) -> Mapping[str, tuple[float, str]]:
    metric = plan.metrics[0]
    return {
        record.doc_hash: (record.scores[metric], record.context_id or record.doc_id)
        for record in folder.cell(plan.id).records()
        if record.index < plan.n and record.error is None and metric in record.scores
    }


def _pair(
    open_book: Mapping[str, tuple[float, str]], closed_book: Mapping[str, tuple[float, str]]
) -> Paired | None:
    both = [document for document in open_book if document in closed_book]
    if not both:
        return None
    return paired(
        [open_book[document][0] for document in both],
        [closed_book[document][0] for document in both],
        [open_book[document][1] for document in both],
    )


def _gain(name: str, pair: Paired) -> Gain:
    return Gain(name, pair.first, pair.second, pair.difference)
