"""The gate with a real model and two workers: itself, a lossy cache, another seed, and too few samples."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from loom_plugin.command.main import main
from tests.plugin.conftest import Loom, run_in

OPTIONS = (
    *("-m", "full", "-n", 2, "--model", "smollm2", "--lengths", "1k"),
    *("--tasks", "infinitebench/passkey", "--gen-kwargs", "max_new_tokens=6"),
)
TEN = ("--limit", 10)
FAIL = ("--gate", "fail", "--baseline")
SMALL = "[tool.loombench]\nresolution = 0.3\n"  # ten pairs cannot rule out the default, a drop of 5 points


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("baseline")
    run = run_in(folder)(*OPTIONS, *TEN, "--output-path", "run")
    assert run.status == 0, run.output
    return folder / "run"


def test_the_model_passes_against_itself(
    loom: Loom, baseline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(SMALL)
    run = loom(*OPTIONS, *TEN, "--output-path", "run", *FAIL, baseline)
    assert run.status == 0, run.output
    assert f"Gate: pass against {baseline}" in run.output
    assert json.loads((tmp_path / "run" / "gate.json").read_text())["verdict"] == "pass"
    monkeypatch.chdir(tmp_path)
    assert main(["gate", "run", str(baseline)]) == 0


def test_a_cache_that_forgets_has_regressed_in_retrieval(loom: Loom, baseline: Path, tmp_path: Path) -> None:
    lossy = ("--accelerator", "streamingllm:ratio=0.1")
    run = loom(*OPTIONS, *TEN, *lossy, "--output-path", "run", *FAIL, baseline)
    assert run.status == 20, run.output
    assert f"Gate: regressed against {baseline}" in run.output
    assert re.search(
        r"(capability retrieval dropped by|drop of a capability is that of retrieval)", run.output
    )
    assert json.loads((tmp_path / "run" / "gate.json").read_text())["verdict"] == "regressed"


def test_another_seed_is_incomparable(loom: Loom, baseline: Path) -> None:
    run = loom(*OPTIONS, "--limit", 2, "--seed", 7, "--output-path", "run", *FAIL, baseline)
    assert run.status == 21, run.output
    assert f"Gate: incomparable against {baseline}" in run.output
    assert "2 samples have another document or prompt" in run.output
    assert "seed 7 against 42" in run.output


def test_three_samples_are_inconclusive(loom: Loom, baseline: Path) -> None:
    run = loom(*OPTIONS, "--limit", 3, "--output-path", "run", *FAIL, baseline)
    assert run.status == 21, run.output
    assert f"Gate: inconclusive against {baseline}" in run.output
    assert "7 samples left out, missing in the candidate" in run.output
    assert "pairs would decide" in run.output
