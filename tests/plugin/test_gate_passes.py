"""Cells in passes: which samples a pass takes, and what workers do with passes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loom_plugin.passes import PASSES, WHOLE, Pass, passes_of, split_name
from loom_plugin.session import cell_id, pass_of
from loom_reports.gate.order import in_order, passes
from tests.plugin.conftest import Loom, records, results, run_in

contexts = st.lists(st.integers(0, 30).map(str), min_size=1, max_size=120)


@given(contexts, st.integers(1, PASSES))
def test_every_sample_is_in_one_pass_and_contexts_are_whole(of: list[str], count: int) -> None:
    chosen = [Pass(number, count).choose(of, range(len(of))) for number in range(1, count)]
    taken = [index for part in chosen for index in part]
    assert len(taken) == len(set(taken))
    left = set(range(len(of))) - set(taken)
    everything = [*chosen, Pass(count, count).choose(of, left)]
    assert sorted(index for part in everything for index in part) == list(range(len(of)))
    for context in set(of):
        holders = [i for i, part in enumerate(everything) if any(of[index] == context for index in part)]
        assert len(holders) == 1


@given(contexts, st.integers(1, PASSES))
def test_passes_are_even_but_for_a_context(of: list[str], count: int) -> None:
    number = passes(of, count)
    largest = max(map(of.count, of))
    for done in range(1, count + 1):
        covered = sum(one < done for one in number)
        due = -(-len(of) * done // count)
        assert due <= covered < due + largest


@given(contexts)
def test_passes_follow_the_order_of_contexts(of: list[str]) -> None:
    order = in_order(of)
    assert sorted(order) == sorted(set(of))
    assert in_order(reversed(of)) == order
    number = passes(of, PASSES)
    ranks = [number[of.index(context)] for context in order]
    assert ranks == sorted(ranks)


@given(contexts, st.data())
def test_the_last_pass_takes_whatever_is_missing(of: list[str], data: st.DataObject) -> None:
    missing = data.draw(st.sets(st.integers(0, len(of) - 1)))
    assert WHOLE.choose(of, missing) == Pass(7, 7).choose(of, missing) == sorted(missing)


@given(st.integers(1, 1_000))
def test_names_say_the_cell_and_the_pass(n: int) -> None:
    cell = "org/model-3-of-4|none|none|ruler/vt|4k"
    assert (cell_id(f"t.py::test[{cell}]"), pass_of(f"t.py::test[{cell}]")) == (cell, WHOLE)
    for part in passes_of(n):
        node = f"t.py::test[{cell}|{part}]"
        assert (cell_id(node), pass_of(node)) == (cell, part) == split_name(f"{cell}|{part}")
    assert passes_of(n)[-1] == Pass(min(n, PASSES), min(n, PASSES))


CELLS = ("-m", "loombench", "--tasks", "niah,babilong/qa1", "--lengths", "1k", "--limit", 4)
OPTIONS = (*CELLS, "--gen-kwargs", "max_new_tokens=2")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    folder = tmp_path_factory.mktemp("base") / "run"
    run = run_in(folder.parent)(*OPTIONS, "--model", tiny_model, "--output-path", folder)
    assert run.status == 0, run.output
    return folder


@pytest.mark.parametrize("workers", [0, 2])
def test_a_broken_cell_costs_its_passes_and_no_others(
    loom: Loom, base: Path, tiny_model: Path, tmp_path: Path, workers: int
) -> None:
    """One cell dies, or fails, in its third pass; nothing is run twice, and the same command ends the run."""
    deed = "os.kill(os.getpid(), signal.SIGKILL)" if workers else "raise OSError('no space')"
    (tmp_path / "poison.py").write_text(
        "import os, signal\n"
        "from loom_reports.runfolder import CellFile\n"
        "append = CellFile.append\n"
        "def poisoned(file, records):\n"
        "    if 'babilong' in file.cell and file.count() == 2:\n"
        f"        {deed}\n"
        "    append(file, records)\n"
        "CellFile.append = poisoned\n"
    )
    options = (*OPTIONS, "--model", tiny_model, "--output-path", "run", "-n", workers)
    watched = (*options, "--baseline", base, "--gate-sequential")
    broken = loom("-p", "poison", *watched)
    assert broken.status == 21, broken.output
    assert broken.output.count("FAILED: ") == 1
    found = {name: cell["complete"] for name, cell in results(tmp_path / "run")["cells"].items()}
    assert sorted(found.values()) == [False, True]
    before = records(tmp_path / "run")
    assert len(before) == 4 + 2
    mended = loom(*watched)
    assert mended.status == 0, mended.output
    after = records(tmp_path / "run")
    assert {key: after[key] for key in before} == before
    assert len(after) == 8
