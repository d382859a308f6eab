"""`loombench list`: benchmarks, tasks, accelerators, retrievers, servers, models, published numbers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from importlib.util import find_spec
from typing import Any

from loom_fixtures.accelerators.registry import METHODS, method_class
from loom_fixtures.models import PACKAGED, context_length, parameter_count
from loom_fixtures.retrievers.base import options_of
from loom_fixtures.retrievers.registry import RETRIEVERS, retriever_class
from loom_fixtures.servers.registry import SERVERS
from loom_reports.published import load, names
from loom_reports.tables import as_text
from loom_tests.benchmark import Benchmark
from loom_tests.lengths import length_label
from loom_tests.manifest import load_benchmarks


def register(commands: Any) -> None:
    """Add the command to the parser."""
    choices = ("benchmarks", "tasks", "accelerators", "retrievers", "servers", "models", "published")
    parser = commands.add_parser("list", help=f"list {', '.join(choices[:-1])} or {choices[-1]} numbers")
    parser.add_argument("what", choices=choices, nargs="?", default="benchmarks")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Print one line for each thing of the kind, and how many there are."""
    if options.what == "accelerators":
        _write(_accelerators(), f"{len(METHODS)} methods; join independent ones with +")
    elif options.what == "servers":
        _write(_servers(), f"{len(SERVERS)} servers; choose one with --server")
    elif options.what == "models":
        _write(_models(), f"{len(PACKAGED)} packaged models; --model also takes a folder or a hub id")
    elif options.what == "published":
        _write(_published(), f"{len(names())} models; quoted from papers, not measured here")
    elif options.what == "retrievers":
        _write(
            _retrievers(), f"{len(RETRIEVERS)} retrievers; `loombench list tasks` says where they make sense"
        )
    else:
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


def _retrievers() -> Iterator[str]:
    for name in RETRIEVERS:
        given = options_of(retriever_class(name)).items()
        yield f"{name:<20}{', '.join(f'{key}={value}' for key, value in given)}"


def _servers() -> Iterator[str]:
    for name, kind in SERVERS.items():
        honours = "".join(f"  --{option.replace('_', '-')}" for option in sorted(kind.honours))
        yield f"{name:<20}{kind.module}.{kind.name}{honours}"


def _models() -> Iterator[str]:
    for name, model in PACKAGED.items():
        state = "installed" if find_spec(model.PACKAGE) else f"not installed: {model.INSTALL}"
        tokens = length_label(context_length(model.CONFIG) or 0)
        millions = (parameter_count(model.CONFIG) or 0) / 1e6
        size = f"{millions:.0f}M parameters, {tokens} tokens"
        yield f"{name:<20}{size}, from the package {model.PACKAGE} ({state})"


def _published() -> Iterator[str]:
    for name in names():
        rows = load(name)
        yield f"{name:<30}{len(rows):>4}  {' '.join(sorted({row.benchmark for row in rows}))}"


def _option(field: Field[Any]) -> str:
    return field.name if field.default in (MISSING, None) else f"{field.name}={str(field.default).lower()}"


def _benchmarks(benchmarks: list[Benchmark]) -> list[list[str]]:
    table = [["benchmark", "capability", "tasks", "version", "loombench"]]
    for one in benchmarks:
        member = "yes" if one.loombench else ""
        table.append([one.name, one.capability, str(len(one.tasks)), str(one.version), member])
    return table


def _tasks(benchmarks: list[Benchmark]) -> list[list[str]]:
    table = [["task", "capability", "score", "lengths", "samples", "data", "no retrieval, because"]]
    for one in benchmarks:
        for task in one.tasks:
            lengths = one.lengths_of(task)
            span = f"{length_label(min(lengths))}-{length_label(max(lengths))}"
            kinds = " ".join(sorted(task.sources))
            name = f"{one.name}/{task.name}"
            facts = [task.metric_names[0], span, str(task.samples), kinds, task.no_retrieval]
            table.append([name, one.capability, *facts])
    return table
