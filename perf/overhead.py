"""Wall time of cells through the plugin over a bare `model.generate` loop on the same prompts, in one run.

    python perf/overhead.py [--limit 5] [--tasks GLOB] [--lengths 1k] [--rounds 3]

Each round runs every cell through pytest (samples read, prompts rendered, generated, scored, written with
fsync) and then the bare loop over the same prompts with the same loaded model, one prompt at a time. The
model is loaded and the prompts are built before the first clock starts. The answers are checked to be equal.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from typing import Any

import pytest
import torch

from loom_fixtures.servers.transformers import TransformersServer
from loom_plugin.evaluate import load_cell
from loom_plugin.session import SESSION
from loom_tests.contracts import Request


class SideBySide:
    """A pytest plugin that times each cell's call, and the bare loop after it."""

    def __init__(self) -> None:
        self.plugin = 0.0
        self.bare = 0.0
        self.samples = 0
        self.different = 0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: Any) -> Iterator[None]:
        """Time the cell, then the bare loop on its prompts."""
        session = item.config.stash[SESSION]
        cell = item.callspec.params["cell"]
        server: TransformersServer = item._request.getfixturevalue("engines").get(cell.model)
        _, requests, _ = load_cell(cell, session.settings, server)
        server.generate(requests[:1])
        start = time.perf_counter()
        yield
        self.plugin += time.perf_counter() - start
        start = time.perf_counter()
        texts = [generate(server, request) for request in requests]
        self.bare += time.perf_counter() - start
        self.samples += len(requests)
        records = session.folder.cell(cell.id).records()
        self.different += sum(r.completion.strip() != t.strip() for r, t in zip(records, texts, strict=True))


@torch.inference_mode()
def generate(server: TransformersServer, request: Request) -> str:
    """Answer one request with transformers' own greedy generate."""
    ids = torch.tensor([server.prompts.tokens(request)], device=server.loaded.model.device)
    output = server.loaded.model.generate(
        ids,
        attention_mask=torch.ones_like(ids),
        do_sample=False,
        max_new_tokens=request.max_new_tokens,
        pad_token_id=server.decoder.pad,
    )
    return str(server.loaded.tokenizer.decode(output[0, ids.shape[1] :], skip_special_tokens=True))


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
    rounds = []
    for _ in range(options.rounds):
        side = SideBySide()
        with tempfile.TemporaryDirectory() as folder:
            cells = ["--tasks", options.tasks, "--lengths", options.lengths, "--limit", options.limit]
            run = ["--model", "smollm2", "--batch-size", "1", "--output-path", folder]
            status = pytest.main(["-q", "-m", "full", *cells, *run], plugins=[side])
        if status != 0:
            raise SystemExit(int(status))
        rounds.append(side)
    print(f"{'round':>8} {'samples':>8} {'plugin s':>9} {'bare s':>9} {'ratio':>7} {'different answers':>18}")
    for number, side in enumerate(rounds, start=1):
        ratio = side.plugin / side.bare
        times = f"{side.plugin:>9.2f} {side.bare:>9.2f} {ratio:>7.3f}"
        print(f"{number:>8} {side.samples:>8} {times} {side.different:>18}")
    print(f"median ratio {statistics.median(side.plugin / side.bare for side in rounds):.3f}")


if __name__ == "__main__":
    main()
