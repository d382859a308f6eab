"""`loombench COMMAND`: the commands there are, and how their mistakes are shown."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from loom_plugin.command import add, compare, gate, listing, merge, pack, parity, plan, report, score, show
from loom_tests.errors import LoomError

COMMANDS = (report, gate, compare, show, plan, pack, merge, listing, parity, score, add)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit status, 2 for a mistake in the arguments."""
    parser = argparse.ArgumentParser(
        prog="loombench",
        description="Commands that need no model. To measure one: pytest -m loombench --model NAME",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
    except BrokenPipeError:
        return 0
    except (LoomError, OSError) as error:
        sys.stderr.write(f"loombench: {error}\n")
        return 2
    return status
