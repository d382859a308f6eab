"""Published numbers: sound data with a source, and read beside our scores only where they are of the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from loom_reports.aggregate import build_report
from loom_reports.comparison import NamedRun
from loom_reports.errors import LoomError
from loom_reports.page.build import write_page
from loom_reports.plan import CellPlan
from loom_reports.published import EMBEDDED, SCORE, UNPAIRED, Published, load, names, side_by_side
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder
from loom_tests.manifest import load_benchmarks

FILES = sorted((Path(__file__).parents[2] / "reports" / "published").glob("*.json"))
LLAMA = "Llama-3.1-8B-Instruct"
ROW_KEYS = {"model", "value", "tasks", "lengths", "accelerator", "benchmark", "metric", "notes"}
RANGES = {"hellobench": (-300.0, 100.0)}


def published(**changes: object) -> Published:
    row = {
        "model": LLAMA,
        "benchmark": "ruler",
        "tasks": ("vt",),
        "lengths": (4096,),
        "accelerator": "none",
        "metric": SCORE,
        "value": 90.0,
        "paper": "A paper",
        "arxiv": "0000.00000",
        "table": "Table 1",
        "quoted_from": "",
        "notes": "",
    }
    return Published(**{**row, **changes})  # type: ignore[arg-type]


def run(path: Path, data: str = "embedded", accelerator: str = "none") -> RunFolder:
    """vt at 4k (1, 1) and 8k (0, 0), cwe at 4k (1, 0)."""
    folder = RunFolder(path)
    folder.open({}, {})
    cells = {("vt", 4096): [1.0, 1.0], ("vt", 8192): [0.0, 0.0], ("cwe", 4096): [1.0, 0.0]}
    for (task, length), scores in cells.items():
        cell = f"m|{accelerator}|none|ruler/{task}|{length}"
        metrics = ("hit", "share")
        plan = CellPlan(cell, "m", accelerator, "none", "general", "ruler", task, length, 1, metrics, 2, data)
        folder.plan([plan])
        folder.cell(cell).append(
            SampleRecord(cell, i, f"d{i}", f"h{i}", "p", "", ("x",), scores={"hit": score, "share": 0.25})
            for i, score in enumerate(scores)
        )
    return folder


def test_files_hold_sound_rows_with_a_source() -> None:
    tasks = {one.name: {task.name for task in one.tasks} for one in load_benchmarks()}
    assert len(FILES) > 40
    for path in FILES:
        content = json.loads(path.read_text(encoding="utf-8"))
        assert content["name"], path.name
        assert content["source"]["paper"], path.name
        assert content["source"]["table"], path.name
        seen = set()
        for row in content["rows"]:
            assert set(row) <= ROW_KEYS, path.name
            benchmark = row.get("benchmark") or content["benchmark"]
            assert set(row.get("tasks") or content.get("tasks", ())) <= tasks[benchmark], (path.name, row)
            assert all(isinstance(length, int) for length in row.get("lengths", ())), (path.name, row)
            low, high = RANGES.get(benchmark, (0.0, 100.0))
            assert low <= row["value"] <= high, (path.name, row)
            key = json.dumps({name: value for name, value in row.items() if name != "value"})
            assert key not in seen, (path.name, row)
            seen.add(key)


def test_metrics_are_ours_or_plainly_another() -> None:
    ours = {
        (one.name, task.name): {SCORE, *task.metric_names} for one in load_benchmarks() for task in one.tasks
    }
    for name in names():
        for row in load(name):
            sets = [ours[row.benchmark, task] for task in row.tasks]
            known = [row.metric in metrics for metrics in sets]
            assert all(known) or not any(known), row
            assert (all(known) and known) or " " in row.metric, row  # another metric is named in words


def test_accelerators_are_spelt_as_a_run_spells_them() -> None:
    from loom_fixtures.accelerators.spec import parse

    for label in {row.accelerator for name in names() for row in load(name)} - {"none"}:
        method = parse(label)
        assert method is not None
        assert method.label == label


@pytest.mark.parametrize(
    ("name", "tasks", "length", "paper", "value"),
    [
        ("ruler", 13, 131072, "RULER", 77.0),
        ("ruler", 13, 4096, "LOOM-Scope", 96.5),
        ("nolima", 1, 32768, "NoLiMa", 14.2),
        ("babilong", 5, 0, "BABILong", 67),
        ("nthread", 5, 2048, "Needle Threading", 52),
    ],
)
def test_well_known_numbers_are_there(name: str, tasks: int, length: int, paper: str, value: float) -> None:
    found = [
        row.value
        for row in load(LLAMA)
        if (row.benchmark, len(row.tasks), row.lengths, row.accelerator) == (name, tasks, (length,), "none")
        and row.paper.startswith(paper)
    ]
    assert found == [value]


@pytest.mark.parametrize(
    ("file", "key", "lengths"),
    [("ruler", "GPT-4-1106-preview", 91.6), ("lveval_loom", "Llama2-7B-32k-Instruct", 7.3)],
)
def test_means_over_lengths_are_those_of_their_parts(file: str, key: str, lengths: float) -> None:
    rows = [
        row
        for row in json.loads((FILES[0].parent / f"{file}.json").read_text())["rows"]
        if row["model"] == key
    ]
    parts = [row["value"] for row in rows if len(row["lengths"]) == 1]
    (mean,) = [row["value"] for row in rows if len(row["lengths"]) > 1]
    assert mean == lengths == pytest.approx(sum(parts) / len(parts), abs=0.06)


def test_the_page_has_both_columns(tmp_path: Path) -> None:
    folder = run(tmp_path / "run")
    report = build_report(folder)
    beside = side_by_side(report, [published(notes="by <b>hand</b>")])
    write_page([NamedRun("run", report, folder)], tmp_path / "page.html", beside)
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    section = html[html.index("<h2>Beside published numbers") :]
    cells = re.findall(r"<td[^>]*>([^<]*)</td>", section[: section.index("</table>")])
    assert cells[:7] == ["m", "ruler/vt 4k", "score", "100.0", "34.2 - 100.0", "2", "90"]
    assert cells[-1] == "by &lt;b&gt;hand&lt;/b&gt;"
    assert "unpaired" in section
    assert "NOT comparable" in section, "the data is embedded"


def test_a_hub_id_and_any_case_name_the_model() -> None:
    assert load("meta-llama/llama-3.1-8b-instruct") == load(LLAMA)
    with pytest.raises(
        LoomError, match=r"no published numbers of 'Llama-3.1-8B-Instrukt'; did you mean Llama"
    ):
        load("Llama-3.1-8B-Instrukt")


def test_our_score_stands_beside_the_published_one_and_is_called_unpaired(tmp_path: Path) -> None:
    report = build_report(run(tmp_path))
    rows = [
        published(),
        published(tasks=("vt", "cwe")),
        published(lengths=(4096, 8192)),
        published(metric="share"),
        published(tasks=(), lengths=()),
    ]
    side = side_by_side(report, rows)
    assert [row.ours.mean for row in side.rows] == pytest.approx([1.0, 0.75, 0.5, 0.25, 0.5])
    assert list(side.notes) == [UNPAIRED, EMBEDDED]
    head, first, *_ = side.table()
    assert dict(zip(head, first, strict=True)) == {
        "subject": "m",
        "where": "ruler/vt 4k",
        "metric": "score",
        "ours": "100.0",
        "95 % interval": "34.2 - 100.0",
        "n": "2",
        "published": "90",
        "source": "A paper, arXiv 0000.00000, Table 1",
        "notes": "",
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"benchmark": "nolima"},
        {"tasks": ("vt", "fwe")},
        {"lengths": (4096, 16384)},
        {"tasks": ("vt", "cwe"), "lengths": (4096, 8192)},
        {"metric": "F1 of another kind"},
        {"accelerator": "snapkv"},
    ],
)
def test_what_was_not_measured_stands_beside_nothing(tmp_path: Path, changes: dict[str, object]) -> None:
    side = side_by_side(build_report(run(tmp_path, data="hub")), [published(**changes)])
    assert side.rows == []
    assert list(side.notes) == [UNPAIRED, "1 of 1 published numbers are of what was not measured here"]


def test_an_accelerator_meets_its_own_numbers_alone(tmp_path: Path) -> None:
    report = build_report(run(tmp_path, accelerator="snapkv:ratio=0.5"))
    rows = [published(accelerator=name) for name in ("none", "snapkv", "snapkv:ratio=0.5")]
    assert [row.published.accelerator for row in side_by_side(report, rows).rows] == ["snapkv:ratio=0.5"]
