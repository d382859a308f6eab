"""What a retriever costs and saves: every retriever against none, on the same samples.

A row holds one retriever at one length. Ratios compare a sample's prompt and its time to the first token with
those of the same sample asked with its whole context.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from loom_reports.paired import Difference, Pair, document, matched, mean_of, paired_records, scored
from loom_reports.plan import NO_CONTEXT, NONE, CellPlan
from loom_reports.runfolder import RunFolder
from loom_reports.statistics import Estimate, median
from loom_reports.tradeoff import ratio

FULL = "full"


@dataclass(frozen=True)
class Retrieval:
    """One retriever against none. `tokens` and `ttft` are medians over samples, below 1 where it saves.

    `recall` is the mean share of the gold evidence that was shown, where it is known. With self-route, `full`
    is the share of samples asked with the whole context and `saved` the share of all prompt tokens saved,
    negative where asking twice cost more.
    """

    model: str
    accelerator: str
    retriever: str
    length: int
    score: Estimate
    without: Estimate
    difference: Difference
    recall: float | None
    tokens: float | None
    ttft: float | None
    full: float | None
    saved: float | None


def retrievals(plans: Sequence[CellPlan], folder: RunFolder) -> list[Retrieval]:
    """Return a row for every retriever and length that has samples answered with none too."""
    by_axes = {(plan.retriever, *_axes(plan)): plan for plan in plans}
    groups: dict[tuple[str, str, str, int], dict[str, list[Pair]]] = {}
    for plan in plans:
        base = by_axes.get((NONE, *_axes(plan)))
        if plan.retriever in (NONE, NO_CONTEXT) or base is None:
            continue
        pairs = matched(scored(plan, folder, document), scored(base, folder, document))
        if pairs:
            key = (plan.model, plan.accelerator, plan.retriever, plan.length)
            groups.setdefault(key, {})[f"{plan.benchmark}/{plan.task}"] = pairs
    metrics = {f"{plan.benchmark}/{plan.task}": plan.metrics[0] for plan in plans}
    return [_row(key, tasks, metrics) for key, tasks in sorted(groups.items())]


def _axes(plan: CellPlan) -> tuple[str, str, str, str, int]:
    return (plan.model, plan.accelerator, plan.benchmark, plan.task, plan.length)


def _row(
    key: tuple[str, str, str, int], tasks: Mapping[str, Sequence[Pair]], metrics: Mapping[str, str]
) -> Retrieval:
    both = mean_of(paired_records(pairs, metrics[task]) for task, pairs in tasks.items())
    pairs = [pair for members in tasks.values() for pair in members]
    recalls = [mine.evidence_recall for mine, _ in pairs if mine.evidence_recall is not None]
    routed = [(mine, other) for mine, other in pairs if mine.saved_tokens is not None]
    whole = sum(other.prompt_tokens for _, other in routed)
    return Retrieval(
        *key,
        score=both.first,
        without=both.second,
        difference=both.difference,
        recall=fmean(recalls) if recalls else None,
        tokens=median([ratio(mine.prompt_tokens, other.prompt_tokens) for mine, other in pairs]),
        ttft=median([ratio(mine.ttft, other.ttft) for mine, other in pairs]),
        full=fmean(mine.route == FULL for mine, _ in routed) if routed else None,
        saved=sum(mine.saved_tokens or 0 for mine, _ in routed) / whole if whole else None,
    )
