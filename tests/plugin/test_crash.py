"""Whatever kills a run, the same command finishes it and nothing that was finished is computed again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.plugin.conftest import (
    PLAIN,
    QUICK,
    Loom,
    Run,
    command,
    environment,
    records,
    results,
    run_in,
    scores_and_prompts,
)
from tests.plugin.forked import start_forked

N = 12
SESSIONS = 2
ALONE = 6


def options(model: Path, folder: Path, *more: object) -> tuple[object, ...]:
    size = ("--limit", N, "--batch-size", 2)
    return ("-m", "loombench", "--model", model, *QUICK, *size, "--output-path", folder, *more)


@contextmanager
def started(folder: Path, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """A running command; what is left of it is killed at the end."""
    log = (folder / "log.txt").open("a")
    process = subprocess.Popen(
        command(*arguments),
        cwd=folder,
        env=environment(),
        stdout=log,
        stderr=log,
        text=True,
        preexec_fn=_heed_ctrl_c,
    )
    try:
        yield process
    finally:
        for left in [*_workers(process), process]:
            left.kill()
        process.wait()
        log.close()


def _heed_ctrl_c() -> None:
    """Undo what a background job inherits: a Python that starts with SIGINT ignored goes on ignoring it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _lines(folder: Path) -> int:
    return sum(path.read_bytes().count(b"\n") for path in (folder / "samples").glob("*.jsonl"))


def _wait_for_record(folder: Path, process: subprocess.Popen[str] | BaseProcess) -> None:
    before, end = _lines(folder), time.monotonic() + 240
    while _lines(folder) == before and _alive(process) and time.monotonic() < end:
        time.sleep(0.01)


def _alive(process: subprocess.Popen[str] | BaseProcess) -> bool:
    return process.is_alive() if isinstance(process, BaseProcess) else process.poll() is None


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """The uninterrupted run that interrupted ones are compared with."""
    folder = tmp_path_factory.mktemp("whole")
    run = run_in(folder)(*options(tiny_model, folder / "run"))
    assert run.status == 0, run.output
    return folder / "run"


def test_kill_9_at_ten_random_moments(whole: Path, tiny_model: Path, tmp_path: Path) -> None:
    """Twice a worker, which xdist replaces, and then the controller; six times a run without workers."""
    rng = random.Random(0)
    run = tmp_path / "run"
    before: dict[tuple[str, str], dict[str, Any]] = {}
    for session in range(SESSIONS):
        with started(tmp_path, *options(tiny_model, run, "-n2")) as process:
            for victims in (_workers, lambda process: [process]):
                if session == SESSIONS - 1:  # once at any time, before the first record too
                    time.sleep(rng.uniform(0, 5))
                else:
                    _wait_for_record(run, process)
                    time.sleep(rng.uniform(0, 0.15))
                chosen = victims(process)
                if chosen:
                    os.kill(rng.choice(chosen).pid, signal.SIGKILL)
        before = _none_lost(run, before)
    for _ in range(ALONE):
        arguments = [*PLAIN, *map(str, options(tiny_model, run))]
        alone = start_forked(arguments, tmp_path, environment(), tmp_path / "log.txt")
        _wait_for_record(run, alone)
        time.sleep(rng.uniform(0, 0.15))
        alone.kill()
        alone.join()
        assert alone.exitcode in (-signal.SIGKILL, 0)  # 0: a quick machine has finished the run by then
        before = _none_lost(run, before)
    final = run_in(tmp_path)(*options(tiny_model, run, "-n2"))
    assert final.status == 0, final.output
    assert results(run) == results(whole)
    assert scores_and_prompts(run) == scores_and_prompts(whole)
    _none_lost(run, before)


def _none_lost(
    run: Path, before: dict[tuple[str, str], dict[str, Any]]
) -> dict[tuple[str, str], dict[str, Any]]:
    after = records(run)
    assert {key: after[key] for key in before} == before
    return after


def test_a_poison_cell_is_reported_once_and_the_others_finish(
    loom: Loom, tiny_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "poison.py").write_text(
        "import os, signal\n"
        "def pytest_runtest_call(item):\n"
        "    if 'ruler/vt' in item.name:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    cells = ("--model", tiny_model, *QUICK, "--limit", 2, "--output-path", "run")
    run = loom("-p", "poison", "-m", "loombench", "-n2", *cells)
    assert run.status == 21, run.output
    found = results(tmp_path / "run")
    assert not found["complete"]
    assert [name for name, cell in found["cells"].items() if not cell["complete"]] == [
        f"{tiny_model}|none|none|ruler/vt|1k"
    ]
    assert len(found["cells"]) == 4
    assert run.output.count("crashed while running") >= 1
    assert run.output.count("FAILED: worker") == 1
    assert "INCOMPLETE: 1 of 4 cells" in run.output


def test_ctrl_c_leaves_a_readable_run(whole: Path, tiny_model: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with started(tmp_path, *options(tiny_model, run)) as process:
        _wait_for_record(run, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=240) == 2
    assert not results(run)["complete"]
    assert "INCOMPLETE" in (run / "report.md").read_text()
    assert "Traceback" not in (tmp_path / "log.txt").read_text().replace("KeyboardInterrupt", "")
    before = records(run)
    assert before
    final: Run = run_in(tmp_path)(*options(tiny_model, run))
    assert final.status == 0
    assert results(run) == results(whole)
    assert {key: records(run)[key] for key in before} == before


def test_a_full_disk_leaves_a_readable_run(whole: Path, tiny_model: Path, tmp_path: Path) -> None:
    """A limit on file size makes the kernel refuse the write, in the middle of a line."""
    run = tmp_path / "run"
    limited = subprocess.run(
        ["bash", "-c", 'ulimit -f 12; exec "$@"', "-", *command(*options(tiny_model, run))],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert limited.returncode == 21, limited.stdout
    assert "cannot go on: [Errno 27] File too large" in limited.stdout
    assert "Traceback" not in limited.stdout
    before = records(run)
    assert 0 < len(before) < 4 * N
    final = run_in(tmp_path)(*options(tiny_model, run))
    assert final.status == 0, final.output
    assert results(run) == results(whole)
    assert {key: records(run)[key] for key in before} == before
