"""Wall time of `-n 2` over that of one worker which has both workers' cores, on the same cells.

    python perf/workers.py [--limit 5] [--tasks GLOBS] [--lengths 1k] [--workers 2] [--rounds 3]

Each round runs the same command twice, in two new processes, the second first in every second round: start,
loading the model, cells, report. Prompts are built in a run before the first clock starts. The threads are
the plugin's own choice: each of n workers has its n-th of the cores. That both runs hold the same answers is
checked.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from loom_reports.runfolder import RunFolder

TASKS = "ruler/niah_single_1,ruler/vt,ruler/cwe,babilong/qa1,babilong/qa2,longbench/hotpotqa"


def run(options: argparse.Namespace, workers: int, folder: Path) -> float:
    """Return the wall seconds of a whole run."""
    cells = ["-m", "full", "--tasks", options.tasks, "--lengths", options.lengths, "--limit", options.limit]
    where = ["--model", "smollm2", "--output-path", str(folder), "-n", str(workers), "-p", "no:cacheprovider"]
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *cells, *where], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def answers(folder: Path) -> dict[tuple[str, str], str]:
    """Return the answers of a run by cell and sample."""
    found = RunFolder(folder)
    records = [record for plan in found.plans() for record in found.cell(plan.id).records()]
    return {(record.cell, record.doc_id): record.completion for record in records}


def threads(folder: Path) -> str:
    """Return torch's threads in a run, as its servers told."""
    stored = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("samples/*.done.json")]
    return ",".join(sorted({str(one["server"]["threads"]) for one in stored}))


def main() -> None:
    """Run the rounds and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", default="5")
    parser.add_argument("--tasks", default=TASKS)
    parser.add_argument("--lengths", default="1k")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ratios = []
    print(
        f"| round | 1 worker s | threads | {options.workers} workers s | threads each | ratio | different |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        run(options, 1, Path(temporary, "first"))
        for number in range(1, options.rounds + 1):
            counts = [1, options.workers]
            folders = {count: Path(temporary, f"{number}-{count}") for count in counts}
            order = counts if number % 2 else counts[::-1]
            wall = {count: run(options, count, folders[count]) for count in order}
            ratios.append(wall[options.workers] / wall[1])
            first, other = (answers(folders[count]) for count in counts)
            cells = [f"{value:.2f} | {threads(folders[count])}" for count, value in sorted(wall.items())]
            different = sum(first[key] != other[key] for key in first)
            print(f"| {number} | {' | '.join(cells)} | {ratios[-1]:.3f} | {different} |", flush=True)
    print(f"| median | | | | | {statistics.median(ratios):.3f} | |")


if __name__ == "__main__":
    main()
