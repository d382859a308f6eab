"""A run over HTTP: killed, cut off by a dead endpoint, finished at another address, and no key anywhere."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.fixtures.servers_openai.endpoint import Endpoint, serving, stop
from tests.plugin.conftest import Loom, command, environment, records

KEY = "sk-planted-93cd17"
N = 16
CELLS = ("--tasks", "ruler/niah_single_1,niah,babilong/qa1", "--lengths", "1k", "--limit", N)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def options(run: Path, endpoint: Endpoint, args: str = "concurrency=2") -> tuple[object, ...]:
    asked = ("--server", "openai", "--base-url", endpoint.url, "--model", "served")
    model_args = ("--model-args", f"tokenizer=smollm2,{args}")
    return (
        "-m",
        "loombench",
        *asked,
        *model_args,
        *CELLS,
        "--output-path",
        run,
        "-l",
        "--log-level",
        "DEBUG",
    )


def wait_for_records(run: Path, n: int) -> None:
    end = time.monotonic() + 120
    while (
        time.monotonic() < end and sum(p.read_bytes().count(b"\n") for p in run.glob("samples/*.jsonl")) < n
    ):
        time.sleep(0.02)


def test_a_run_is_resumed_after_a_kill_and_a_dead_endpoint(loom: Loom, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with serving(seconds=0.1) as endpoint:
        process = subprocess.Popen(command(*options(run, endpoint)), cwd=tmp_path, env=environment())
        wait_for_records(run, 3)
        process.kill()
        process.wait()
    killed = records(run)
    assert 3 <= len(killed) < 3 * N

    with serving(seconds=0.1) as endpoint:
        dies = threading.Thread(target=lambda: (wait_for_records(run, len(killed) + 3), stop(endpoint)))
        dies.start()
        cut_off = loom(*options(run, endpoint, "concurrency=2,patience=2"))
        dies.join()
    assert cut_off.status == 21, cut_off.output  # incomplete
    assert cut_off.output.count("\nFAILED ") == 1
    assert "run the same command again" in cut_off.output
    assert endpoint.url in cut_off.output
    half = records(run)
    assert len(killed) < len(half) < 3 * N
    assert not any(record["error"] for record in half.values())

    with serving() as endpoint:
        finished = loom(*options(run, endpoint, "concurrency=8,timeout=100"))
    assert finished.status == 0, finished.output
    assert len(records(run)) == 3 * N
    assert len(endpoint.bodies) == 3 * N - len(half) + 1  # and the probe
    assert {key: records(run)[key] for key in half} == half
    assert json.loads((run / "results.json").read_text())["results"]

    shown = cut_off.output + finished.output
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert (run / "report.html") in written
    assert KEY not in shown
    assert not [path for path in written if KEY.encode() in path.read_bytes()]


def test_mistakes_are_told_before_anything_runs(loom: Loom) -> None:
    for arguments, message in {
        ("--server", "openai"): "needs the endpoint's address",
        ("--server", "openai", "--base-url", f"http://me:{KEY}@host/v1"): "put the key into the environment",
        ("--base-url", "http://host/v1"): "Servers that honour it: openai",
        ("--server", "openai", "--base-url", "http://127.0.0.1:1/v1"): "tokenizer=FOLDER|HUB_ID",
    }.items():
        told = loom("-m", "loombench", "--model", "served", *arguments)
        assert told.status == 4, told.output
        assert message in told.output
        assert KEY not in told.output
