"""benchmark.json holds pytest-benchmark's own statistics, and its command reads it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loom_reports.benchmark_json import _stats
from loom_reports.write import write_reports
from tests.reports.made_run import LENGTHS, TASKS, made_run

pytest_benchmark_stats = pytest.importorskip("pytest_benchmark.stats")


@given(st.lists(st.floats(0.001, 100), min_size=1, max_size=50))
def test_statistics_agree_where_the_method_is_the_same(seconds: list[float]) -> None:
    theirs = pytest_benchmark_stats.Stats()
    for value in seconds:
        theirs.update(value)
    ours = _stats(sorted(seconds))
    assert set(ours) == {*theirs.fields, "iterations"}
    for name in ("min", "max", "mean", "stddev", "rounds", "median", "ops", "total"):
        assert ours[name] == pytest.approx(getattr(theirs, name), rel=1e-6, abs=1e-9), name
    assert ours["min"] <= ours["ld15iqr"] <= ours["median"] <= ours["hd15iqr"] <= ours["max"]


def test_pytest_benchmark_compares_two_runs(tmp_path: Path) -> None:
    for name in ("a", "b"):
        report, folder = made_run(tmp_path / name, 4)
        write_reports(report, folder.path)
    command = [sys.executable, "-m", "pytest_benchmark", "compare", "a/benchmark.json", "b/benchmark.json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    tests = 2 * len(TASKS) * len(LENGTHS)
    for group in ("ttft", "tpot", "total"):
        assert f"benchmark '{group}': {tests} tests" in done.stdout
    assert "m|none|none|ruler/niah_single_1|8192 total" in done.stdout


def test_times_are_those_of_scored_samples(tmp_path: Path) -> None:
    report, folder = made_run(tmp_path, 4)
    write_reports(report, folder.path)
    entries = json.loads((tmp_path / "benchmark.json").read_text())["benchmarks"]
    cell = "m|none|none|babilong/qa1|1024"  # its sample 3 failed
    found = {entry["group"]: entry["stats"] for entry in entries if entry["param"] == cell}
    records = [record for record in folder.cell(cell).records() if record.error is None]
    assert len(records) == 3
    assert found["ttft"]["max"] == max(record.ttft or 0 for record in records)
    whole = [(r.ttft or 0) + (r.tpot or 0) * (r.output_tokens - 1) for r in records]
    assert found["total"]["total"] == pytest.approx(sum(whole))
