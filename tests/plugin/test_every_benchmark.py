"""A task of every benchmark goes the whole way, from its data through a model to the report."""

from __future__ import annotations

from pathlib import Path

from loom_tests.manifest import load_benchmarks
from tests.plugin.conftest import results, run_in

JUDGED = {"longcite", "hellobench", "longsafety"}
"""Benchmarks whose only scores need a judge."""


def test_a_task_of_every_benchmark_runs(tiny_model: Path, tmp_path: Path) -> None:
    benchmarks = load_benchmarks()
    tasks = ",".join(f"{one.name}/{one.tasks[-1].name}" for one in benchmarks)
    options = ("--lengths", "shortest", "--limit", "1", "--gen-kwargs", "max_new_tokens=8")
    arguments = ("-m", "full", "--model", tiny_model, "--tasks", tasks, "--output-path", "run")
    done = run_in(tmp_path)(*arguments, *options)
    assert done.status == 0, done.output
    written = results(tmp_path / "run")
    cells = {cell["benchmark"]: cell for cell in written["cells"].values()}
    assert set(cells) == {one.name for one in benchmarks}
    assert all(cell["complete"] and not cell["failed"] for cell in cells.values())
    assert {name for name, cell in cells.items() if not cell["scores"]} == JUDGED
    assert all(cell["not_computed"] for name, cell in cells.items() if name in JUDGED)
    assert "not computed, needs a judge: --judge SERVER:MODEL" in done.output


def test_the_composite_has_its_twelve_data_sets() -> None:
    names = {one.name for one in load_benchmarks() if one.loombench}
    assert names == {
        "babilong", "counting_stars", "infinitebench", "l_citeeval", "leval", "libra", "longbench",
        "longbench_v2", "longwriter", "lveval", "niah", "ruler",
    }  # fmt: skip
