"""`loombench list`: benchmarks, tasks and accelerators."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from loom_fixtures.accelerators.registry import METHODS, method_class
from loom_reports.tables import as_text
from loom_tests.benchmark import Benchmark
from loom_tests.lengths import length_label
from loom_tests.manifest import load_benchmarks


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("list", help="list benchmarks, tasks or accelerators")
    parser.add_argument(
        "what", choices=("benchmarks", "tasks", "accelerators"), nargs="?", default="benchmarks"
    )
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Print one line per benchmark, task or accelerator, and how many there are."""
    if options.what == "accelerators":
        _write(_accelerators(), f"{len(METHODS)} methods; join independent ones with +")
        return 0
    benchmarks = load_benchmarks()
    tasks = sum(len(benchmark.tasks) for benchmark in benchmarks)
    table = _tasks(benchmarks) if options.what == "tasks" else _benchmarks(benchmarks)
    _write(as_text(table), f"{len(benchmarks)} benchmarks, {tasks} tasks")
    return 0


def _write(lines: Iterable[str], last: str) -> None:
    for line in (*lines, last):
        sys.stdout.write(line + "\n")


def _accelerators() -> Iterator[str]:
    from loom_fixtures.accelerators.spec import KINDS

    for name in METHODS:
        method = method_class(name)
        kind = next(kind for kind, base in KINDS.items() if issubclass(method, base))
        options = ", ".join(_option(field) for field in fields(method) if field.init)
        yield f"{name:<20}{kind:<10}{options}"


def _option(field: Field[Any]) -> str:
    return field.name if field.default in (MISSING, None) else f"{field.name}={str(field.default).lower()}"


def _benchmarks(benchmarks: list[Benchmark]) -> list[list[str]]:
    table = [["benchmark", "capability", "tasks", "version", "loombench"]]
    for one in benchmarks:
        member = "yes" if one.loombench else ""
        table.append([one.name, one.capability, str(len(one.tasks)), str(one.version), member])
    return table


def _tasks(benchmarks: list[Benchmark]) -> list[list[str]]:
    table = [["task", "capability", "score", "lengths", "samples", "data"]]
    for one in benchmarks:
        for task in one.tasks:
            lengths = one.lengths_of(task)
            span = f"{length_label(min(lengths))}-{length_label(max(lengths))}"
            kinds = " ".join(sorted(task.sources))
            name = f"{one.name}/{task.name}"
            table.append([name, one.capability, task.metric_names[0], span, str(task.samples), kinds])
    return table
