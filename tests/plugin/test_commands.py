"""`loombench list`, `parity` and `score`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from loom_fixtures.accelerators.registry import METHODS
from loom_plugin.command.main import main


def vector(score: float, prediction: str = "Paris") -> str:
    row = {"benchmark": "ruler", "subtask": "qa", "metric": "string_match_part", "prediction": prediction}
    return json.dumps({**row, "references": ["paris"], "extra": {}, "score": score})


def parity(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "loom_plugin.command", "parity", *map(str, arguments)]
    return subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)


def test_list_shows_every_accelerator_with_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "accelerators"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == list(METHODS)
    assert "snapkv              eviction  budget, ratio, window=32, kernel=5" in lines
    assert lines[-1] == f"{len(METHODS)} methods; join independent ones with +"


def test_list_counts_benchmarks_and_tasks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "tasks"]) == 0
    *rows, last = capsys.readouterr().out.splitlines()
    benchmarks, tasks = (int(word) for word in last.replace(",", "").split() if word.isdigit())
    assert tasks == len(rows) - 1
    assert benchmarks >= 26
    assert tasks >= 200
    assert any(row.startswith("ruler/niah_single_1 ") for row in rows)


def test_parity_passes_and_fails_by_the_share_that_is_exact(tmp_path: Path) -> None:
    good, mixed = tmp_path / "good.jsonl", tmp_path / "mixed.jsonl"
    good.write_text(vector(100.0) + "\n" + vector(0.0, "Rome") + "\n")
    mixed.write_text(vector(100.0) + "\n" + vector(50.0) + "\n")
    assert parity(good).returncode == 0
    failed = parity(mixed)
    assert failed.returncode == 1
    assert "official 50.0, ours 100.0" in failed.stdout
    assert "50.00 % exact" in failed.stdout
    assert parity(mixed, "--min", "0.5").returncode == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{]", "line 1, column 2: not JSON"),
        ('{"benchmark": "ruler"}', "line 1: column 'subtask' is missing"),
        (vector(1).replace("ruler", "rulers"), "no metrics for 'rulers'; there are"),
    ],
)
def test_parity_names_a_bad_line(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(content)
    done = parity(file)
    assert done.returncode == 2
    assert message in done.stderr


def test_score_reads_plain_references(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "predictions.jsonl"
    rows = [{"prediction": "It is Paris.", "references": ["paris"]}, {"prediction": "", "references": "rome"}]
    file.write_text("\n".join(map(json.dumps, rows)))
    assert main(["score", "ruler/qa_1", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:2] == ["string_match_part", "50.0"]


@pytest.mark.parametrize(
    ("task", "content", "message"),
    [
        ("ruler/qa1", "", "did you mean ruler/qa_1"),
        ("ruler/qa_1", '{"references": ["a"]}', "column 'prediction' is missing"),
        ("ruler/qa_1", '{"prediction": "a"}', "no column `references`"),
        ("ruler/qa_1", "", "holds no predictions"),
    ],
)
def test_score_names_a_mistake(
    tmp_path: Path, task: str, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "predictions.jsonl"
    file.write_text(content)
    assert main(["score", task, str(file)]) == 2
    assert message in capsys.readouterr().err
