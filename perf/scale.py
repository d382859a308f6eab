"""Time and memory of what grows with a run: collecting, resuming a finished run, writing its report.

    python perf/scale.py FOLDER [--samples 10000] [--large 100000] [--rounds 3]

The run is a real one of SmolLM2 on embedded data, but for its answers: an engine that says the same to every
request stands in for the model, so that thousands of samples take minutes. The large run holds each of its
records several times, under other names. Every figure is of a process of its own, as a user starts it.
FOLDER keeps both runs for the next call.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from loom_fixtures.models import ModelInfo
from loom_fixtures.servers.base import Server
from loom_fixtures.servers.counter import TokenCounter
from loom_plugin import fixtures
from loom_reports.runfolder import RunFolder
from loom_tests.contracts import Completion, Request

TASKS = "ruler/niah_single_1,ruler/vt,niah,babilong/qa1,babilong/qa2,longbench/hotpotqa,longbench/trec"
TASKS += ",infinitebench/passkey,infinitebench/kv_retrieval,counting_stars/en_searching"
OPTIONS = ["-m", "full", "--model", "smollm2", "--tasks", TASKS, "--lengths", "1k,2k"]
CELLS = 20
TIMER = """
import os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(time.perf_counter() - started, os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""
"""Starts a command from a small process: a large one counts as the peak of what it starts."""


class Hasty(TokenCounter, Server):
    """Answers everything with "42" at once; counts with the model's own tokenizer."""

    context_length = None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return one token, for no retriever asks."""
        return [(0, len(text))]

    def batches(self, requests: Sequence[Request]) -> Iterator[list[tuple[int, Completion]]]:
        """Answer eight requests at a time."""
        for start in range(0, len(requests), 8):
            numbers = range(start, min(start + 8, len(requests)))
            yield [(n, Completion("42", "stop", 1000, 2, ttft=0.1, tpot=0.01, batch_size=8)) for n in numbers]

    def describe(self) -> dict[str, Any]:
        """Say what it is not."""
        return {"server": "none", "model": "smollm2"}

    def close(self) -> None:
        """There is nothing to free."""


def make(folder: Path, samples: int) -> list[str]:
    """Make the run where it is not there, in a process of its own, and return its command line."""
    command = [*OPTIONS, "--limit", str(samples // CELLS), "--output-path", str(folder)]
    if not (folder / "results.json").exists():
        maker = get_context("spawn").Process(target=run, args=(command, folder / "cache"))
        maker.start()
        maker.join()
        if maker.exitcode != 0:
            raise SystemExit(maker.exitcode)
    return command


def run(command: Sequence[str], cache: Path) -> None:
    """Run the command with the engine that stands in for a model, whose speed no real run is to learn."""
    os.environ["LOOMBENCH_CACHE"] = str(cache)
    fixtures.create_server = hasty  # type: ignore[attr-defined]
    raise SystemExit(int(pytest.main(["-q", *command])))


def hasty(name: str, model: ModelInfo, **options: Any) -> Server:
    """Return the engine that stands in for a model."""
    return Hasty(model)


def multiply(small: Path, large: Path, samples: int) -> None:
    """Write the large run where it is not there."""
    if (large / "run.json").exists():
        return
    source, folder = RunFolder(small), RunFolder(large)
    facts = source.read()
    times = -(-samples // sum(plan.n for plan in source.plans()))
    plans = [replace(plan, n=plan.n * times) for plan in source.plans()]
    for plan in plans:
        records, done = source.cell(plan.id).records(), source.cell(plan.id).done()
        folder.samples.mkdir(parents=True, exist_ok=True)
        folder.cell(plan.id).append(
            replace(
                one,
                doc_id=f"{one.doc_id}-{n}",
                context_id=f"{one.context_id}-{n}",
                index=one.index + n * len(records),
            )
            for n in range(times)
            for one in records
        )
        folder.cell(plan.id).finish({**(done or {}), "planned": plan.n, "n": plan.n})
    folder.plan(plans)
    folder.open(facts["spec"], facts["machine"])


def timed(command: Sequence[str], place: Path) -> tuple[float, float]:
    """Return wall seconds and the peak resident memory of a command run in a folder, in GB."""
    started = [sys.executable, "-S", "-c", TIMER, sys.executable, "-m", *command]
    seconds, status, kilobytes = subprocess.check_output(started, cwd=place, text=True).split()
    if int(status) != 0:
        raise SystemExit(f"{' '.join(command)}: status {status}")
    return float(seconds), int(kilobytes) * 1024 / 1e9


def main() -> None:
    """Make the runs and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    place = options.folder.absolute()
    small, large = place / "small", place / "large"
    command = make(small, options.samples)
    multiply(small, large, options.large)
    quiet = ["pytest", "-q", "-p", "no:cacheprovider"]
    report = ["loom_plugin.command", "report"]
    rows = {
        "start pytest, no model": [*quiet, "--version"],
        "collect the full suite": [*quiet, "-m", "full", "--model", "smollm2", "--collect-only"],
        f"resume {options.samples:,} finished samples": [*quiet, *command],
        f"report of {options.samples:,} samples": [*report, str(small)],
        f"report of {options.large:,} samples": [*report, str(large)],
    }
    print("| what | seconds | over starting pytest | peak GB |")
    print("|---|---:|---:|---:|")
    base = 0.0
    for what, words in rows.items():
        seconds, memory = zip(*(timed(words, place) for _ in range(options.rounds)), strict=True)
        median = statistics.median(seconds)
        base = base or median
        print(f"| {what} | {median:.2f} | {median / base:.1f} | {max(memory):.2f} |", flush=True)


if __name__ == "__main__":
    main()
