"""`--baseline`, `--gate` and `loombench gate` as a user types them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from loom_plugin.command.main import main
from tests.plugin.conftest import Loom, run_in

CELLS = ("-m", "loombench", "--tasks", "niah,babilong/qa1", "--lengths", "1k", "--limit", 6)
OPTIONS = (*CELLS, "--gen-kwargs", "max_new_tokens=2", "--model-args", "dtype=float32,threads=1")
ROUGH = "[tool.loombench]\nresolution = 0.4\n"


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """One finished run."""
    folder = tmp_path_factory.mktemp("measured") / "run"
    run = run_in(folder.parent)(*OPTIONS, "--model", tiny_model, "--output-path", folder)
    assert run.status == 0, run.output
    assert not (folder / "gate.json").exists()
    return folder


@pytest.fixture
def same(measured: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(measured, tmp_path / "same"))


@pytest.fixture
def better(measured: Path, tmp_path: Path) -> Path:
    """The same run, had it known every answer."""
    folder = Path(shutil.copytree(measured, tmp_path / "better"))
    for path in (folder / "samples").glob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        for row in rows:
            row["scores"] = dict.fromkeys(row["scores"], 1.0)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def test_a_regression_fails_with_20_under_two_workers(
    loom: Loom, better: Path, tiny_model: Path, tmp_path: Path
) -> None:
    options = (*OPTIONS, "--model", tiny_model, "--output-path", "run", "--baseline", better)
    failing = loom(*options, "-n2", "--gate", "fail")
    assert failing.status == 20, failing.output
    assert failing.output.count("LoomBench: gate") == 1
    assert f"Gate: regressed against {better}" in failing.output
    assert "overall dropped by" in failing.output
    stored = json.loads((tmp_path / "run" / "gate.json").read_text())
    assert (stored["verdict"], stored["baseline"]) == ("regressed", str(better))
    assert "regressed" in (tmp_path / "run" / "report.md").read_text()
    reported = loom(*options)
    assert reported.status == 0, reported.output
    assert "Gate: regressed" in reported.output
    silent = loom(*options, "--gate", "off")
    assert silent.status == 0
    assert "Gate:" not in silent.output


def test_what_few_samples_cannot_decide_fails_with_21(loom: Loom, same: Path, measured: Path) -> None:
    run = loom("--from-samples", same, "-m", "loombench", "--baseline", measured, "--gate", "fail")
    assert run.status == 21, run.output
    assert "Gate: inconclusive" in run.output
    assert "12 pairs do not rule out a drop of 5 points" in run.output


def test_limits_come_from_pyproject_and_the_command_line_wins(
    loom: Loom, same: Path, measured: Path, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text(ROUGH + "max_drop = 0.01\n")
    options = ("--from-samples", same, "-m", "loombench", "--baseline", measured / "results.json")
    run = loom(*options, "--gate", "fail", "--max-drop", "0.02", "--alpha", "0.1")
    assert run.status == 0, run.output
    stored = json.loads((same / "gate.json").read_text())
    assert (stored["verdict"], stored["max_drop"], stored["alpha"]) == ("pass", 0.02, 0.1)
    (tmp_path / "pyproject.toml").write_text("[tool.loombench]\nmaxdrop = 1\n")
    run = loom(*options)
    assert run.status == 4
    assert "unknown key 'maxdrop'; accepted: alpha, max_drop, resolution" in run.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--baseline", "nowhere"], "--baseline: nowhere is not there; accepted are a run folder"),
        (["--gate", "fail"], "--gate fail needs --baseline RUN"),
        (["--baseline", "published:nothing"], "no published numbers of 'nothing'"),
        (["--baseline", "published:Llama-3.1-8B-Instruct", "--gate", "fail"], "have no samples to pair"),
        (["--gate-sequential"], "--gate-sequential needs --baseline RUN"),
        (["--gate-sequential", "--baseline", "run", "--gate", "off"], "and --gate report or fail"),
        (["--gate-sequential", "--baseline", "published:x"], "published numbers have no samples to pair"),
        (["--baseline", "run", "--alpha", "0.8"], "--alpha 0.8: write a probability"),
        (["--baseline", "run", "--max-drop", "5"], "--max-drop 5.0: write a drop from 0"),
        (["--baseline", "run", "--output-path", "run", "--fresh"], "is the run being measured"),
    ],
)
def test_mistakes_are_named_before_anything_runs(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    measured: Path,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    shutil.copytree(measured, pytester.path / "run")
    run = pytester.runpytest("-q", "-m", "loombench", "--model", "smollm2", *arguments)
    output = run.stdout.str() + run.stderr.str()
    assert run.ret == 4
    assert message in output
    assert "Traceback" not in output
    assert (pytester.path / "run" / "results.json").exists()
    assert not (pytester.path / "reports").exists()


def test_published_numbers_stand_beside_the_scores_and_decide_nothing(loom: Loom, same: Path) -> None:
    (same / "gate.json").write_text("an old verdict")
    run = loom("--from-samples", same, "-m", "loombench", "--baseline", "published:Llama-3.1-8B-Instruct")
    assert run.status == 0, run.output
    assert "this comparison is unpaired" in run.output
    assert "this comparison is unpaired" in (same / "report.html").read_text(encoding="utf-8")
    assert not (same / "gate.json").exists()


def test_the_command_needs_run_folders_only(
    same: Path,
    better: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["gate", str(same), str(better)]) == 20
    assert capsys.readouterr().out.startswith(f"Gate: regressed against {better}")
    assert main(["gate", str(same), str(same)]) == 21
    capsys.readouterr()
    assert main(["gate", str(better), str(same), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "pass"
    assert found["findings"][0]["family"] == "overall"
    assert main(["gate", str(same), "nowhere"]) == 2
    assert "nowhere is not there" in capsys.readouterr().err
    assert not (same / "gate.json").exists()


def test_the_command_loads_no_torch(same: Path) -> None:
    code = (
        "import sys; from loom_plugin.command.main import main; "
        f"main(['gate', {str(same)!r}, {str(same)!r}]); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
