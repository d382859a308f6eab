"""LOOMBENCH cells in vLLM, as a user runs them: killed in the middle, finished by two workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from loom_plugin.machine import cores
from tests.plugin.conftest import command, environment, records, results, run_in
from tests.vllm.conftest import ARGS

DOCUMENT = " ".join(f"Box {n} holds {n * 37 % 1000} letters and stands in room {n % 9}." for n in range(64))
QUESTIONS = [f"How many letters are in box {n}? (A) {n * 37 % 1000} (B) {n}" for n in range(6)]
MODEL_ARGS = ",".join(f"{name}={value}" for name, value in ARGS.items() if name != "kv_cache_space")
OPTIONS = (
    *("-m", "loombench", "--server", "vllm", "--model", "smollm2", "--model-args", MODEL_ARGS),
    *("--data", "data", "--lengths", "2k", "--limit", len(QUESTIONS)),
    *("--gen-kwargs", "max_new_tokens=12", "--batch-size", 1, "--output-path", "run"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A row in L-Eval's official layout: six questions on one document."""
    monkeypatch.setenv("VLLM_CPU_KVCACHE_SPACE", "1")  # of each engine, whatever is free
    row = {
        "input": DOCUMENT,
        "instructions": QUESTIONS,
        "outputs": ["A"] * len(QUESTIONS),
        "source": "letters",
        "evaluation": "exam",
    }
    (tmp_path / "data" / "LEval").mkdir(parents=True)
    (tmp_path / "data" / "LEval" / "quality.jsonl").write_text(json.dumps(row) + "\n")
    return tmp_path


def lines(run: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in (run / "samples").glob("*.jsonl"))


def killed_after_a_record(folder: Path) -> list[psutil.Process]:
    """Run one cell, a request at a time, and kill it once some are answered; return its children."""
    arguments = command(*OPTIONS, "--tasks", "leval/quality")
    with (folder / "log.txt").open("w") as log:
        run = subprocess.Popen(arguments, cwd=folder, env=environment(), stdout=log, stderr=log)
        end = time.monotonic() + 400
        while lines(folder / "run") < 2 and run.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        assert run.poll() is None, (folder / "log.txt").read_text()
        children = psutil.Process(run.pid).children(recursive=True)
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
    return children


def servers(run: Path) -> Iterator[dict[str, Any]]:
    for path in (run / "samples").glob("*.done.json"):
        yield json.loads(path.read_text())["server"]


def test_a_killed_run_is_finished_by_two_workers(folder: Path) -> None:
    children = killed_after_a_record(folder)
    assert not any(child.is_running() for child in children)
    before = records(folder / "run")
    assert 0 < len(before) < len(QUESTIONS)

    final = run_in(folder, 600)(*OPTIONS, "--tasks", "leval/quality,ruler/niah_single_1", "-n", 2)
    assert final.status == 0, final.output
    after = records(folder / "run")
    assert {key: after[key] for key in before} == before
    assert results(folder / "run")["complete"]

    shared = [record for (cell, _), record in after.items() if "leval/quality" in cell]
    assert len(shared) == len(QUESTIONS)
    assert len({record["context_id"] for record in shared}) == 1
    known = [record["cached_tokens"] for record in shared]
    assert sum(count > 1000 for count in known) >= len(QUESTIONS) - 2  # all but the first of each process
    assert all(record["ttft"] > 0 and record["kv_bytes"] > 0 for record in after.values())
    needles = [record["scores"] for (cell, _), record in after.items() if "niah_single_1" in cell]
    assert sum(next(iter(scores.values())) for scores in needles) >= 0.8 * len(needles)
    for facts in servers(folder / "run"):
        assert (facts["server"], facts["dtype"], facts["max_num_seqs"]) == ("vllm", "float32", 1)
        assert facts["kv_cache_tokens"] * 46080 == pytest.approx(1 << 30, rel=0.01)
        assert facts["threads"] == int(os.environ.get("OMP_NUM_THREADS") or max(1, cores() // 2))
