"""The sequential gate: its bets are fair, its order does not matter, and it follows runs on disk."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loom_reports.gate.betting import DROP_CAP, Rounds, log_wealth, upper_bound
from loom_reports.gate.limits import Limits
from loom_reports.gate.monitor import Monitor, watch
from loom_reports.gate.order import in_order
from loom_reports.gate.result import Finding, GateResult
from loom_reports.gate.sequential import SequentialGate, Stratum, Unit, final_limits
from loom_reports.gate.stop import request_stop, stop_requested, withdraw_stop
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder

LEVEL = 0.05


def rounds_of(gains: np.ndarray, width: int) -> Rounds:
    """Return rounds of `width` units of size 1 each from gains (..., units)."""
    return Rounds(gains, np.ones_like(gains), np.arange(0, gains.shape[-1], width))


def unit(gain: float, size: int = 1) -> Unit:
    return Unit(max(gain, 0), max(-gain, 0), size, wins=int(gain > 0), losses=int(gain < 0))


def strata(tasks: int = 4, clusters: int = 40, size: int = 1) -> dict[str, Stratum]:
    return {f"t{i}": Stratum(f"t{i}", f"c{i % 2}", (size,) * clusters) for i in range(tasks)}


def fed(gate: SequentialGate, gains: Sequence[tuple[str, float]], size: int = 1) -> SequentialGate:
    for name, gain in gains:
        gate.add(name, unit(gain, size))
    return gate


def overall(gate: SequentialGate) -> Finding:
    return gate.findings()[0]


@given(
    means=st.tuples(*[st.floats(-0.8, 0.8)] * 3),
    null=st.floats(-0.3, 0.1),
    planned=st.integers(3, 300),
    level=st.floats(0.001, 0.5),
)
def test_no_bet_against_a_true_null_is_expected_to_win(
    means: tuple[float, float, float], null: float, planned: int, level: float
) -> None:
    shift = null - sum(means) / 3
    means = tuple(mean + shift for mean in means)
    if not all(-1 <= mean <= 1 for mean in means):
        return
    outcomes = np.array(list(itertools.product((-1.0, 1.0), repeat=6)))  # two rounds of three strata
    chances = np.prod((1 + outcomes * np.tile(means, 2)) / 2, axis=1)
    wealth = np.exp(log_wealth(rounds_of(outcomes, 3), null, level, planned, DROP_CAP)[:, -1])
    assert chances @ wealth <= 1 + 1e-9


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=60), st.floats(-0.9, 0.8))
def test_wealth_is_positive_and_grows_with_the_null(gains: list[float], null: float) -> None:
    rounds = rounds_of(np.array(gains), 1)
    lower, higher = (log_wealth(rounds, value, LEVEL, 60, DROP_CAP) for value in (null, null + 0.1))
    assert np.all(np.isfinite(lower))
    assert np.all(lower <= higher + 1e-9)


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=40, max_size=200))
def test_the_bounds_are_the_nulls_that_are_not_refuted(gains: list[float]) -> None:
    rounds = rounds_of(np.array(gains), 2 if len(gains) % 2 == 0 else 1)
    high = upper_bound(rounds, LEVEL, 200, DROP_CAP)
    low = -upper_bound(rounds.mirrored(), LEVEL, 200, DROP_CAP)
    assert low < high
    assert log_wealth(rounds, high - 1e-4, LEVEL, 200, DROP_CAP).max() < -np.log(LEVEL)
    assert high == 1 or log_wealth(rounds, high + 1e-4, LEVEL, 200, DROP_CAP).max() >= -np.log(LEVEL)


def test_false_alarms_are_rare_at_every_look_also_where_tasks_differ() -> None:
    generator = np.random.default_rng(7)
    lost = 0.1 + np.tile([0.05, -0.05, 0.1, -0.1], 5)  # by task; won with probability 0.1, so the mean is 0
    chance = generator.random((500, 100, 20))
    gains = np.where(chance < lost, -1.0, np.where(chance > 0.9, 1.0, 0.0))
    wealth = log_wealth(rounds_of(gains.reshape(500, -1), 20), 0.0, LEVEL, 2_000, DROP_CAP)
    assert np.mean(wealth.max(axis=-1) >= -np.log(LEVEL)) <= 0.06


@pytest.mark.parametrize("null", [0.0, -0.02])
def test_the_bounds_hold_at_every_look(null: float) -> None:
    generator = np.random.default_rng(3)
    contexts = generator.random((1_000, 40, 20)) < 0.1  # all five questions of a context change together
    signs = np.where(generator.random(contexts.shape) < 0.5 - 5 * null, -1.0, 1.0)
    rounds = rounds_of((contexts * signs).reshape(1_000, -1), 20)
    for side, mean in ((rounds, null), (rounds.mirrored(), -null)):
        wealth = log_wealth(side, mean, LEVEL, 800, DROP_CAP)
        assert np.mean(wealth.max(axis=-1) >= -np.log(LEVEL)) <= 0.06


def test_a_drop_everywhere_is_found_before_the_end_and_named() -> None:
    gate = SequentialGate(strata(clusters=200), Limits())
    generator = random.Random(1)
    rounds = 0
    while gate.verdict() is None:
        rounds += 1
        fed(gate, [(name, -1.0 if generator.random() < 0.2 else 0.0) for name in strata()])
    assert gate.verdict() == "regressed"
    assert rounds < 60
    first = overall(gate)
    assert (first.family, first.verdict, first.n) == ("overall", "regressed", 4 * rounds)
    assert first.low < first.difference < first.high < 0
    assert first.adjusted is not None
    assert first.adjusted <= 0.05


def test_a_drop_of_one_task_names_the_task() -> None:
    gains = [(name, -0.9 if name == "t3" and i % 2 else 0.0) for i in range(100) for name in strata()]
    found = fed(SequentialGate(strata(clusters=200), Limits()), gains).findings()
    assert {one.name for one in found if one.family == "task" and one.verdict == "regressed"} == {"t3"}


def test_ties_pass_once_enough_of_them_were_seen() -> None:
    gate = SequentialGate(strata(clusters=1_000), Limits())
    seen = next(
        count for count in range(1_000) if fed(gate, [(name, 0.0) for name in strata()]).verdict() is not None
    )
    assert gate.verdict() == "pass"
    assert 20 < seen < 500
    assert overall(gate).low > -0.01


def test_an_allowed_drop_is_not_held_against_the_candidate() -> None:
    gains = [(name, -1.0 if i % 20 == 0 else 0.0) for i in range(400) for name in strata()]
    assert fed(SequentialGate(strata(clusters=400), Limits()), gains).verdict() == "regressed"
    assert fed(SequentialGate(strata(clusters=400), Limits(max_drop=0.06)), gains).verdict() != "regressed"


def test_a_limit_of_a_task_or_capability_stands_in_for_the_general_one() -> None:
    gate = SequentialGate(strata(), Limits(capabilities={"c1": 0.2}, tasks={"t0": 0.1}))
    drops = {(one.family, one.name): one.max_drop for one in gate.members}
    assert drops["capability", "c1"] == 0.2
    assert drops["task", "t0"] == 0.1
    assert drops["overall", "overall"] == drops["task", "t1"] == 0


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_tasks_does_not_matter(shuffler: random.Random) -> None:
    generator = random.Random(5)
    gains = {name: [generator.choice([-1.0, 0.0, 0.0, 1.0]) for _ in range(40)] for name in strata()}
    arrivals = [name for name in gains for _ in range(40)]
    shuffler.shuffle(arrivals)
    queues = {name: iter(values) for name, values in gains.items()}
    shuffled = fed(SequentialGate(strata(), Limits()), [(name, next(queues[name])) for name in arrivals])
    one_by_one = fed(SequentialGate(strata(), Limits()), [(n, g) for n, gs in gains.items() for g in gs])
    for a, b in zip(shuffled.findings(), one_by_one.findings(), strict=True):
        assert (a.n, a.verdict) == (b.n, b.verdict)
        assert (a.difference, a.low, a.high, a.p) == pytest.approx((b.difference, b.low, b.high, b.p))


def test_nothing_is_said_of_a_mean_before_all_its_tasks_were_seen() -> None:
    gate = fed(SequentialGate(strata(), Limits()), [("t0", -1.0)] * 40)
    found = {one.name: one for one in gate.findings()}
    assert (found["overall"].n, found["c0"].n, found["t0"].n) == (0, 0, 40)
    assert (found["overall"].low, found["overall"].high) == (-1, 1)
    assert found["overall"].p == pytest.approx(1)
    assert found["t0"].verdict == "regressed"


def test_tasks_weigh_the_same_whatever_their_clusters() -> None:
    planned = {
        "short": Stratum("b/long", "c", (5, 3, 1, 7)),
        "long": Stratum("b/long", "c", (2,) * 8),
        "other": Stratum("b/other", "c", (1,) * 12),
    }
    gate = SequentialGate(planned, Limits())
    for name, stratum in planned.items():
        for size in stratum.sizes:
            gate.add(name, Unit(0.0 if name == "other" else 0.5 * size, 0.5 * size, size))
    found = {one.name: one for one in gate.findings()}
    assert found["overall"].difference == pytest.approx(-0.25)
    assert (found["overall"].candidate, found["overall"].baseline) == pytest.approx((0.25, 0.5))
    assert (found["b/long"].difference, found["b/other"].difference) == pytest.approx((0, -0.5))
    assert (found["overall"].n, found["overall"].clusters) == (44, 24)


def test_more_units_than_planned_are_refused() -> None:
    with pytest.raises(ValueError, match="planned with 1"):
        fed(SequentialGate(strata(clusters=1), Limits()), [("t0", 0.0), ("t0", 0.0)])


def test_without_strata_nothing_is_decided() -> None:
    gate = SequentialGate({"empty": Stratum("t", "c", ())}, Limits())
    assert gate.verdict() is None
    assert gate.findings() == []


def test_alpha_is_divided_and_never_exceeded() -> None:
    gate = SequentialGate(strata(), Limits(alpha=0.1))
    assert sum(member.level for member in gate.members) + final_limits(Limits(alpha=0.1)).alpha <= 0.1 + 1e-12


def plan(task: str, n: int, model: str = "m") -> CellPlan:
    return CellPlan(
        f"{model}|none|none|b/{task}|1024",
        model,
        "none",
        "none",
        "c",
        "b",
        task,
        1024,
        1,
        ("hit",),
        n,
        "embedded",
    )


ORDER = in_order(f"x{number}" for number in range(1_000))


def record(index: int, score: float | None, **facts: Any) -> dict[str, Any]:
    scored = {"scores": {"hit": score}} if score is not None else {"error": "boom"}
    name = f"d{index}"
    fields = {"doc_id": name, "doc_hash": name, "prompt_hash": "p", "context_id": ORDER[index // 2]}
    return {"index": index, **fields, **scored, **facts}


def write(folder: RunFolder, cell: CellPlan, rows: Sequence[dict[str, Any]]) -> None:
    folder.cell(cell.id).append(SampleRecord(cell=cell.id, target=("x",), **row) for row in rows)


@pytest.fixture
def runs(tmp_path: Path) -> tuple[RunFolder, RunFolder]:
    folders = RunFolder(tmp_path / "candidate"), RunFolder(tmp_path / "baseline")
    for folder in folders:
        folder.open({}, {})
    return folders


N = 240
CELLS = [(plan("one", N, "new"), plan("one", N, "old")), (plan("two", N, "new"), plan("two", N, "old"))]


def watched(runs: tuple[RunFolder, RunFolder]) -> Monitor:
    candidate, baseline = runs
    for _, other in CELLS:
        write(baseline, other, [record(i, 1.0) for i in range(N)])
    return Monitor([("", mine, other) for mine, other in CELLS], candidate, baseline, Limits())


def test_a_monitor_stops_a_run_that_has_regressed(runs: tuple[RunFolder, RunFolder]) -> None:
    monitor = watched(runs)
    assert monitor.poll() is None
    verdict, start = None, 0
    while verdict is None:
        for mine, _ in CELLS:
            write(runs[0], mine, [record(i, float(i % 3 > 0)) for i in range(start, start + 6)])
        start += 6
        verdict = monitor.poll()
    assert verdict == "regressed"
    assert monitor.saved() == pytest.approx(1 - start / N)
    assert start < N / 2
    result = monitor.result("last week")
    assert (result.verdict, result.baseline, result.saved) == ("regressed", "last week", monitor.saved())
    assert result.reasons[0].startswith("overall dropped by 33.3 points, by ")
    assert result.findings[0].n == 2 * start
    assert result.findings[0].clusters == start
    assert list(GateResult.from_json(result.to_json()).findings) == result.findings


def test_a_monitor_lets_a_run_pass(runs: tuple[RunFolder, RunFolder]) -> None:
    candidate, baseline = runs
    mine, other = plan("one", 2_000, "new"), plan("one", 2_000, "old")
    write(baseline, other, [record(i, 1.0) for i in range(2_000)])
    write(candidate, mine, [record(i, 1.0) for i in range(1_600)])
    monitor = Monitor([("new: ", mine, other)], candidate, baseline, Limits())
    assert monitor.poll() == "pass"
    result = monitor.result()
    assert result.baseline == str(baseline.path)
    assert result.reasons == [
        "nothing regressed, and drops of these sizes are ruled out: 1 points (overall), 5 points "
        "(capability), 10 points (task)"
    ]
    assert [one.name for one in result.findings] == ["overall", "new: c", "new: b/one"]


def test_clusters_count_in_their_order_once_they_are_whole(runs: tuple[RunFolder, RunFolder]) -> None:
    monitor = watched(runs)
    for mine, _ in CELLS:
        write(runs[0], mine, [record(0, 1.0), record(1, 0.0)])
        write(runs[0], mine, [record(2, None), record(3, 0.0)])
        write(
            runs[0], mine, [record(4, 1.0), record(6, 1.0), record(7, 1.0)]
        )  # half of the third, and the fourth
    assert monitor.poll() is None
    first = monitor.result().findings[0]
    assert (first.clusters, first.n) == (4, 6)
    assert (first.wins, first.losses, first.ties) == (0, 4, 2)
    for mine, _ in CELLS:
        write(runs[0], mine, [record(5, 1.0)])
    monitor.poll()
    assert monitor.result().findings[0].clusters == 8


def test_nothing_is_decided_early_of_runs_that_ask_different_things(
    runs: tuple[RunFolder, RunFolder],
) -> None:
    monitor = watched(runs)
    for mine, _ in CELLS:
        write(runs[0], mine, [record(i, 0.0) for i in range(N - 1)])
    assert monitor.poll() == "regressed"
    write(runs[0], CELLS[0][0], [record(N - 1, 0.0, prompt_hash="other")])
    assert monitor.poll() is None


def test_times_are_tested_at_the_end_only_so_a_limit_on_them_keeps_a_run_from_passing_early(
    runs: tuple[RunFolder, RunFolder],
) -> None:
    for folder, cell in zip(runs, (plan("one", 2_000, "new"), plan("one", 2_000, "old")), strict=True):
        write(folder, cell, [record(i, 1.0) for i in range(2_000)])
        folder.plan([cell])
    assert watch(*runs, Limits()).poll() == "pass"
    assert watch(*runs, Limits(timing={"TTFT": 1.2})).poll() is None


def test_a_monitor_reads_past_a_torn_line_and_does_not_count_twice(runs: tuple[RunFolder, RunFolder]) -> None:
    monitor = watched(runs)
    file = runs[0].cell(CELLS[0][0].id)
    write(runs[0], CELLS[0][0], [record(0, 1.0), record(1, 1.0)])
    with file.path.open("a") as stream:
        stream.write('{"version": 1, "ind')
    assert [monitor.poll(), monitor.poll()] == [None, None]
    found = {one.name: one.n for one in monitor.result().findings}
    assert found == {"overall": 0, "c": 0, "b/one": 2, "b/two": 0}


def test_a_stop_is_seen_by_whoever_shares_the_folder(runs: tuple[RunFolder, RunFolder]) -> None:
    mine, same = runs[0], RunFolder(runs[0].path)
    assert stop_requested(same) is None
    request_stop(mine, "regressed")
    assert stop_requested(same) == "regressed"
    withdraw_stop(mine)
    withdraw_stop(mine)
    assert stop_requested(same) is None
