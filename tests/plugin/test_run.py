"""Runs as a user makes them: one process, workers, shards, two times the same, scored again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.plugin.conftest import QUICK, Loom, records, results, run_in, scores_and_prompts

CELLS, N = 4, 3
OPTIONS = ("-m", "loombench", *QUICK, "--limit", N)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """One finished run, `-n 0`."""
    folder = tmp_path_factory.mktemp("base") / "run"
    run = run_in(folder.parent)(*OPTIONS, "--model", tiny_model, "--output-path", folder)
    assert run.status == 0, run.output
    (folder.parent / "output.txt").write_text(run.output)
    return folder


def test_the_terminal_shows_progress_table_and_report(base: Path) -> None:
    output = (base.parent / "output.txt").read_text()
    assert f"[{CELLS}/{CELLS}]" in output
    for name in ("general", "  ruler", "retrieval", "  niah", "reasoning", "  babilong", "overall"):
        assert f"\n{name}" in output
    assert "embedded data: generated here" in output
    assert "made by the recipe of the benchmark, from texts of ours: niah, ruler" in output
    assert output.rindex("report: run/report.html") > output.rindex("overall")


def test_the_run_folder_is_whole(base: Path) -> None:
    found = results(base)
    assert found["complete"]
    assert found["embedded_data"]
    assert len(found["cells"]) == CELLS
    assert len(records(base)) == CELLS * N
    assert len(list((base / "samples").glob("*.done.json"))) == CELLS
    for cell, row in found["results"].items():
        metric = found["cells"][cell]["metrics"][0]
        assert row[f"{metric},none"] == found["cells"][cell]["scores"][metric]["mean"]
        assert found["n-samples"][cell] == {"original": N, "effective": N}
    for record in records(base).values():
        assert record["ttft"] > 0
        assert record["kv_bytes"] > 0
        assert record["prompt_tokens"] + 1 <= 1024
        assert record["truncated_tokens"] == 0
        assert record["target"]
        assert record["prompt_head"].startswith("[")
        assert len(record["prompt_tail"]) == 500
        assert record["target"][0].lower() in record["prompt_evidence"].lower(), record["cell"]


def test_reports_are_written(base: Path) -> None:
    page = (base / "report.html").read_text()
    assert page.lstrip().startswith("<!doctype html>")
    assert "http" not in page.partition("<script")[0].replace("http-equiv", "")
    assert "| overall |" in (base / "report.md").read_text()


def test_two_workers_give_the_same_run(base: Path, loom: Loom, tiny_model: Path, tmp_path: Path) -> None:
    run = loom(*OPTIONS, "-n2", "--model", tiny_model, "--output-path", "run")
    assert run.status == 0, run.output
    assert f"[{CELLS}/{CELLS}]" in run.output
    assert scores_and_prompts(tmp_path / "run") == scores_and_prompts(base)
    assert results(tmp_path / "run") == results(base)


def test_two_shards_in_one_folder_give_the_same_run(
    base: Path, loom: Loom, tiny_model: Path, tmp_path: Path
) -> None:
    options = (*OPTIONS, "--model", tiny_model, "--output-path", "run")
    first = loom(*options, "--shard", "1/2")
    assert first.status == 0, first.output
    assert "INCOMPLETE: nothing from shard 2/2 yet" in first.output
    half = results(tmp_path / "run")
    assert not half["complete"]
    assert 0 < len(half["cells"]) < CELLS
    second = loom(*options, "--shard", "2/2")
    assert second.status == 0, second.output
    assert "INCOMPLETE" not in second.output
    assert results(tmp_path / "run") == results(base)


def test_a_finished_run_is_not_run_again(base: Path, tiny_model: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (base / "samples").iterdir()}
    run = run_in(base.parent)(*OPTIONS, "--model", tiny_model, "--output-path", base)
    assert run.status == 0
    assert f"{N} from before" in run.output
    assert {path: path.stat().st_mtime_ns for path in (base / "samples").iterdir()} == before


def test_a_sample_taken_out_of_a_finished_cell_is_computed_again(
    base: Path, loom: Loom, tiny_model: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(base, copy)
    for path in (copy / "samples").glob("*.jsonl"):
        path.write_text("".join(path.read_text().splitlines(keepends=True)[1:]))
    run = loom(*OPTIONS, "--model", tiny_model, "--output-path", copy)
    assert run.status == 0, run.output
    assert f"{N - 1} from before" in run.output
    assert results(copy) == results(base)


def test_stored_samples_are_scored_again_without_a_model(base: Path, loom: Loom, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(base, copy)
    for path in (copy / "samples").glob("*.jsonl"):
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        for row in rows:
            row["scores"] = dict.fromkeys(row["scores"], 0.123)
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run = loom("-m", "full", "--from-samples", copy)
    assert run.status == 0, run.output
    assert results(copy) == results(base)


def test_a_run_never_mixes_versions_of_metrics(base: Path, loom: Loom, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(base, copy)
    part = loom("-m", "full", "--from-samples", copy, "--metric-version", "fixed", "--tasks", "niah")
    assert part.status == 4
    assert "was scored with --metric-version official: score all of it with fixed" in part.output
    whole = loom("-m", "full", "--from-samples", copy, "--metric-version", "fixed")
    assert whole.status == 0, whole.output
    assert results(copy)["config"]["metric_version"] == "fixed"
    assert "Metrics: fixed." in (copy / "report.md").read_text(encoding="utf-8")


def test_cut_prompts_are_recorded_and_reported(loom: Loom, tiny_model: Path, tmp_path: Path) -> None:
    cells = ("--tasks", "niah", "--lengths", "2k", "--limit", 2, "--output-path", "run")
    room = ("--model-args", "max_length=1k", "--truncation", "middle")
    run = loom("-m", "loombench", "--model", tiny_model, *cells, *room)
    assert run.status == 0, run.output
    assert "2 prompts were truncated to fit the model" in run.output
    for record in records(tmp_path / "run").values():
        assert record["prompt_tokens"] == 1024 - 50
        assert record["truncated_tokens"] > 1000
