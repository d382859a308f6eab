"""From records to a report: cells, then tasks, benchmarks, capabilities and the overall mean.

Every mean is unweighted over the level below it: a task over its lengths, a benchmark over its tasks, a
capability over its benchmarks, the overall over all benchmarks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from loom_reports.control import Gain, context_gains
from loom_reports.judged import Judged, judged_scores
from loom_reports.plan import NO_CONTEXT, NONE, CellPlan
from loom_reports.records import SampleRecord
from loom_reports.retrieval import Retrieval, retrievals
from loom_reports.runfolder import RunFolder
from loom_reports.statistics import Estimate, estimate, macro_mean, median
from loom_reports.tradeoff import Tradeoff, tradeoffs

Key = TypeVar("Key")


@dataclass(frozen=True)
class CellResult:
    """One cell's outcome. `scores` is empty where no sample could be scored.

    `records` are of planned samples, in order. `failed` lists (doc id, error) of samples without a score;
    `missing` counts planned samples without a record; `not_computed` tells by metric why no sample has a
    score that needs another model. `facts` is what the worker stored when it finished the cell; `broken`
    what stopped it this time.
    """

    plan: CellPlan
    records: Sequence[SampleRecord] = field(repr=False)
    scores: Mapping[str, Estimate]
    not_computed: Mapping[str, str]
    failed: Sequence[tuple[str, str]]
    missing: int
    finished: bool
    truncated: int
    cut_off: int
    prompt_tokens: float | None
    output_tokens: float | None
    ttft: float | None
    tpot: float | None
    kv_bytes: float | None
    facts: Mapping[str, Any]
    broken: str = ""
    judged: Sequence[Judged] = ()

    @property
    def score(self) -> Estimate | None:
        """The estimate of the task's first metric."""
        return self.scores.get(self.plan.metrics[0])

    @property
    def official(self) -> Mapping[str, float]:
        """The benchmark's own figures of this cell, where they are no means of scores."""
        figures: Mapping[str, float] = self.facts.get("official", {})
        return figures

    @property
    def bad_rows(self) -> Sequence[str]:
        """What was wrong with the rows of its data that were left out."""
        rows: Sequence[str] = self.facts.get("bad_rows", ())
        return rows

    @property
    def complete(self) -> bool:
        """Whether every planned sample is recorded and scored, but for what needs another model."""
        return self.finished and not self.failed and not self.missing


@dataclass(frozen=True)
class Group:
    """A mean over cells, and the groups it is the mean of (a task has cells only)."""

    name: str
    score: Estimate | None
    complete: bool
    cells: Sequence[CellResult]
    groups: Sequence[Group] = ()

    def at_length(self, length: int) -> Estimate | None:
        """Return the same mean over the cells of one length only."""
        if self.groups:
            parts = [group.at_length(length) for group in self.groups]
        else:
            parts = [cell.score for cell in self.cells if cell.plan.length == length]
        known = [part for part in parts if part is not None]
        return macro_mean(known) if known else None


