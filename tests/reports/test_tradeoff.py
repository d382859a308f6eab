"""Accelerators against none, from records on disk: what is paired, and what the table says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from loom_reports.aggregate import RunReport, build_report
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.results import results_json
from loom_reports.runfolder import RunFolder
from loom_reports.tables import NO_VALUE, tradeoff_table, warnings
from loom_reports.write import write_reports

SNAPKV = "snapkv:ratio=0.5"
AGNOSTIC = "snapkv:ratio=0.5,scope=context"


def plan(accelerator: str, task: str = "t", length: int = 1024, **changes: Any) -> CellPlan:
    model, retriever = changes.pop("model", "m"), changes.pop("retriever", "none")
    cell = f"{model}|{accelerator}|{retriever}|a/{task}|{length}"
    fields = {
        "capability": "general",
        "version": 1,
        "metrics": ("hit",),
        "n": 4,
        "data": "embedded",
        **changes,
    }
    return CellPlan(cell, model, accelerator, retriever, benchmark="a", task=task, length=length, **fields)


def record(index: int, score: float | None, **facts: Any) -> dict[str, Any]:
    name = facts.pop("doc", f"d{index}")
    scored = {"scores": {"hit": score}} if score is not None else {"error": "boom"}
    return {"index": index, "doc_id": name, "doc_hash": name, **scored, **facts}


def report_of(path: Path, cells: dict[CellPlan, list[dict[str, Any]]]) -> RunReport:
    folder = RunFolder(path / "run")
    folder.open({}, {})
    folder.plan(list(cells))
    for cell, rows in cells.items():
        file = folder.cell(cell.id)
        file.append(
            SampleRecord(cell=cell.id, prompt_hash="p", context_id="", target=("x",), **row) for row in rows
        )
        file.finish({"planned": cell.n, "n": len(rows)})
    report = build_report(folder)
    write_reports(report, folder.path)
    return report


def test_ratios_are_medians_of_the_samples_ratios(tmp_path: Path) -> None:
    """The ratio of the medians would be another number in every column."""
    none = [(100, 1.0, 0.1), (200, 4.0, 0.4), (400, 2.0, 0.8)]
    mine = [(50, 2.0, 0.1), (50, 2.0, 0.1), (300, 1.5, 0.6)]
    base = [record(i, 1.0, kv_bytes_prompt=kv, ttft=t, tpot=p) for i, (kv, t, p) in enumerate(none)]
    more = [{"kv_bytes_host": 100, "prefill_density": 0.2 * (i + 1), "overhead": i} for i in range(3)]
    accelerated = [
        record(i, 1.0, kv_bytes_prompt=kv, ttft=t, tpot=p, **more[i]) for i, (kv, t, p) in enumerate(mine)
    ]
    (row,) = report_of(tmp_path, {plan("none"): base, plan(SNAPKV): accelerated}).tradeoffs
    assert (row.kv, row.host, row.ttft, row.tpot) == pytest.approx((0.5, 0.5, 0.75, 0.75))
    assert (row.density, row.overhead) == pytest.approx((0.4, 1))


def test_scores_are_paired_by_sample(tmp_path: Path) -> None:
    none, mine = [1.0, 0.5, 1.0, 0.5], [1.0, 0.0, 1.0, 0.5]
    (row,) = report_of(
        tmp_path,
        {
            plan("none"): [record(i, score) for i, score in enumerate(none)],
            plan(SNAPKV): [record(3 - i, score, doc=f"d{3 - i}") for i, score in enumerate(reversed(mine))],
        },
    ).tradeoffs
    assert (row.score.mean, row.without.mean) == (0.625, 0.75)
    assert row.difference.mean == pytest.approx(-0.125)
    half = 3.182446 * 0.25 / 2  # Student's t with 3 degrees, of 0, -0.5, 0, 0
    assert row.difference.low == pytest.approx(-0.125 - half, abs=1e-5)
    assert row.difference.high == pytest.approx(-0.125 + half, abs=1e-5)
    assert row.difference.n == 4


def test_the_mean_over_tasks_is_unweighted(tmp_path: Path) -> None:
    cells = {
        plan("none", "one"): [record(0, 1.0)],
        plan(SNAPKV, "one"): [record(0, 0.0)],
        plan("none", "two"): [record(i, 1.0) for i in range(3)],
        plan(SNAPKV, "two"): [record(i, 1.0) for i in range(3)],
    }
    (row,) = report_of(tmp_path, cells).tradeoffs
    assert (row.score.mean, row.without.mean, row.difference.mean) == pytest.approx((0.5, 1.0, -0.5))
    assert row.difference.n == 4


def test_only_batches_of_one_size_are_compared_and_the_others_counted(tmp_path: Path) -> None:
    sizes, others = [1, 2, 2, 4], [1, 2, 1, 2]
    report = report_of(
        tmp_path,
        {
            plan("none"): [record(i, 1.0, batch_size=size, ttft=1.0) for i, size in enumerate(sizes)],
            plan(SNAPKV): [record(i, 1.0, batch_size=size, ttft=float(i)) for i, size in enumerate(others)],
        },
    )
    one, two = report.tradeoffs
    assert (one.batch_size, one.difference.n, one.ttft) == (1, 1, 0)
    assert (two.batch_size, two.difference.n, two.ttft) == (2, 1, 1)
    assert report.unpaired == 2
    (warning,) = [text for text in warnings(report) if "left out of the comparison" in text]
    assert warning.startswith("2 samples")


def test_a_comparison_without_any_pair_says_so(tmp_path: Path) -> None:
    report = report_of(
        tmp_path,
        {
            plan("none"): [record(0, 1.0, batch_size=2), record(1, None)],
            plan(SNAPKV): [record(0, 1.0), record(1, 1.0), record(2, 1.0), record(3, None)],
        },
    )
    assert not report.tradeoffs
    assert any(text.startswith("3 samples are left out of the comparison") for text in warnings(report))
    assert "Accelerators against none" not in (tmp_path / "run" / "report.md").read_text()


def test_scopes_lengths_and_models_have_rows_of_their_own(tmp_path: Path) -> None:
    cells = {
        plan(accelerator, length=length, model=model): [record(0, 1.0)]
        for accelerator in ("none", SNAPKV, AGNOSTIC)
        for length in (1024, 4096)
        for model in ("m", "other")
    }
    report = report_of(tmp_path, cells)
    assert len(report.tradeoffs) == 8
    assert all(row.difference.n == 1 for row in report.tradeoffs)
    _, *rows = tradeoff_table(report)
    assert [row[:3] for row in rows] == [
        [f"{model} + {accelerator}", seen, length]
        for model in ("m", "other")
        for accelerator, seen in ((SNAPKV, "yes"), (AGNOSTIC, "no"))
        for length in ("1k", "4k")
    ]


def test_a_row_needs_none_and_the_context(tmp_path: Path) -> None:
    cells = {
        plan(SNAPKV): [record(0, 1.0)],
        plan("none", "closed", retriever="no-context"): [record(0, 0.0)],
        plan(SNAPKV, "closed", retriever="no-context"): [record(0, 0.0)],
    }
    report = report_of(tmp_path, cells)
    assert (report.tradeoffs, report.unpaired) == ([], 0)


def test_records_beyond_the_plan_do_not_count(tmp_path: Path) -> None:
    """They are of an earlier run with a higher --limit."""
    cells = {plan(name, n=2): [record(i, float(i < 2)) for i in range(4)] for name in ("none", SNAPKV)}
    (row,) = report_of(tmp_path, cells).tradeoffs
    assert (row.difference.n, row.score.mean) == (2, 1.0)


def test_what_is_not_known_is_not_a_number(tmp_path: Path) -> None:
    cells = {
        plan("none"): [record(0, 1.0), record(1, 1.0, kv_bytes_prompt=0, ttft=0.0, tpot=1.0)],
        plan(SNAPKV): [
            record(0, 1.0, kv_bytes_prompt=5, ttft=1.0),
            record(1, 1.0, kv_bytes_prompt=5, ttft=1.0),
        ],
    }
    report = report_of(tmp_path, cells)
    (row,) = report.tradeoffs
    assert {row.kv, row.host, row.ttft, row.tpot, row.density, row.overhead} == {None}
    assert tradeoff_table(report)[1][-6:] == [NO_VALUE] * 6


def test_every_report_shows_the_table(tmp_path: Path) -> None:
    facts = {"kv_bytes_prompt": 100, "ttft": 1.0, "tpot": 0.5}
    saved = {"kv_bytes_prompt": 25, "ttft": 1.5, "tpot": 0.25, "prefill_density": 1.0, "overhead": 0.125}
    cells = {
        plan("none"): [record(i, 1.0, **facts) for i in range(4)],
        plan(SNAPKV): [record(i, 0.5, **saved) for i in range(4)],
    }
    report = report_of(tmp_path, cells)
    head, cells_shown = tradeoff_table(report)
    shown = dict(zip(head, cells_shown, strict=True))
    assert shown.pop("difference").startswith("-50.0 [")
    assert shown == {
        "accelerator": SNAPKV,
        "question seen": "yes",
        "length": "1k",
        "batch": "1",
        "n": "4",
        "score": "50.0",
        "none": "100.0",
        "KV": "0.25",
        "on host": "0.00",
        "TTFT": "1.50",
        "TPOT": "0.50",
        "density": "1.00",
        "own work (s)": "0.12",
    }
    markdown = (tmp_path / "run" / "report.md").read_text()
    page = (tmp_path / "run" / "report.html").read_text()
    assert "## Accelerators against none" in markdown
    assert "| " + " | ".join(cells_shown) + " |" in markdown
    assert "<h2>Accelerators against none</h2>" in page
    assert "".join(f'<th scope="col">{name}</th>' for name in head) in page
    for value in cells_shown[1:]:
        assert f"<td>{value}</td>" in page
    (row,) = results_json(report)["timings"]["accelerators_against_none"]
    assert (row["accelerator"], row["kv"], row["difference"]["mean"]) == (SNAPKV, 0.25, -0.5)
