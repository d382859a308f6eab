"""The cost model: it finds the truth it was given, keeps it between runs, and tells hours from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loom_plugin.calibration import Spent, fit, judged
from loom_plugin.cost import RELATIVE, Work, expected_work
from loom_plugin.machine import cores
from tests.plugin.conftest import Loom

LENGTHS = (1024, 2048, 4096, 8192, 16384)
TASKS = {"copy": (128, 1.0, 1.0), "choose": (8, 1.0, 0.5), "talk": (512, 0.25, 0.75)}
"""New tokens, and the shares of prompt and answer that are read and written."""
SPEEDS = Work(*(one * 1e-3 for one in RELATIVE))

factor = st.floats(1 / 3, 3.0)


def _cells(speeds: Work, tasks: tuple[str, ...] = tuple(TASKS)) -> dict[str, Spent]:
    return {f"none|{task}|{length}": _spent(task, length, speeds) for task in tasks for length in LENGTHS}


def _spent(task: str, length: int, speeds: Work, samples: int = 10) -> Spent:
    new, read, written = TASKS[task]
    work = expected_work(samples, length - new, new, read, written)
    return Spent(task, work.times(speeds), work, length - new, new)


@given(st.tuples(factor, factor, factor, factor, factor))
def test_predicts_what_was_left_out(factors: tuple[float, ...]) -> None:
    speeds = Work(*(one * factor for one, factor in zip(SPEEDS, factors, strict=True)))
    model = judged(fit(_cells(speeds)))
    assert model.error is not None
    assert model.error < 0.05
    for task, (new, _, _) in TASKS.items():
        truth = _spent(task, 32768, speeds, samples=3)
        assert model.predict(task, 3, 32768 - new, new) == pytest.approx(truth.seconds, rel=0.2)


def test_one_cell_scales_the_relative_estimate() -> None:
    """Least squares alone would call a prompt of 16k as quick as one of 1k."""
    model = judged(fit({"none|copy|1024": _spent("copy", 1024, SPEEDS)}))
    assert model.error is None
    truth = _spent("copy", 16384, SPEEDS)
    assert model.predict("copy", 10, truth.prompt, truth.new) == pytest.approx(truth.seconds, rel=1e-6)


def test_an_unknown_task_has_the_habits_of_all() -> None:
    model = fit(_cells(SPEEDS, ("choose",)))
    assert model.predict("other", 10, 4000, 8) == pytest.approx(model.predict("choose", 10, 4000, 8))


def test_a_run_teaches_the_dry_run(
    loom: Loom, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOMBENCH_CACHE", str(tmp_path / "cache"))
    cells = ("--model", tiny_model, "--tasks", "ruler/niah_single_1,ruler/vt", "--limit", "2")
    before = loom(*cells, "--lengths", "1k,2k", "--dry-run", "-n0")
    assert "time: unknown" in before.output

    run = loom(*cells, "--lengths", "1k")
    assert run.status == 0, run.output
    (file,) = (tmp_path / "cache" / "costs").glob("*.json")
    known = json.loads(file.read_text())
    assert known["engine"]["cores"] == cores()
    assert set(known["cells"]) == {"none|ruler/niah_single_1|1024", "none|ruler/vt|1024"}
    vt = known["cells"]["none|ruler/vt|1024"]
    assert vt["seconds"] > 0
    assert 1500 < vt["work"]["read"] <= 2048

    after = loom(*cells, "--lengths", "1k,2k", "--dry-run")
    assert after.status == 0, after.output
    assert "with one worker" in after.output
    assert "from 2 cells that ran here" in after.output
    times = {
        line.split()[0].split("none|none|")[1]: _seconds(line)
        for line in after.output.splitlines()
        if "|none|none|" in line
    }
    assert times["ruler/vt|1k"] == pytest.approx(vt["seconds"], abs=0.6)
    assert times["ruler/vt|2k"] >= times["ruler/vt|1k"]

    again = loom(*cells, "--lengths", "1k,2k", "--fresh")
    assert again.status == 0, again.output
    assert " s left" in again.output

    shared = loom(*cells, "--lengths", "1k", "--dry-run", "-n2")  # half the cores: another engine
    assert "time: unknown" in shared.output

    file.write_text("{")
    broken = loom(*cells, "--lengths", "1k", "--dry-run")
    assert broken.status == 0, broken.output
    assert "time: unknown" in broken.output


def test_the_cells_of_a_first_run_tell_what_the_rest_takes(
    loom: Loom, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOMBENCH_CACHE", str(tmp_path / "cache"))
    tasks = "ruler/niah_single_1,ruler/vt"
    run = loom("--model", tiny_model, "--tasks", tasks, "--lengths", "1k,2k", "--limit", "1", "-n0")
    assert run.status == 0, run.output
    lines = [line for line in run.output.splitlines() if line.startswith("[")]
    assert [" left" in line for line in lines] == [False, False, True, False]


def _seconds(line: str) -> float:
    amount, unit = line.split()[-2:]
    assert unit == "s"
    return float(amount)