@dataclass(frozen=True)
class SubjectReport:
    """Everything measured of one model with one accelerator and one retriever."""

    model: str
    accelerator: str
    retriever: str
    overall: Group
    task_mean: Estimate | None
    capabilities: Sequence[Group]
    gains: Sequence[Gain]
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The model, with accelerator and retriever where there are any."""
        return " + ".join([self.model, *(x for x in (self.accelerator, self.retriever) if x != NONE)])


@dataclass(frozen=True)
class RunReport:
    """A whole run, ready to be written. `unpaired` counts samples that `tradeoffs` had to leave out."""

    spec: Mapping[str, Any]
    machine: Mapping[str, Any]
    cells: Sequence[CellResult]
    subjects: Sequence[SubjectReport]
    missing_shards: Sequence[str]
    tradeoffs: Sequence[Tradeoff] = ()
    unpaired: int = 0
    retrievals: Sequence[Retrieval] = ()

    @property
    def complete(self) -> bool:
        """Whether every planned sample of every planned cell has a score, and no shard is missing."""
        return bool(self.cells) and not self.missing_shards and all(cell.complete for cell in self.cells)

    @property
    def embedded(self) -> bool:
        """Whether some of the data was generated here, so scores do not compare with published ones."""
        return any(cell.plan.data == "embedded" for cell in self.cells)


def build_report(folder: RunFolder, broken: Mapping[str, str] = MappingProxyType({})) -> RunReport:
    """Read a run folder and aggregate it; LoomError where it is unreadable.

    `broken` tells by cell id what stopped a cell in the session that just ended.
    """
    run = folder.read()
    cells = [_cell_result(plan, folder, broken.get(plan.id, "")) for plan in folder.plans()]
    subjects = [
        _subject(subject, members, _gains(subject, cells, folder))
        for subject, members in _grouped(cells, lambda c: c.plan.subject)
        if subject[2] != NO_CONTEXT
    ]
    plans = [cell.plan for cell in cells]
    compared, unpaired = tradeoffs(plans, folder)
    return RunReport(
        run["spec"],
        run["machine"],
        cells,
        subjects,
        folder.missing_shards(),
        compared,
        unpaired,
        retrievals(plans, folder),
    )


def _cell_result(plan: CellPlan, folder: RunFolder, broken: str) -> CellResult:
    file = folder.cell(plan.id)
    records = [record for record in file.records() if record.index < plan.n]
    scored = [record for record in records if record.error is None]
    done = file.done()
    finished = done is not None and done["planned"] == plan.n
    available = done["n"] if done and finished else plan.n  # a data file may hold fewer samples
    return CellResult(
        plan=plan,
        records=records,
        scores={
            metric: estimate(
                [record.scores[metric] for record in having], [record.cluster for record in having]
            )
            for metric in plan.metrics
            if (having := [record for record in scored if metric in record.scores])
        },
        not_computed={
            name: why
            for record in scored
            for name, why in record.not_computed.items()
            if not any(name in other.scores for other in scored)
        },
        failed=[(record.doc_id, record.error) for record in records if record.error is not None],
        missing=available - len(records),
        finished=finished,
        truncated=sum(record.truncated_tokens > 0 for record in records),
        cut_off=sum(record.cut_off for record in records),
        prompt_tokens=_mean([record.prompt_tokens for record in scored]),
        output_tokens=_mean([record.output_tokens for record in scored]),
        ttft=median([record.ttft for record in scored]),
        tpot=median([record.tpot for record in scored]),
        kv_bytes=_mean([record.kv_bytes for record in scored if record.kv_bytes is not None]),
        facts=done or {},
        broken=broken,
        judged=judged_scores(done or {}, scored),
    )


def _gains(subject: tuple[str, str, str], cells: Sequence[CellResult], folder: RunFolder) -> list[Gain]:
    plans = [cell.plan for cell in cells if cell.plan.subject[:2] == subject[:2]]
    return context_gains(plans, folder) if subject[2] == NONE else []


def _subject(
    subject: tuple[str, str, str], cells: Sequence[CellResult], gains: Sequence[Gain]
) -> SubjectReport:
    capabilities = []
    for capability, in_capability in _grouped(cells, lambda c: c.plan.capability):
        benchmarks = []
        for benchmark, in_benchmark in _grouped(in_capability, lambda c: c.plan.benchmark):
            tasks = [
                _group(task, in_task, [cell.score for cell in in_task])
                for task, in_task in _grouped(in_benchmark, lambda c: c.plan.task)
            ]
            benchmarks.append(_group(benchmark, in_benchmark, [t.score for t in tasks], tasks))
        capabilities.append(_group(capability, in_capability, [b.score for b in benchmarks], benchmarks))
    everything = [benchmark for capability in capabilities for benchmark in capability.groups]
    facts: Mapping[str, Any] = next((c.facts["server"] for c in cells if "server" in c.facts), {})
    overall = _group("overall", cells, [benchmark.score for benchmark in everything], everything)
    scores = [task.score for benchmark in everything for task in benchmark.groups]
    known = [score for score in scores if score is not None]
    return SubjectReport(*subject, overall, macro_mean(known) if known else None, capabilities, gains, facts)


def _group(
    name: str,
    cells: Sequence[CellResult],
    scores: Sequence[Estimate | None],
    groups: Sequence[Group] = (),
) -> Group:
    known = [score for score in scores if score is not None]
    return Group(
        name, macro_mean(known) if known else None, all(cell.complete for cell in cells), cells, groups
    )


def _grouped(
    cells: Iterable[CellResult], key: Callable[[CellResult], Key]
) -> list[tuple[Key, list[CellResult]]]:
    groups: dict[Key, list[CellResult]] = {}
    for cell in cells:
        groups.setdefault(key(cell), []).append(cell)
    return list(groups.items())


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None
