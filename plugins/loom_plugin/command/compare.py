"""`loombench compare A B ...`: the scores of runs side by side."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loom_reports.aggregate import build_report
from loom_reports.comparison import NamedRun, compare, compare_table, differing_options
from loom_reports.errors import LoomError
from loom_reports.locate import open_run
from loom_reports.tables import as_text, warnings


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "compare",
        help="show the scores of runs side by side",
        description="Print scores in percent with 95 % intervals, and differences to the first run over the "
        "samples that both answered (same task, length, document and prompt). Nothing is written without "
        "--html. For a verdict: `loombench gate`.",
    )
    parser.add_argument("runs", nargs="+", metavar="RUN", help="run folder or packed run")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page that compares the runs")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Print which number stands for which run, the table, and what to know before reading it."""
    folders = [open_run(run) for run in options.runs]
    names = _names(options.runs)
    runs = [NamedRun(name, build_report(f), f) for name, f in zip(names, folders, strict=True)]
    sides = compare(runs)
    if len(sides) < 2:
        raise LoomError(
            f"{options.runs[0]} measured one model with one accelerator: name a second run to compare with"
        )
    for number, side in enumerate(sides, start=1):
        sys.stdout.write(f"{number} = {side.name}\n")
    for line in (*as_text(compare_table(sides)), *_remarks(runs)):
        sys.stdout.write(line + "\n")
    if options.html:
        from loom_reports.page.build import write_page

        write_page(runs, options.html)
        sys.stdout.write(f"page: {options.html}\n")
    return 0


def _names(texts: Sequence[str]) -> list[str]:
    """Return the last part of each path, or the paths as they were given where these are not distinct."""
    short = [Path(text).resolve().name for text in texts]
    return short if len(set(short)) == len(short) else list(texts)


def _remarks(runs: Sequence[NamedRun]) -> list[str]:
    options = differing_options(runs)
    remarks = [f"options that differ: {', '.join(options)}"] if options else []
    for run in runs:
        remarks.extend(f"{run.name}: {warning.strip()}" for warning in warnings(run.report))
    return remarks
