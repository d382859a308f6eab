"""Options, machine, servers and versions as tables with a column for every run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from loom_reports.comparison import NamedRun
from loom_reports.page.entries import Entry, in_order
from loom_reports.tables import NO_VALUE, Table


def settings_tables(runs: Sequence[NamedRun], entries: Sequence[Entry]) -> list[tuple[str, Table]]:
    """Return (title, table) of what the runs were made with and on."""
    names = [run.name for run in runs]
    labels = [entry.label for entry in entries]
    return [
        ("Options", _table(names, [run.report.spec for run in runs])),
        ("Machine", _table(names, [run.report.machine for run in runs])),
        ("Server", _table(labels, [entry.subject.facts for entry in entries])),
        ("Versions of the benchmarks", _table(labels, [_versions(entry) for entry in entries])),
    ]


def _versions(entry: Entry) -> dict[str, int]:
    return {cell.plan.benchmark: cell.plan.version for cell in entry.cells}


def _table(names: Sequence[str], facts: Sequence[Mapping[str, Any]]) -> Table:
    flat = [dict(_flat(one)) for one in facts]
    rows = in_order(key for one in flat for key in one)
    return [["", *names], *([key, *(one.get(key, NO_VALUE) for one in flat)] for key in rows)]


def _flat(facts: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", str(value)
