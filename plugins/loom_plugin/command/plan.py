"""`loombench plan RUN`: what was planned, what is finished and what is missing."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from loom_reports.aggregate import CellResult, build_report
from loom_reports.locate import open_run
from loom_reports.tables import as_text, why


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "plan",
        help="list the cells of a run: planned, finished, missing",
        description="List the planned cells of a run, how many samples each has, and what is missing. "
        "(What a run would take is shown by pytest's --dry-run.)",
    )
    parser.add_argument("folder", metavar="RUN", help="run folder or packed run")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Print a line per cell, then the sums."""
    report = build_report(open_run(options.folder))
    cells = sorted(report.cells, key=lambda cell: cell.plan.id)
    table = [["cell", "planned", "scored", "failed", "missing", "state"]]
    for cell in cells:
        state = "finished" if cell.complete else why(cell)
        counts = (cell.plan.n, _scored(cell), len(cell.failed), cell.missing)
        table.append([cell.plan.id, *map(str, counts), state])
    whole = sum(cell.complete for cell in cells)
    last = f"{whole} of {len(cells)} cells finished, {sum(map(_scored, cells))} samples scored"
    for line in (*as_text(table), last):
        sys.stdout.write(line + "\n")
    if report.missing_shards:
        sys.stdout.write(f"nothing from shard {', '.join(report.missing_shards)} yet\n")
    return 0


def _scored(cell: CellResult) -> int:
    return cell.score.n if cell.score else 0
