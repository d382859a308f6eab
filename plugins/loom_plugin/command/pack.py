"""`loombench pack RUN`: a run as one zip file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from loom_reports.locate import open_run
from loom_reports.pack import pack


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "pack",
        help="put a run into one zip file",
        description="Put a run into one zip file that every command and --baseline read as they read the "
        "folder. The same run gives the same bytes.",
    )
    parser.add_argument("folder", metavar="RUN", help="run folder")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE.zip", help="Default: RUN.zip beside it")
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Write the zip file and print its name and size in MiB."""
    run = open_run(options.folder)
    folder = run.path.resolve()
    target = options.output or folder.with_name(f"{folder.name}.zip")
    pack(run, target)
    sys.stdout.write(f"{target} ({target.stat().st_size / 2**20:.1f} MiB)\n")
    return 0
