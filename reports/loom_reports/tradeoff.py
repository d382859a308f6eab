"""What an accelerator keeps and what it saves: every accelerator against none, on the same samples.

A row holds one accelerator at one length and batch size. Times depend on the batch, so samples whose batches
had another size with none are left out, and counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loom_reports.paired import Difference, Pair, Paired, document, matched, mean_of, paired_records, scored
from loom_reports.plan import NONE, CellPlan, query_aware
from loom_reports.runfolder import RunFolder
from loom_reports.statistics import Estimate, median


@dataclass(frozen=True)
class Tradeoff:
    """One accelerator against none. Ratios are medians over samples, below 1 where it saves.

    `kv` compares the bytes on the device once the prompt is read, `host` is the share kept on the host;
    `density` is the share of the prompt's causal pairs computed, `overhead` the seconds of the method's own
    work a batch.
    """

    model: str
    accelerator: str
    length: int
    batch_size: int
    score: Estimate
    without: Estimate
    difference: Difference
    kv: float | None
    host: float | None
    ttft: float | None
    tpot: float | None
    density: float | None
    overhead: float | None

    @property
    def query_aware(self) -> bool:
        """Whether the question was in view when the cache was compressed."""
        return query_aware(self.accelerator)


def tradeoffs(plans: Sequence[CellPlan], folder: RunFolder) -> tuple[list[Tradeoff], int]:
    """Return a row for every accelerator, length and batch size that has samples answered with none too.

    And how many samples were left out, having no partner in a batch of the same size.
    """
    by_axes = {(plan.accelerator, *_axes(plan)): plan for plan in plans}
    groups: dict[tuple[str, str, int, int], dict[str, list[Pair]]] = {}
    left_out = 0
    for plan in plans:
        base = by_axes.get((NONE, *_axes(plan)))
        if plan.accelerator == NONE or plan.retriever != NONE or base is None:
            continue
        answers = scored(plan, folder, document)
        left_out += len(answers)
        for mine, other in matched(answers, scored(base, folder, document)):
            if mine.batch_size == other.batch_size:
                left_out -= 1
                key = (plan.model, plan.accelerator, plan.length, mine.batch_size)
                group = groups.setdefault(key, {})
                group.setdefault(f"{plan.benchmark}/{plan.task}", []).append((mine, other))
    metrics = {f"{plan.benchmark}/{plan.task}": plan.metrics[0] for plan in plans}
    return [_row(key, tasks, metrics) for key, tasks in sorted(groups.items())], left_out


def _axes(plan: CellPlan) -> tuple[str, str, str, str, int]:
    return (plan.model, plan.retriever, plan.benchmark, plan.task, plan.length)


def _row(
    key: tuple[str, str, int, int],
    tasks: Mapping[str, Sequence[Pair]],
    metrics: Mapping[str, str],
) -> Tradeoff:
    both: Paired = mean_of(paired_records(pairs, metrics[task]) for task, pairs in tasks.items())
    pairs = [pair for members in tasks.values() for pair in members]
    return Tradeoff(
        *key,
        score=both.first,
        without=both.second,
        difference=both.difference,
        kv=median([ratio(a.kv_bytes_prompt, b.kv_bytes_prompt) for a, b in pairs]),
        host=median([ratio(a.kv_bytes_host, b.kv_bytes_prompt) for a, b in pairs]),
        ttft=median([ratio(a.ttft, b.ttft) for a, b in pairs]),
        tpot=median([ratio(a.tpot, b.tpot) for a, b in pairs]),
        density=median([a.prefill_density for a, _ in pairs]),
        overhead=median([a.overhead for a, _ in pairs]),
    )


def ratio(mine: float | None, other: float | None) -> float | None:
    """Return one value over another, None where one is unknown or there is nothing to compare with."""
    return mine / other if mine is not None and other else None
