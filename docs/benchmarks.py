"""Write docs/benchmarks.md from the benchmarks themselves: `python docs/benchmarks.py`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from pathlib import Path

from loom_tests.benchmark import Benchmark, Task
from loom_tests.lengths import length_label
from loom_tests.manifest import MODULES, load_benchmark

PAGE = Path(__file__).with_name("benchmarks.md")
HEAD = """# Benchmarks

{benchmarks} benchmarks with {tasks} tasks. Each text below is the docstring of the benchmark's module: paper,
data and licence, metric, known deviations, known flaws of the official scorer. `--metric-version fixed`
chooses the mended score where one is listed. Embedded data is generated here, in the official row schema: it
runs anywhere and compares with no published score. RULER and NIAH are recipes: `generated` data are made by
them, from texts of ours, and the report says so too. This page is written by `python docs/benchmarks.py`.
"""


def page() -> str:
    """Return the page's text."""
    benchmarks = [load_benchmark(name) for name in MODULES]
    capabilities = sorted(benchmarks, key=lambda one: one.capability)
    lines = [HEAD.format(benchmarks=len(benchmarks), tasks=sum(len(one.tasks) for one in benchmarks))]
    for capability, group in groupby(capabilities, key=lambda one: one.capability):
        lines.append(f"\n## {capability.capitalize()}\n")
        for benchmark in sorted(group, key=lambda one: one.name):
            lines.extend(_section(benchmark))
    return "\n".join(lines) + "\n"


def _section(benchmark: Benchmark) -> Iterator[str]:
    text = inspect.cleandoc(import_module(MODULES[benchmark.name]).__doc__ or "")
    yield f"### {benchmark.name}\n"
    yield f"{text}\n"
    yield "| tasks | score | lengths | new tokens | data |"
    yield "|---|---|---|---:|---|"
    for row, tasks in groupby(benchmark.tasks, key=lambda task: _row(benchmark, task)):
        yield f"| {', '.join(task.name for task in tasks)} | {row} |"
    flaws = {
        f"{metric.name}: {metric.flaw}" for task in benchmark.tasks for metric in task.metrics if metric.flaw
    }
    if flaws:
        yield "\nMended by `--metric-version fixed`:\n"
    yield from (f"- {flaw}" for flaw in sorted(flaws))
    yield ""


def _row(benchmark: Benchmark, task: Task) -> str:
    lengths = benchmark.lengths_of(task)
    span = f"{length_label(min(lengths))} to {length_label(max(lengths))}"
    kinds = ", ".join(sorted(task.sources))
    needs = "".join(f", {judged.name} ({judged.needs})" for judged in task.judged)
    metrics = ", ".join(metric.name for metric in task.metrics)
    return f"{(metrics + needs).removeprefix(', ')} | {span} | {task.max_new_tokens} | {kinds}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
