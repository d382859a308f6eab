"""pytest in a process of its own that starts with torch and transformers imported: that takes ten seconds.

The processes are forked from one that has imported them and done nothing else. Signals, workers and what is
read at import (thread counts) need a fresh interpreter: `subprocess` with `tests.plugin.conftest.command`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

PRELOADED = [
    "pytest",
    "scipy.stats",
    "torch",
    "transformers.generation.utils",
    "transformers.models.auto.modeling_auto",
    "transformers.models.auto.tokenization_auto",
    "transformers.models.llama.modeling_llama",
]
PATH = "import json, sys; print(json.dumps(sys.path[1:]))"


def run_forked(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: Path, timeout: float
) -> int:
    """Run pytest, what it prints going to a file; return its exit status. TimeoutError after `timeout` s."""
    process = start_forked(arguments, folder, environment, output)
    process.join(timeout)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"{arguments} took more than {timeout} s: {output.read_text()}")
    return process.exitcode


def start_forked(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], output: Path
) -> ForkServerProcess:
    """Start pytest, what it prints going to a file."""
    fresh = subprocess.check_output([sys.executable, "-c", PATH], env=dict(environment), text=True)
    path = [str(folder), *json.loads(fresh)]
    process = _context().Process(target=_run, args=(arguments, folder, dict(environment), path, output))
    process.start()
    return process


@cache
def _context() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def _run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], path: Sequence[str], output: Path
) -> None:
    import pytest

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[:] = path
    sys.argv = ["pytest", *arguments]
    with output.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    sys.exit(pytest.main(list(arguments)))
