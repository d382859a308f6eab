"""What the page is made of, without a browser."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loom_reports.comparison import NamedRun
from loom_reports.errors import LoomError
from loom_reports.page import build, gate_view
from loom_reports.page.build import page, write_page
from loom_reports.page.cost import best
from loom_reports.page.lengths import depth_of
from loom_reports.page.samples import pack
from loom_reports.write import report_md, write_reports
from tests.reports.made_run import EVIL, LENGTHS, TASKS, made_gate, made_run

CELLS = len(TASKS) * len(LENGTHS)


def unpacked(packed: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(packed)), parse_constant=pytest.fail)
    return found


def test_packed_samples_are_the_records(tmp_path: Path) -> None:
    (run,) = runs = [NamedRun("run", *made_run(tmp_path, 5))]
    packed = pack(runs)
    whole = unpacked(packed["data"])
    records = [record for cell in run.report.cells for record in cell.records]
    assert (packed["n"], packed["left_out"]) == (len(records), 0) == (5 * CELLS, 0)
    for name in ("doc_id", "completion", "error", "ttft", "truncated_tokens"):
        assert whole["columns"][name] == [getattr(record, name) for record in records]
    assert [whole["cells"][cell]["id"] for cell in whole["columns"]["cell"]] == [r.cell for r in records]
    assert "reasoning" not in whole["columns"], "a column without content is left out"


def test_long_texts_are_cut_where_the_page_would_grow_too_large(tmp_path: Path) -> None:
    runs = [NamedRun("run", *made_run(tmp_path, 4, words=3000))]
    whole, small = pack(runs), pack(runs, budget=60_000)
    assert whole["limit"] > small["limit"]
    assert len(small["data"]) <= 60_000
    texts = unpacked(small["data"])["columns"]["completion"]
    assert all(len(text) < small["limit"] + 60 for text in texts)
    assert any("characters cut" in text for text in texts)


def test_the_first_samples_of_every_cell_stay_where_not_all_fit(tmp_path: Path) -> None:
    packed = pack([NamedRun("run", *made_run(tmp_path, 40))], budget=20_000)
    columns = unpacked(packed["data"])["columns"]
    kept = len(columns["cell"]) // CELLS
    assert len(packed["data"]) <= 20_000
    assert columns["index"] == [*range(kept)] * CELLS
    assert packed["left_out"] == (40 - kept) * CELLS > 0


def test_nothing_a_model_wrote_is_markup(tmp_path: Path) -> None:
    html = page([NamedRun("run", *made_run(tmp_path, 3))])
    assert EVIL not in html
    assert html.count("</script>") == html.count("<script") == 4
    loads = re.findall(r"""(?:src|href|action)\s*=\s*["'](?!data:)""", html.partition("<script")[0])
    assert loads == []


def test_a_model_named_like_markup_stays_text(tmp_path: Path) -> None:
    html = page([NamedRun("<b>run</b>", *made_run(tmp_path, 3))])
    assert "<b>run</b>" not in html
    assert "&lt;b&gt;run&lt;/b&gt;" in html


@pytest.mark.parametrize(
    ("meta", "depth"),
    [
        ({"depth_percent": 22}, 0.22),
        ({"depths": [49], "keys": ["a"]}, 0.49),
        ({"depths": [26, 59]}, None),
        ({"depth": 0.5}, 0.5),
        ({"depth": "deep"}, None),
        ({}, None),
    ],
)
def test_depth_of_one_needle(meta: dict[str, Any], depth: float | None) -> None:
    assert depth_of(meta) == depth


points = st.lists(st.tuples(st.floats(0, 10), st.floats(0, 100)))


@given(points)
def test_the_frontier_is_what_nothing_beats(ways: list[tuple[float, float]]) -> None:
    def beaten(way: tuple[float, float]) -> bool:
        return any(one != way and one[0] <= way[0] and one[1] >= way[1] for one in ways)

    assert best(ways) == sorted({way for way in ways if not beaten(way)})


def test_a_run_without_anything_has_a_page(tmp_path: Path) -> None:
    report, folder = made_run(tmp_path / "run", 0)
    write_page([NamedRun("run", report, folder)], tmp_path / "page.html")
    assert "LoomBench report" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_gate_opens_the_comment(tmp_path: Path) -> None:
    report, folder = made_run(tmp_path, 3)
    gate = made_gate(tmp_path)
    lines = [line for line in report_md(report, folder).splitlines() if line]
    assert lines[1] == f"**{gate_view.headline(gate)}**"
    assert lines[1].startswith("**Gate: regressed against baseline: -3.0 points [-5.0, -1.0], p = 0.01")
    assert lines.index("## m") < lines.index("<details><summary>Findings of the gate</summary>")


def test_timing_is_shown_as_a_ratio(tmp_path: Path) -> None:
    table = gate_view.finding_table(made_gate(tmp_path).findings)
    (row,) = [row for row in table if row[0] == "timing: TTFT"]
    assert row[3:7] == ["0.5", "0.53", "1.2 x", "[1.18, 1.22]"]


@pytest.mark.parametrize("text", ["{", "[]", '{"verdict": "pass"}', '{"findings": 3}'])
def test_an_unreadable_gate_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "gate.json").write_text(text)
    with pytest.raises(LoomError, match=r"gate\.json is not a gate's result"):
        gate_view.read_gate(tmp_path)


def test_reports_go_elsewhere_with_the_samples_of_the_run(tmp_path: Path) -> None:
    report, folder = made_run(tmp_path / "run", 3)
    (tmp_path / "out").mkdir()
    write_reports(report, tmp_path / "out", folder)
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"results.json", "benchmark.json", "report.md", "report.html"}
    assert f"reading {3 * CELLS} samples" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_the_policy_names_the_scripts_as_the_browser_reads_them() -> None:
    assert build._hash("") == "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert build._one_line_ends("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_fresh_run_keeps_no_verdict_and_no_report_of_the_old_one(tmp_path: Path) -> None:
    report, folder = made_run(tmp_path, 3)
    made_gate(tmp_path)
    write_reports(report, tmp_path)
    folder.clear()
    assert list(tmp_path.iterdir()) == []
