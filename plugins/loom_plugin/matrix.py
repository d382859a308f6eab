"""The cells of a run: models x accelerators x tasks x lengths, as --tasks, --lengths and --shard select."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fnmatch import fnmatchcase

from loom_fixtures.models import ModelInfo
from loom_plugin.cost import relative_cost
from loom_plugin.settings import Settings
from loom_reports.errors import LoomError
from loom_reports.plan import NONE, CellPlan, query_aware
from loom_reports.runfolder import RunFolder
from loom_tests.benchmark import NO_CONTEXT, Benchmark, Cell, Source, SourceKind, Task
from loom_tests.lengths import length_label
from loom_tests.manifest import load_benchmarks, modules

NO_MODEL = "model"
COMPOSITE_SAMPLES = 10
"""Samples per cell of `-m loombench`, the first of each cell: about as many in all as LOOMBench has rows."""


FIXED_DATA: tuple[SourceKind, ...] = ("generated", "spec")


def all_benchmarks(settings: Settings) -> list[Benchmark]:
    """Return every benchmark of the manifest and of the run's spec files."""
    return [*load_benchmarks(), *settings.benchmarks]


def data_kind(task: Task, settings: Settings) -> SourceKind:
    """Return the kind of data a task is run on: what --data says, unless the task has one kind only."""
    if settings.data in task.sources:
        return settings.data
    return next((kind for kind in FIXED_DATA if kind in task.sources), settings.data)


def source_of(task: Task, settings: Settings) -> Source:
    """Return the source of a task's samples under --data; LoomError where it has none."""
    kind = data_kind(task, settings)
    if kind not in task.sources:
        raise LoomError(
            f"task {task.name} has no {kind} data; it has: {', '.join(task.sources)}. "
            "Choose another --data, or leave the task out with --tasks"
        )
    return task.sources[kind]


def in_composite(benchmark: Benchmark, task: Task) -> bool:
    """Whether a task is part of the LOOMBench composite."""
    return benchmark.loombench and task.loombench


def cells_of(benchmark: Benchmark, settings: Settings) -> list[Cell]:
    """Return the selected cells of one benchmark, in a fixed order; when rescoring, those of the run."""
    if settings.rescore:
        tasks = {task.name: task for task in benchmark.tasks}
        return [
            Cell(*plan.subject, benchmark, tasks[plan.task], plan.length, plan.n)
            for plan in RunFolder(settings.output).plans()
            if plan.benchmark == benchmark.name and selected(benchmark, tasks[plan.task], settings.tasks)
        ]
    cells = _product(benchmark, settings)
    return [cell for cell in cells if not unsuited(cell.task, cell.retriever, settings)]


def left_out(benchmark: Benchmark, settings: Settings) -> list[tuple[Cell, str]]:
    """Return the selected cells that are not run because retrieval makes no sense on their task, and why."""
    cells = [] if settings.rescore else _product(benchmark, settings)
    reasons = [(cell, unsuited(cell.task, cell.retriever, settings)) for cell in cells]
    return [(cell, reason) for cell, reason in reasons if reason]


def unsuited(task: Task, retriever: str, settings: Settings) -> str:
    """Return why a task is not run with a retriever, "" where it is."""
    if retriever in (NONE, NO_CONTEXT):
        return ""
    if task.prompt.conversation:
        return "its context is a conversation, whose turns are not cut"
    return "" if settings.force_retrieval else task.no_retrieval


def _product(benchmark: Benchmark, settings: Settings) -> list[Cell]:
    return [
        Cell(model, accelerator, retriever, benchmark, task, length, _samples(task, settings))
        for model in settings.models or [NO_MODEL]
        for accelerator in settings.accelerators
        for task in benchmark.tasks
        if selected(benchmark, task, settings.tasks)
        for length in _lengths(benchmark, task, model, settings)
        for retriever in [
            *settings.retrievers,
            *(NO_CONTEXT,) * _controlled(task, accelerator, settings),
        ]
    ]


def shard_of(cells: Sequence[Cell], settings: Settings) -> list[Cell]:
    """Return the cells of this run's shard: the longest first, each to the shard with least work."""
    index, count = settings.shard
    work = [0.0] * count
    mine = []
    for cell in sorted(cells, key=lambda cell: (-relative_cost(cell), cell.id)):
        shard = work.index(min(work))
        work[shard] += relative_cost(cell)
        if shard == index - 1:
            mine.append(cell)
    return mine


