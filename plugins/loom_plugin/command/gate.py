"""`loombench gate CANDIDATE BASELINE`: has the candidate regressed?"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, get_args

from loom_plugin.gating import STATUS
from loom_reports.gate.compare import compare_runs
from loom_reports.gate.limits import read_limits
from loom_reports.gate.text import gate_lines
from loom_reports.locate import open_run
from loom_tests.benchmark import Capability


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "gate",
        help="say whether a run has regressed against another",
        description="Compare two runs sample by sample. Limits are read from [tool.loombench] of the "
        "pyproject.toml here. Exit status: 0 pass, 20 regressed, 21 inconclusive or incomparable, 2 a "
        "mistake. Nothing is written.",
    )
    parser.add_argument("candidate", metavar="CANDIDATE", help="run folder, packed run or results.json")
    parser.add_argument("baseline", metavar="BASELINE", help="the same, of the run to be held against")
    parser.add_argument("--alpha", type=float, metavar="P", help="false alarms allowed. Default: 0.05")
    parser.add_argument("--max-drop", type=float, metavar="X", help="drop allowed, 0.01 a point. Default: 0")
    parser.add_argument("--json", action="store_true", help="print the whole result as JSON")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Print the verdict and what it rests on; return its exit status."""
    limits = read_limits(Path.cwd(), get_args(Capability)).with_options(options.alpha, options.max_drop)
    result = compare_runs(open_run(options.candidate), open_run(options.baseline), limits, options.baseline)
    if options.json:
        sys.stdout.write(json.dumps(result.to_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        for line in gate_lines(result):
            sys.stdout.write(line + "\n")
    return STATUS[result.verdict]
