"""How cells reach workers: GPUs, cores, shards, order."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loom_plugin.machine import cores, visible_gpus, worker_environments
from tests.plugin.conftest import Loom


@pytest.mark.parametrize(
    ("visible", "workers", "per_model", "expected"),
    [
        ("0,1,2,3", 4, 1, ["0", "1", "2", "3"]),
        ("4,5,6,7", 2, 2, ["4,5", "6,7"]),
        ("4,5,6", 2, 2, ["4,5", "4,5"]),
        ("GPU-aa,GPU-bb", 2, 1, ["GPU-aa", "GPU-bb"]),
        ("3", 2, 1, ["3", "3"]),
    ],
)
def test_gpus_come_out_of_the_callers_own_list(
    visible: str, workers: int, per_model: int, expected: list[str]
) -> None:
    environments = worker_environments(workers, per_model, {"CUDA_VISIBLE_DEVICES": visible})
    assert [e["CUDA_VISIBLE_DEVICES"] for e in environments] == expected


@given(st.integers(1, 64))
def test_without_gpus_the_cores_are_shared(workers: int) -> None:
    environments = worker_environments(workers, 1, {"CUDA_VISIBLE_DEVICES": ""})
    threads = [int(e["OMP_NUM_THREADS"]) for e in environments]
    assert len(set(threads)) == 1
    assert threads[0] >= 1
    assert threads[0] * workers <= max(cores(), workers)


@given(st.integers(1, 64))
def test_cores_and_memory_are_given_out_once(workers: int) -> None:
    environments = worker_environments(workers, 1, {"CUDA_VISIBLE_DEVICES": ""})
    bound = [e["VLLM_CPU_OMP_THREADS_BIND"] for e in environments]
    given = [core for cores in bound if cores != "nobind" for core in cores.split(",")]
    assert len(given) == len(set(given)) <= cores()
    space = [int(e["VLLM_CPU_KVCACHE_SPACE"]) << 30 for e in environments]
    assert sum(space) <= max(psutil.virtual_memory().total // 2, workers << 30)


def test_what_the_caller_has_set_is_kept() -> None:
    mine = {"OMP_NUM_THREADS": "3", "VLLM_CPU_OMP_THREADS_BIND": "0-7", "VLLM_CPU_KVCACHE_SPACE": "5"}
    assert worker_environments(2, 1, {"CUDA_VISIBLE_DEVICES": "", **mine}) == [mine, mine]


def test_no_gpu_is_visible_where_the_caller_hides_them() -> None:
    assert visible_gpus({"CUDA_VISIBLE_DEVICES": "-1"}) == []


def test_workers_start_with_their_gpus_and_restart_with_the_same(
    loom: Loom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable is there before the test file is imported, also in a worker that replaces a dead one."""
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "6,7")
    (tmp_path / "test_seen.py").write_text(
        "import os, pathlib, signal\n"
        "import pytest\n"
        "SEEN = os.environ['CUDA_VISIBLE_DEVICES']\n"
        "WORKER = os.environ['PYTEST_XDIST_WORKER']\n"
        "@pytest.mark.parametrize('i', range(6))\n"
        "def test_seen(i):\n"
        "    pathlib.Path(f'seen-{WORKER}').write_text(SEEN)\n"
        "    if i == 0:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = loom("test_seen.py", "--model", "smollm2", "-n2")
    assert run.output.count("crashed while running") >= 1
    seen = {path.name: path.read_text() for path in tmp_path.glob("seen-*")}
    assert len(seen) >= 2
    assert set(seen.values()) == {"6", "7"}


def test_dry_run_counts_and_touches_nothing(loom: Loom, tmp_path: Path) -> None:
    run = loom("-m", "loombench", "--model", "smollm2", "--tasks", "niah", "--limit", "5", "--dry-run", "-n2")
    assert run.status == 0, run.output
    assert "4 cells" in run.output
    for length, samples_tokens in {"1k": "4,870", "8k": "40,710"}.items():
        row = next(line for line in run.output.splitlines() if f"niah/niah|{length}" in line)
        assert row.split()[1:4] == ["5", samples_tokens, "250"]
    assert not (tmp_path / "reports").exists()


def test_shards_part_the_cells_evenly(loom: Loom) -> None:
    options = ("-q", "-m", "loombench", "--model", "smollm2", "--collect-only")
    everything = _cells(loom(*options).output)
    parts = [_cells(loom(*options, "--shard", f"{i}/3").output) for i in (1, 2, 3)]
    assert sorted(cell for part in parts for cell in part) == sorted(everything)
    assert all(parts)


def _cells(output: str) -> list[str]:
    return [line for line in output.splitlines() if "::test_" in line]
