"""The gate on run folders: what pairs, what is incomparable, and what each verdict rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from loom_reports.errors import LoomError
from loom_reports.gate.compare import compare_runs
from loom_reports.gate.limits import Limits, read_limits
from loom_reports.gate.result import Finding, GateResult
from loom_reports.gate.text import gate_lines
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder

GOOD = [1.0] * 70
DEFAULT = Limits()
Row = Mapping[str, Any]


def plan(task: str = "t", capability: str = "general", length: int = 1024, **changes: Any) -> CellPlan:
    fields: dict[str, Any] = {
        "model": "m",
        "accelerator": "none",
        "retriever": "none",
        "benchmark": "b",
        "version": 1,
        "metrics": ("hit",),
        "n": 1000,
        "data": "embedded",
        **changes,
    }
    name = "|".join((fields["model"], fields["accelerator"], fields["retriever"], task, str(length)))
    return CellPlan(id=name, capability=capability, task=task, length=length, **fields)


def rows(scores: Sequence[float | None], **facts: Any) -> list[Row]:
    """Rows with a score each, or an error where it is None."""
    return [
        {"scores": {"hit": score}, **facts} if score is not None else {"error": "boom", **facts}
        for score in scores
    ]


def run(
    path: Path,
    cells: Mapping[CellPlan, Sequence[Row]],
    spec: Row | None = None,
    machine: Row | None = None,
    server: Row | None = None,
) -> RunFolder:
    folder = RunFolder(path)
    folder.open({"seed": 42, "metric_version": "official", **(spec or {})}, machine or {"cores": 2})
    folder.plan(list(cells))
    for cell, samples in cells.items():
        file = folder.cell(cell.id)
        file.append(_record(cell, index, row) for index, row in enumerate(samples))
        file.finish({"planned": cell.n, "n": len(samples), "server": server or {"dtype": "float32"}})
    return folder


def _record(cell: CellPlan, index: int, row: Row) -> SampleRecord:
    fields: dict[str, Any] = {
        "index": index,
        "doc_id": f"d{index}",
        "doc_hash": f"{cell.task} {cell.length} {index}",
        "prompt_hash": "p",
        "context_id": "",
        "target": ("x",),
        "prediction": "said",
        **row,
    }
    return SampleRecord(cell=cell.id, **fields)


def find(result: GateResult, family: str, name: str = "") -> Finding:
    (found,) = [one for one in result.findings if one.family == family and one.name.startswith(name)]
    return found


def test_equal_runs_pass(tmp_path: Path) -> None:
    cells = {plan(): rows(GOOD), plan("u", "retrieval"): rows([0.5] * 70)}
    result = compare_runs(run(tmp_path / "a", cells), run(tmp_path / "b", cells), DEFAULT)
    assert result.verdict == "pass"
    overall = find(result, "overall")
    assert (overall.n, overall.clusters, overall.ties, overall.p) == (140, 140, 140, 1.0)
    assert overall.low < 0 == overall.difference < overall.high
    assert any("140 samples pair" in note for note in result.notes)
    assert "5 points is ruled out" in result.reasons[0]


def test_a_drop_is_found_and_its_capability_named(tmp_path: Path) -> None:
    base = {plan(): rows(GOOD), plan("u", "retrieval"): rows(GOOD)}
    worse = {plan(): rows(GOOD), plan("u", "retrieval"): rows([0.0] * 30 + [1.0] * 40)}
    result = compare_runs(run(tmp_path / "a", worse), run(tmp_path / "b", base), DEFAULT, "main")
    assert result.verdict == "regressed"
    assert find(result, "capability", "retrieval").verdict == "regressed"
    assert find(result, "capability", "general").verdict != "regressed"
    worst = find(result, "task", "worst of 2")
    assert worst.gates
    assert "b/u" in worst.name
    assert (worst.losses, worst.wins, worst.difference) == (30, 0, pytest.approx(-30 / 70))
    assert any(reason.startswith("capability retrieval dropped by 42.9 points") for reason in result.reasons)
    text = "\n".join(gate_lines(result))
    assert text.startswith("Gate: regressed against main")
    assert "capability: retrieval" in text
    assert GateResult.from_json(json.loads(json.dumps(result.to_json()))).verdict == "regressed"


def test_a_drop_too_small_to_be_shown_of_a_capability_names_it_all_the_same(tmp_path: Path) -> None:
    base = {plan(): rows(GOOD), plan("u", "retrieval"): rows(GOOD)}
    worse = {plan(): rows(GOOD), plan("u", "retrieval"): rows([0.0] * 6 + [1.0] * 64)}
    result = compare_runs(run(tmp_path / "a", worse), run(tmp_path / "b", base), DEFAULT)
    assert result.verdict == "regressed"
    assert find(result, "capability", "retrieval").verdict == "inconclusive"
    assert result.reasons[-1].startswith("the largest drop of a capability is that of retrieval: 8.6 points")


def test_swapping_the_runs_negates_the_difference(tmp_path: Path) -> None:
    one = run(tmp_path / "a", {plan(): rows([0.0] * 5 + [1.0] * 30)})
    two = run(tmp_path / "b", {plan(): rows(GOOD[:35])})
    there, back = compare_runs(one, two, DEFAULT), compare_runs(two, one, DEFAULT)
    for first, second in zip(there.findings, back.findings, strict=True):
        assert first.difference == pytest.approx(-second.difference)
        assert (first.low, first.high) == pytest.approx((-second.high, -second.low))
        assert (first.wins, first.losses) == (second.losses, second.wins)
    assert back.verdict != "regressed"


def test_three_samples_are_inconclusive_and_say_how_many_would_do(tmp_path: Path) -> None:
    cells = {plan(): rows([1.0, 0.0, 1.0])}
    result = compare_runs(run(tmp_path / "a", cells), run(tmp_path / "b", cells), DEFAULT)
    overall = find(result, "overall")
    assert result.verdict == overall.verdict == "inconclusive"
    assert overall.needed is not None
    assert 40 < overall.needed < 80
    assert f"{overall.needed} pairs would decide" in result.reasons[0]
    assert overall.mde is not None
    assert overall.mde > 0.5


@pytest.mark.parametrize(
    ("changes", "spec", "reason"),
    [
        ({"doc_hash": "other"}, {"seed": 7}, "70 samples have another document or prompt"),
        ({"prompt_hash": "other"}, {}, "70 samples have another document or prompt"),
        (
            {},
            {"metric_version": "fixed"},
            "scored with other metrics: metric_version 'fixed' against 'official'",
        ),
    ],
)
def test_other_samples_or_scores_are_incomparable(
    tmp_path: Path, changes: Row, spec: Row, reason: str
) -> None:
    mine = [{**row, **{name: f"{v}{i}" for name, v in changes.items()}} for i, row in enumerate(rows(GOOD))]
    one = run(tmp_path / "a", {plan(): mine}, spec)
    result = compare_runs(one, run(tmp_path / "b", {plan(): rows(GOOD)}), DEFAULT)
    assert result.verdict == "incomparable"
    assert reason in result.reasons[0]
    assert not result.findings
    assert bool(spec) == any("options differ" in note for note in result.notes)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"version": 2}, "b/t 1k: the version of the benchmark is 2 in the candidate and 1 in the baseline"),
        ({"metrics": ("f1", "hit")}, "the first metric is ('f1',) in the candidate and ('hit',) in"),
    ],
)
def test_other_versions_are_incomparable(tmp_path: Path, change: Row, reason: str) -> None:
    one = run(tmp_path / "a", {plan(**change): rows(GOOD)})
    result = compare_runs(one, run(tmp_path / "b", {plan(): rows(GOOD)}), DEFAULT)
    assert result.verdict == "incomparable"
    assert reason in result.reasons[0]


def test_what_is_missing_on_one_side_is_counted_and_left_out(tmp_path: Path) -> None:
    one = run(tmp_path / "a", {plan(): rows(GOOD[:60]), plan("mine"): rows(GOOD)})
    two = run(tmp_path / "b", {plan(): rows(GOOD), plan("yours", length=2048): rows(GOOD)})
    result = compare_runs(one, two, DEFAULT)
    assert result.verdict == "pass"
    assert find(result, "overall").n == 60
    notes = "\n".join(result.notes)
    assert "b/t 1k: 10 samples left out, missing in the candidate" in notes
    assert "1 cells left out, not in the baseline: b/mine 1k" in notes
    assert "1 cells left out, not in the candidate: b/yours 2k" in notes


def test_nothing_in_common_is_incomparable(tmp_path: Path) -> None:
    one = run(tmp_path / "a", {plan("mine"): rows(GOOD)})
    result = compare_runs(one, run(tmp_path / "b", {plan("yours"): rows(GOOD)}), DEFAULT)
    assert (result.verdict, result.reasons[0]) == ("incomparable", "no sample is in both runs")
    silent = run(tmp_path / "c", {plan(): rows([None] * 9)})
    result = compare_runs(silent, run(tmp_path / "d", {plan(): rows(GOOD)}), DEFAULT)
    assert result.reasons[0] == "no sample has a score in both runs"


def test_one_subject_each_is_compared_whatever_its_name(tmp_path: Path) -> None:
    control = plan(retriever="no-context", model="new")
    one = run(tmp_path / "a", {plan(model="new"): rows(GOOD), control: rows([0.0] * 70)})
    result = compare_runs(one, run(tmp_path / "b", {plan(model="old"): rows(GOOD)}), DEFAULT)
    assert result.verdict == "pass"
    assert find(result, "overall").n == 70


def test_several_subjects_need_their_namesakes(tmp_path: Path) -> None:
    both = {plan(): rows(GOOD), plan(accelerator="snapkv"): rows([0.0] * 60 + GOOD[:10])}
    one, two = run(tmp_path / "a", both), run(tmp_path / "b", {plan(): rows(GOOD)})
    with pytest.raises(LoomError, match=r"measured m \+ snapkv, which the baseline .* did not; it has: m\."):
        compare_runs(one, two, DEFAULT)
    good = {plan(): rows(GOOD), plan(accelerator="snapkv"): rows(GOOD)}
    result = compare_runs(one, run(tmp_path / "c", good), DEFAULT)
    assert result.verdict == "regressed"
    assert find(result, "capability", "m + snapkv: general").verdict == "regressed"
    assert find(result, "capability", "m: general").verdict == "pass"


def test_repeats_of_a_sample_are_averaged(tmp_path: Path) -> None:
    twice = [{**row, "doc_hash": str(i // 2), "index": i} for i, row in enumerate(rows([0.0, 1.0] * 60))]
    once = [{**row, "doc_hash": str(i)} for i, row in enumerate(rows([0.5] * 60))]
    one = run(tmp_path / "a", {plan(): twice})
    result = compare_runs(one, run(tmp_path / "b", {plan(): once}), DEFAULT)
    assert (find(result, "overall").n, find(result, "overall").ties) == (60, 60)


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        ({"error": "boom", "scores": {}}, "errors"),
        ({"truncated_tokens": 5}, "truncated prompts"),
        ({"prediction": " "}, "unparsed answers"),
    ],
)
def test_bad_outcomes_are_gated_on_their_own(tmp_path: Path, bad: Row, name: str) -> None:
    mine = [{**row, **(bad if i < 20 else {})} for i, row in enumerate(rows(GOOD))]
    one = run(tmp_path / "a", {plan(): mine})
    result = compare_runs(one, run(tmp_path / "b", {plan(): rows(GOOD)}), DEFAULT)
    assert result.verdict == "regressed"
    rate = find(result, "rate", name)
    assert (rate.candidate, rate.baseline, rate.losses) == (pytest.approx(20 / 70), pytest.approx(0), 20)
    assert rate.difference == pytest.approx(20 / 70)
    assert rate.low < rate.difference < rate.high
    assert any(reason.startswith(f"rate {rate.name} rose by 28.6 points") for reason in result.reasons)


def test_clusters_are_contexts(tmp_path: Path) -> None:
    """Ten wrong answers about one context are one observation."""
    mine = [{**row, "context_id": str(i // 10)} for i, row in enumerate(rows([0.0] * 10 + GOOD))]
    other = [{**row, "context_id": str(i // 10)} for i, row in enumerate(rows([*GOOD, *GOOD[:10]]))]
    result = compare_runs(run(tmp_path / "a", {plan(): mine}), run(tmp_path / "b", {plan(): other}), DEFAULT)
    assert result.verdict == "inconclusive"
    assert (find(result, "overall").clusters, find(result, "overall").p) == (8, 0.5)


def test_limits_allow_a_drop(tmp_path: Path) -> None:
    base = {plan(): rows(GOOD * 4), plan("u", "retrieval"): rows(GOOD * 4)}
    worse = {plan(): rows(GOOD * 4), plan("u", "retrieval"): rows([0.0] * 14 + [1.0] * 266)}
    one, two = run(tmp_path / "a", worse), run(tmp_path / "b", base)
    assert compare_runs(one, two, DEFAULT).verdict == "regressed"
    allowed = Limits(max_drop=0.1)
    assert compare_runs(one, two, allowed).verdict == "pass"
    listed = Limits(max_drop=0.1, tasks={"b/u": 0.01, "b/nowhere": 0.1})
    result = compare_runs(one, two, listed)
    assert result.verdict == "regressed"
    task = find(result, "task", "b/u")
    assert (task.gates, task.max_drop) == (True, 0.01)
    assert not find(result, "task", "b/t").gates
    assert any("limits that apply to nothing here: b/nowhere" in note for note in result.notes)


def timed(ttft: float, **facts: Any) -> list[Row]:
    spread = np.random.default_rng(5).uniform(0.9, 1.1, 60)
    return [
        {**row, "ttft": ttft * part, "tpot": 0.1, "output_tokens": 5, "kv_bytes": 100, **facts}
        for row, part in zip(rows(GOOD[:60]), spread, strict=True)
    ]


def test_times_are_ratios_of_medians_and_gate_with_a_limit(tmp_path: Path) -> None:
    one, two = run(tmp_path / "a", {plan(): timed(3.0)}), run(tmp_path / "b", {plan(): timed(2.0)})
    result = compare_runs(one, two, DEFAULT)
    assert result.verdict == "pass"
    ttft = find(result, "timing", "TTFT")
    assert (ttft.difference, ttft.gates, ttft.losses) == (pytest.approx(1.5), False, 60)
    assert 1 < ttft.low < 1.5 < ttft.high
    assert find(result, "timing", "KV bytes").difference == 1
    assert find(result, "timing", "tokens/s").losses == 60
    result = compare_runs(one, two, Limits(timing={"TTFT": 1.2}))
    assert result.verdict == "regressed"
    assert result.reasons[0].startswith("timing TTFT: 1.50 times the baseline")
    assert compare_runs(one, two, Limits(timing={"TTFT": 2.0, "tokens/s": 0.5})).verdict == "pass"
    assert compare_runs(one, two, Limits(timing={"tokens/s": 0.9})).verdict == "regressed"


def test_times_of_other_machines_options_or_batches_are_not_compared(tmp_path: Path) -> None:
    base = run(tmp_path / "b", {plan(): timed(2.0)})
    other = run(tmp_path / "a", {plan(): timed(3.0)}, machine={"cores": 8})
    result = compare_runs(other, base, Limits(timing={"TTFT": 1.2}))
    assert result.verdict == "pass"
    assert any("times are not compared, these differ: cores" in note for note in result.notes)
    threads = run(tmp_path / "c", {plan(): timed(3.0)}, server={"dtype": "bfloat16"})
    assert any("these differ: dtype" in note for note in compare_runs(threads, base, DEFAULT).notes)
    batch = run(tmp_path / "d", {plan(): timed(3.0, batch_size=4)})
    result = compare_runs(batch, base, DEFAULT)
    assert any("times leave out 60 samples" in note for note in result.notes)
    assert not [one for one in result.findings if one.family == "timing"]


def test_limits_are_read_from_pyproject(tmp_path: Path) -> None:
    assert read_limits(tmp_path, ["retrieval"]) == DEFAULT
    (tmp_path / "pyproject.toml").write_text(
        "[tool.loombench]\nalpha = 0.01\nmax_ttft_ratio = 1.2\n"
        '[tool.loombench.capabilities]\nretrieval = 0.02\n[tool.loombench.tasks]\n"b/t" = 0\n'
    )
    limits = read_limits(tmp_path, ["retrieval"])
    assert limits == Limits(0.01, capabilities={"retrieval": 0.02}, tasks={"b/t": 0}, timing={"TTFT": 1.2})
    assert limits.with_options(0.1, 0.03).alpha == 0.1
    assert limits.with_options(None, 0.03).max_drop == 0.03
    for alpha, drop, text in ((0.7, None, "--alpha 0.7"), (None, -1.0, "--max-drop -1.0")):
        with pytest.raises(LoomError, match=text):
            limits.with_options(alpha, drop)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.loombench]\nalfa = 1", "unknown key 'alfa'; accepted: alpha, max_drop, resolution"),
        ("[tool.loombench]\nalpha = 0.9", "alpha = 0.9: Input should be less than 0.5"),
        ('[tool.loombench]\nmax_drop = "1 point"', "max_drop = '1 point': Input should be a valid number"),
        ("[tool.loombench.capabilities]\nretrival = 0.1", "'retrival' is no capability; accepted: retrieval"),
        ("[tool.loombench.tasks]\nx = 2", "tasks.x = 2: Input should be less than 1"),
        ("[tool", "not TOML"),
    ],
)
def test_mistakes_in_pyproject_are_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(LoomError) as error:
        read_limits(tmp_path, ["retrieval"])
    assert message in str(error.value)
    assert "pyproject.toml" in str(error.value)
