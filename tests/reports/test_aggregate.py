"""From records to means, and what makes a report incomplete."""

from __future__ import annotations

from pathlib import Path

import pytest

from loom_reports.aggregate import build_report
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.results import results_json
from loom_reports.runfolder import RunFolder
from loom_reports.tables import as_text, score_table, warnings
from loom_reports.write import write_reports

EVIL = "<script>alert(1)</script>"


def plan(capability: str, benchmark: str, task: str, length: int, n: int = 2) -> CellPlan:
    cell = f"m|none|none|{benchmark}/{task}|{length}"
    return CellPlan(
        cell, "m", "none", "none", capability, benchmark, task, length, 1, ("hit",), n, "embedded"
    )


def fill(folder: RunFolder, cell: CellPlan, scores: list[float], planned: int | None = None) -> None:
    file = folder.cell(cell.id)
    file.append(
        SampleRecord(cell.id, i, f"d{i}", "h", "p", "", ("x",), scores={"hit": score}, prompt_tokens=1000)
        for i, score in enumerate(scores)
    )
    file.finish(
        {"planned": planned or cell.n, "n": len(scores), "server": {"dtype": "float32", "threads": 2}}
    )


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    folder = RunFolder(tmp_path / "run")
    folder.open({"seed": 42}, {"cores": 2})
    return folder


def test_means_are_unweighted_at_every_level(folder: RunFolder) -> None:
    cells = {
        plan("general", "a", "t1", 1024): [1.0, 1.0],
        plan("general", "a", "t1", 2048): [0.0, 0.0],
        plan("general", "a", "t2", 1024): [1.0, 1.0],
        plan("general", "b", "t", 1024): [0.0, 0.0],
        plan("reasoning", "c", "t", 1024): [1.0, 0.0],
    }
    folder.plan(list(cells))
    for cell, scores in cells.items():
        fill(folder, cell, scores)
    report = build_report(folder)
    (subject,) = report.subjects
    means = {group.name: group.score.mean for group in subject.capabilities if group.score}
    assert means == {"general": pytest.approx((0.75 + 0) / 2), "reasoning": 0.5}
    assert subject.overall.score is not None
    assert subject.overall.score.mean == pytest.approx((0.75 + 0 + 0.5) / 3)
    assert subject.overall.score.n == 10
    at_1k = subject.overall.at_length(1024)
    assert at_1k is not None
    assert at_1k.mean == pytest.approx((1 + 0 + 0.5) / 3)
    assert report.complete
    overall = list(as_text(score_table(subject)))[-1]
    assert overall.split()[:2] == ["overall", "41.7"]


def test_what_is_missing_or_failed_is_named(folder: RunFolder) -> None:
    whole, part, none = (plan("general", "a", name, 1024) for name in ("whole", "part", "none"))
    folder.plan([whole, part, none])
    fill(folder, whole, [1.0, 1.0])
    folder.cell(part.id).append(
        [SampleRecord(part.id, 0, "d0", "h", "p", "", ("x",), error=f"no memory {EVIL}")]
    )
    report = build_report(folder, {none.id: "worker crashed"})
    assert not report.complete
    text = "\n".join(warnings(report))
    assert "2 of 3 cells" in text
    assert "1 of 2 samples missing; 1 failed (d0: no memory" in text
    assert "worker crashed" in text
    write_reports(report, folder.path)
    assert EVIL not in (folder.path / "report.html").read_text()
    assert "&lt;script&gt;" in (folder.path / "report.html").read_text()


def test_a_source_with_fewer_samples_than_asked_for_is_complete(folder: RunFolder) -> None:
    cell = plan("general", "a", "t", 1024, n=100)
    folder.plan([cell])
    fill(folder, cell, [1.0, 0.0, 1.0])
    report = build_report(folder)
    assert report.complete
    assert results_json(report)["n-samples"][cell.id] == {"original": 100, "effective": 3}


def test_a_cell_finished_with_another_size_is_not_complete(folder: RunFolder) -> None:
    cell = plan("general", "a", "t", 1024, n=4)
    folder.plan([cell])
    fill(folder, cell, [1.0, 0.0], planned=2)
    assert not build_report(folder).complete


def test_only_timings_hold_what_differs_between_machines(folder: RunFolder) -> None:
    cell = plan("general", "a", "t", 1024)
    folder.plan([cell])
    fill(folder, cell, [1.0, 0.0])
    found = results_json(build_report(folder))
    assert found["subjects"][0]["server"] == {"dtype": "float32"}
    assert found["timings"]["cells"][cell.id]["server"] == {"threads": 2}
