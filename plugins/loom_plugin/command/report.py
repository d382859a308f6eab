"""`loombench report RUN`: write the reports of a run again from its records."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from loom_reports import published
from loom_reports.aggregate import RunReport, build_report
from loom_reports.errors import LoomError
from loom_reports.locate import is_packed, open_run
from loom_reports.tables import as_text, score_table, warnings
from loom_reports.write import write_reports


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "report",
        help="write the reports of a run again",
        description="Write results.json, report.md and report.html again from the records of a run, and "
        "print its scores.",
    )
    parser.add_argument("folder", metavar="RUN", help="run folder or packed run")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="DIR", help="Where to write. Default: into the run folder"
    )
    parser.add_argument(
        "--baseline",
        metavar=f"{published.PREFIX}NAME",
        help="published numbers to show beside the scores; `loombench list published` has the names",
    )
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Write the reports and print the capability table of every subject."""
    if options.output is None and is_packed(Path(options.folder)):
        raise LoomError(f"{options.folder} is a packed run, which is only read; name a folder with -o")
    run = open_run(options.folder)
    target = options.output or run.path
    report = build_report(run)
    beside = _published(options.baseline, report)
    target.mkdir(parents=True, exist_ok=True)
    write_reports(report, target, run, beside)
    for subject in report.subjects:
        for line in (subject.name, *as_text(score_table(subject)), ""):
            sys.stdout.write(line + "\n")
    for line in (*(beside.lines() if beside else ()), *warnings(report), f"report: {target / 'report.html'}"):
        sys.stdout.write(line + "\n")
    return 0


def _published(name: str | None, report: RunReport) -> published.SideBySide | None:
    if name is None:
        return None
    if not name.startswith(published.PREFIX):
        raise LoomError(
            f"--baseline {name}: `report` takes {published.PREFIX}NAME only; to hold a run against another: "
            "`loombench gate CANDIDATE BASELINE`"
        )
    return published.side_by_side(report, published.load(name.removeprefix(published.PREFIX)))