def check_selection(settings: Settings) -> None:
    """Raise LoomError where --tasks or --lengths name what is not there, before anything runs."""
    benchmarks = all_benchmarks(settings)
    names = {name for b in benchmarks for t in b.tasks for name in _names(b, t)}
    for glob in settings.tasks:
        if not any(fnmatchcase(name, glob) for name in names):
            close = difflib.get_close_matches(glob, sorted(names), n=3, cutoff=0.5)
            hint = (
                f"did you mean {' or '.join(close)}?"
                if close
                else f"benchmarks: {', '.join(b.name for b in benchmarks)}"
            )
            raise LoomError(f"--tasks {glob!r} matches no task; {hint}")
    for info in settings.models.values() if settings.truncation == "error" else ():
        for length in settings.lengths:
            limit = _room(info, settings)
            if limit is not None and length > limit:
                room = settings.thinking_tokens
                reasoning = f", {room} of them for reasoning" if room else ""
                raise LoomError(
                    f"--lengths {length_label(length)} is beyond the context of {info.name}, "
                    f"{info.context_length} tokens{reasoning}; choose up to {length_label(limit)}, or "
                    "--truncation middle|left to cut the prompts"
                )
    if settings.lengths and not any(
        selected(b, t, settings.tasks) and set(settings.lengths) & set(b.lengths_of(t))
        for b in benchmarks
        for t in b.tasks
    ):
        raise LoomError(
            f"--lengths {','.join(map(length_label, settings.lengths))}: no selected task has such a length; "
            f"lengths: {', '.join(map(length_label, _all_lengths(benchmarks)))}"
        )


def selected(benchmark: Benchmark, task: Task, globs: Sequence[str]) -> bool:
    """Whether --tasks selects a task, by "benchmark/task", benchmark or task name; no glob selects all.

    A benchmark's name stands for the benchmark only, also where another has a task of that name.
    """
    return not globs or any(
        fnmatchcase(name, glob)
        for glob in globs
        for name in _names(benchmark, task)
        if name != task.name or name == benchmark.name or glob not in modules()
    )


def plan_of(cell: Cell, settings: Settings) -> CellPlan:
    """Return what the report must know of a cell."""
    return CellPlan(
        id=cell.id,
        model=cell.model,
        accelerator=cell.accelerator,
        retriever=cell.retriever,
        capability=cell.benchmark.capability,
        benchmark=cell.benchmark.name,
        task=cell.task.name,
        length=cell.length,
        version=cell.benchmark.version,
        metrics=cell.task.metric_names,
        n=cell.n,
        data=data_kind(cell.task, settings),
        composite=in_composite(cell.benchmark, cell.task),
    )


def _controlled(task: Task, accelerator: str, settings: Settings) -> bool:
    """Whether a task is also asked without its context: not where an accelerator works on that alone."""
    return settings.no_context and task.closed_book and query_aware(accelerator)


def _samples(task: Task, settings: Settings) -> int:
    return settings.limit or (min(task.samples, COMPOSITE_SAMPLES) if settings.composite else task.samples)


def _lengths(benchmark: Benchmark, task: Task, model: str, settings: Settings) -> list[int]:
    info = settings.models.get(model)
    limit = _room(info, settings) if info else None
    known = benchmark.lengths_of(task)
    if settings.lengths:
        return [length for length in known if length in settings.lengths]
    fitting = [length for length in known if limit is None or length <= limit]
    if settings.shortest:
        return [min((length for length in fitting if length), default=0)] if fitting else []
    return fitting


def _room(info: ModelInfo, settings: Settings) -> int | None:
    """Return the longest length that leaves a model room to reason, None where nothing limits it."""
    return None if info.context_length is None else info.context_length - settings.thinking_tokens


def _names(benchmark: Benchmark, task: Task) -> tuple[str, str, str]:
    return (benchmark.name, task.name, f"{benchmark.name}/{task.name}")


def _all_lengths(benchmarks: Sequence[Benchmark]) -> list[int]:
    return sorted({length for b in benchmarks for t in b.tasks for length in b.lengths_of(t)})
