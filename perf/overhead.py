"""Wall time of cells through the plugin over the bare server loop on the same prompts, in one run.

    python perf/overhead.py [--limit 5] [--tasks GLOB] [--lengths 1k] [--rounds 3]

Each round runs every cell through pytest (samples read, prompts rendered, generated, scored, written with
fsync), and `server.generate` over the same requests on the same loaded model: before the cell in every
second round, after it in the others. The model is loaded and the prompts are built before the first clock
starts, and no prefix of a prompt is kept from one to the other. The answers are checked to be equal.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from loom_fixtures.servers.base import Server
from loom_plugin.loading import load_cell
from loom_plugin.session import SESSION
from loom_tests.contracts import Request


class SideBySide:
    """A pytest plugin that times each cell's call, and the bare loop before or after it."""

    def __init__(self, bare_first: bool) -> None:
        self.bare_first = bare_first
        self.plugin = 0.0
        self.bare = 0.0
        self.samples = 0
        self.different = 0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: Any) -> Iterator[None]:
        """Time the cell and the bare loop on its prompts."""
        session = item.config.stash[SESSION]
        cell = item.callspec.params["cell"]
        server = item._request.getfixturevalue("engines").get(cell.model, cell.accelerator)
        requests = load_cell(cell, session.settings, server).requests
        server.generate(requests[:1])
        texts = self._loop(server, requests) if self.bare_first else []
        server.accelerate(cell.accelerator)  # lets go of kept prefixes
        start = time.perf_counter()
        yield
        self.plugin += time.perf_counter() - start
        server.accelerate(cell.accelerator)
        texts = texts or self._loop(server, requests)
        self.samples += len(requests)
        records = session.folder.cell(cell.id).records()
        self.different += sum(r.completion != text for r, text in zip(records, texts, strict=True))

    def _loop(self, server: Server, requests: Sequence[Request]) -> list[str]:
        start = time.perf_counter()
        texts = [completion.text for completion in server.generate(requests)]
        self.bare += time.perf_counter() - start
        return texts


def main() -> None:
    """Run the rounds and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", default="5")
    parser.add_argument("--tasks", default="ruler/niah_single_1,ruler/vt,babilong/qa1")
    parser.add_argument("--lengths", default="1k")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    table = ["| batch | round | samples | plugin s | bare s | ratio | different answers |"]
    table.append("|---|---:|---:|---:|---:|---:|---:|")
    for batch in ("1", "auto"):
        ratios = []
        for number in range(1, options.rounds + 1):
            side = measured(options, batch, bare_first=number % 2 == 0)
            ratios.append(side.plugin / side.bare)
            times = f"{side.plugin:.2f} | {side.bare:.2f} | {ratios[-1]:.3f}"
            table.append(f"| {batch} | {number} | {side.samples} | {times} | {side.different} |")
        table.append(f"| {batch} | median | | | | {statistics.median(ratios):.3f} | |")
    print(*table, sep="\n")


def measured(options: argparse.Namespace, batch: str, bare_first: bool) -> SideBySide:
    """Return one round of a run with a batch size."""
    side = SideBySide(bare_first)
    with tempfile.TemporaryDirectory() as folder:
        cells = ["--tasks", options.tasks, "--lengths", options.lengths, "--limit", options.limit]
        run = ["--model", "smollm2", "--batch-size", batch, "--output-path", folder]
        status = pytest.main(["-q", "-p", "no:cacheprovider", "-m", "full", *cells, *run], plugins=[side])
    if status != 0:
        raise SystemExit(int(status))
    return side


if __name__ == "__main__":
    main()
