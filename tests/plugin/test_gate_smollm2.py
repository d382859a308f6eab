"""The gate with a real model: itself, a lossy cache, another seed, and too few samples.

The first two are watched while they run, the second with two workers.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from loom_plugin.command.main import main
from tests.plugin.conftest import FLOAT32, Loom, records, results, run_in

OPTIONS = (
    *("-m", "full", "--model", "smollm2", "--lengths", "1k"),
    *("--tasks", "infinitebench/passkey", "--gen-kwargs", "max_new_tokens=6", *FLOAT32),
)
TEN = ("--limit", 10)
FAIL = ("--gate", "fail", "--baseline")
SMALL = "[tool.loombench]\nresolution = 0.4\n"  # ten pairs cannot rule out the default, a drop of 5 points


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("baseline")
    run = run_in(folder)(*OPTIONS, *TEN, "--output-path", "run")
    assert run.status == 0, run.output
    return folder / "run"


def test_the_model_passes_against_itself_at_the_end(
    loom: Loom, baseline: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text(SMALL)
    run = loom(*OPTIONS, *TEN, "--output-path", "run", *FAIL, baseline, "--gate-sequential")
    assert run.status == 0, run.output
    assert f"Gate: pass against {baseline}" in run.output
    assert "compared at alpha 0.025, the rest went into watching" in run.output
    stored = json.loads((tmp_path / "run" / "gate.json").read_text())
    assert (stored["verdict"], stored["saved"], stored["alpha"]) == ("pass", None, 0.025)
    assert len(records(tmp_path / "run")) == 10
    assert results(tmp_path / "run")["complete"]
    monkeypatch.chdir(tmp_path)
    assert main(["gate", "run", str(baseline)]) == 0


def test_a_cache_that_forgets_is_stopped_and_finished_later(
    loom: Loom, baseline: Path, tmp_path: Path
) -> None:
    lossy = (*OPTIONS, *TEN, "--accelerator", "streamingllm:ratio=0.1", "--output-path", "run")
    folder = tmp_path / "run"
    watched = (*lossy, *FAIL, baseline, "--gate-sequential", "--alpha", 0.2)  # 0.05 takes nearly all of ten
    stopped = loom(*watched, "-n", 2)
    assert stopped.status == 20, stopped.output
    assert f"Gate: regressed against {baseline}" in stopped.output
    assert "the verdict is decided: regressed" in stopped.output
    assert "INCOMPLETE: 1 of 1 cells" in stopped.output
    before = records(folder)
    gate = json.loads((folder / "gate.json").read_text())
    assert 0 < len(before) < 10
    assert gate["saved"] == pytest.approx(1 - len(before) / 10)
    for shown in (stopped.output, *((folder / name).read_text() for name in ("report.md", "report.html"))):
        assert f"{100 * gate['saved']:.0f} % of the samples were not needed" in shown

    again = loom(*watched)
    assert again.status == 20, again.output
    assert records(folder) == before

    whole = loom(*lossy, *FAIL, baseline)
    assert whole.status == 20, whole.output
    assert re.search(
        r"(capability retrieval dropped by|drop of a capability is that of retrieval)", whole.output
    )
    after = records(folder)
    assert {key: after[key] for key in before} == before
    assert len(after) == 10
    assert results(folder)["complete"]
    assert json.loads((folder / "gate.json").read_text())["saved"] is None


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
