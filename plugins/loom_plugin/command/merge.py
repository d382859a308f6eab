"""`loombench merge OUT RUN...`: one run out of shards, or of several runs with one spec."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from loom_reports.aggregate import build_report
from loom_reports.locate import open_run
from loom_reports.merge import merge
from loom_reports.tables import warnings
from loom_reports.write import write_reports


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "merge",
        help="join runs or shards with the same options in a new folder",
        description="Join shards, or runs with the same options, in a new run folder with its own reports. "
        "The runs are only read. Runs whose options differ, and samples that two runs scored differently, "
        "are refused.",
    )
    parser.add_argument("output", type=Path, metavar="OUT", help="new folder")
    parser.add_argument("runs", nargs="+", metavar="RUN", help="run folder or packed run")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Merge, write the reports, and print how much there is and what is missing."""
    merged = merge(options.output, [open_run(run) for run in options.runs])
    report = build_report(merged)
    write_reports(report, merged.path)
    scored = sum(cell.score.n for cell in report.cells if cell.score)
    sys.stdout.write(f"{merged.path}: {len(report.cells)} cells, {scored} scored samples\n")
    for warning in warnings(report):
        sys.stdout.write(warning + "\n")
    return 0
