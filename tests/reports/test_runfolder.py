"""The run folder keeps what was written, whatever the writer's end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loom_reports.errors import LoomError
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import CellFile, RunFolder

CELL = "org/model|none|none|niah/niah|1k"


def record(index: int, **changes: object) -> SampleRecord:
    fields = {
        "cell": CELL,
        "index": index,
        "doc_id": f"d{index}",
        "doc_hash": "h",
        "prompt_hash": "p",
        "context_id": "",
        "target": ("x",),
        "scores": {"recall": 1.0},
    }
    return SampleRecord(**{**fields, **changes})


def plan(cell: str = CELL, n: int = 3) -> CellPlan:
    return CellPlan(
        cell, "org/model", "none", "none", "retrieval", "niah", "niah", 1024, 1, ("recall",), n, "embedded"
    )


@pytest.fixture
def file(tmp_path: Path) -> CellFile:
    return CellFile(tmp_path, CELL)


@given(text=st.text(), meta=st.dictionaries(st.text(), st.integers() | st.text()), score=st.floats(0, 1))
def test_a_record_survives_its_line(text: str, meta: dict[str, object], score: float) -> None:
    before = record(1, completion=text, prediction=text, meta=meta, scores={"m": score})
    line = before.to_line()
    assert line.count("\n") == 1
    assert SampleRecord.from_line(line) == before


def test_an_older_record_gets_the_defaults() -> None:
    row = {name: value for name, value in json.loads(record(1).to_line()).items() if name != "meta"}
    assert SampleRecord.from_line(json.dumps({**row, "target": ["x"], "kept_tokens": None})) == record(1)


@pytest.mark.parametrize(
    ("change", "said"), [({"colour": 1}, "unknown colour"), ({"doc_id": ...}, "no doc_id")]
)
def test_a_line_with_other_fields_is_no_record(change: dict[str, object], said: str) -> None:
    row = {**json.loads(record(1).to_line()), **change}
    with pytest.raises(ValueError, match=said):
        SampleRecord.from_line(json.dumps({name: value for name, value in row.items() if value is not ...}))


def test_numpy_scores_become_numbers() -> None:
    import numpy as np

    line = record(0, scores={"recall": np.float64(0.5)}).to_line()
    assert json.loads(line)["scores"] == {"recall": 0.5}


def test_records_come_back_in_sample_order_and_the_last_wins(file: CellFile) -> None:
    file.append([record(2), record(0, error="boom")])
    file.append([record(1), record(0, completion="mended")])
    assert [r.index for r in file.records()] == [0, 1, 2]
    assert file.records()[0].completion == "mended"


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_torn_last_line_is_dropped_and_cut_on_the_next_append(file: CellFile, cut: int) -> None:
    file.append([record(0), record(1)])
    file.path.write_bytes(file.path.read_bytes()[:-cut])
    assert [r.index for r in CellFile(file.path.parent, CELL).records()] == [0]
    again = CellFile(file.path.parent, CELL)
    again.append([record(1)])
    assert [r.index for r in again.records()] == [0, 1]
    assert again.path.read_bytes().count(b"\n") == 2


def test_line_separators_inside_text_do_not_split_records(file: CellFile) -> None:
    file.append([record(0, completion="a\u2028b\x85c\x1cd\r\ne")])
    assert file.records()[0].completion == "a\u2028b\x85c\x1cd\r\ne"


def test_a_corrupt_line_in_the_middle_is_named(file: CellFile) -> None:
    file.append([record(0), record(1)])
    file.path.write_bytes(b'{"broken\n' + file.path.read_bytes())
    with pytest.raises(LoomError, match=r"line 1: .*--fresh"):
        file.records()


def test_cells_with_like_names_get_different_files(tmp_path: Path) -> None:
    names = {CellFile(tmp_path, cell).path for cell in ("a/b|x", "a-b|x", "a|b|x", "é|x", "è|x")}
    assert len(names) == 5
    assert len(CellFile(tmp_path, "x" * 1000).path.name) < 255


def test_done_is_read_back_and_a_torn_one_is_not_done(file: CellFile) -> None:
    assert file.done() is None
    file.finish({"n": 3})
    assert file.done() == {"version": 1, "cell": CELL, "n": 3}
    file.done_path.write_text("{")
    assert file.done() is None


def test_opening_again_with_another_spec_names_the_difference(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    folder.open({"seed": 42, "data": "embedded"}, {})
    folder.open({"seed": 42, "data": "embedded"}, {})
    with pytest.raises(LoomError, match=r"seed=42, this one has seed=43.*--fresh"):
        folder.open({"seed": 43, "data": "embedded"}, {})


def test_shards_plan_side_by_side(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.open({}, {})
    folder.plan([plan("a"), plan("b")], (1, 2))
    assert folder.missing_shards() == ["2/2"]
    folder.plan([plan("c")], (2, 2))
    assert folder.missing_shards() == []
    assert [p.id for p in folder.plans()] == ["a", "b", "c"]


def test_planning_again_keeps_the_cells_planned_before(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.open({}, {})
    folder.plan([plan("a", n=3)])
    folder.plan([plan("a", n=5), plan("b")])
    assert [(p.id, p.n) for p in folder.plans()] == [("a", 5), ("b", 3)]


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoomError, match=r"no run\.json"):
        RunFolder(tmp_path).read()
    (tmp_path / "run.json").write_text("[1")
    with pytest.raises(LoomError, match="not valid JSON"):
        RunFolder(tmp_path).read()


def test_clear_deletes_the_run_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    folder = RunFolder(tmp_path)
    folder.open({}, {})
    folder.plan([plan()])
    folder.cell(CELL).append([record(0)])
    folder.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
