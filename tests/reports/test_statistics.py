"""Intervals: against scipy, by simulation, and their invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from loom_reports.statistics import Estimate, estimate, macro_mean, median

Floats = NDArray[np.float64]
unit = st.floats(0, 1)


def test_zero_one_scores_get_wilsons_interval() -> None:
    value = estimate([1.0] * 19 + [0.0], [str(i) for i in range(20)])
    oracle = stats.binomtest(19, 20).proportion_ci(method="wilson")
    assert (value.mean, value.low, value.high) == pytest.approx((0.95, oracle.low, oracle.high))


def test_a_perfect_score_still_has_width() -> None:
    value = estimate([1.0] * 10, list("abcdefghij"))
    assert value.mean == value.high == 1
    assert value.low == pytest.approx(0.7225, abs=1e-3)


@pytest.mark.parametrize("score", [0.0, 0.2, 0.5, 1.0])
def test_equal_scores_leave_room_for_others_that_were_not_seen(score: float) -> None:
    value = estimate([score] * 60, [str(i) for i in range(60)])
    others = stats.binomtest(0, 60).proportion_ci(method="wilson").high
    assert value.low == pytest.approx(score * (1 - others))
    assert value.high == pytest.approx(score * (1 - others) + others)


def test_graded_scores_of_independent_samples_get_students_interval() -> None:
    scores = [0.1, 0.4, 0.35, 0.8, 0.6, 0.55]
    value = estimate(scores, list("abcdef"))
    oracle = stats.t.interval(0.95, 5, loc=np.mean(scores), scale=stats.sem(scores))
    assert (value.low, value.high) == pytest.approx(oracle)


def test_repeating_each_document_does_not_narrow_the_interval() -> None:
    scores, documents = [0.2, 0.4, 0.9, 0.5], ["a", "b", "c", "d"]
    once, thrice = estimate(scores, documents), estimate(scores * 3, documents * 3)
    assert (thrice.low, thrice.high) == pytest.approx((once.low, once.high))
    assert (thrice.n, thrice.clusters) == (12, 4)


def test_one_document_tells_nothing_of_the_spread() -> None:
    value = estimate([0.5, 0.6], ["a", "a"])
    assert (value.low, value.high) == (0, 1)


@given(st.lists(st.tuples(unit, st.sampled_from("abcdef")), min_size=1, max_size=40))
def test_the_interval_holds_the_mean_and_stays_on_the_scale(rows: list[tuple[float, str]]) -> None:
    value = estimate([score for score, _ in rows], [cluster for _, cluster in rows])
    assert 0 <= value.low <= value.mean + 1e-12
    assert value.mean - 1e-12 <= value.high <= 1


def parts() -> st.SearchStrategy[Estimate]:
    return st.tuples(unit, unit, unit).map(
        lambda three: Estimate(sorted(three)[1], min(three), max(three), 10, 10)
    )


@given(st.lists(parts(), min_size=1, max_size=8), st.randoms())
def test_macro_means_do_not_depend_on_order_and_hold_the_mean(values: list[Estimate], random: object) -> None:
    whole = macro_mean(values)
    assert whole == macro_mean(list(reversed(values)))
    assert whole.low <= whole.mean + 1e-12
    assert whole.mean <= whole.high + 1e-12


def test_the_macro_mean_of_one_is_itself() -> None:
    one = Estimate(0.5, 0.25, 0.75, 4, 4)
    assert macro_mean([one]) == one


@pytest.mark.parametrize("p", [0.5, 0.9])
@pytest.mark.parametrize(("benchmarks", "tasks", "n"), [(1, 5, 20), (5, 4, 2), (5, 4, 1), (4, 5, 50)])
def test_macro_intervals_cover_at_their_level(p: float, benchmarks: int, tasks: int, n: int) -> None:
    """The mean of means of cells, as few samples as there may be in a quick run."""
    rng = np.random.default_rng(0)
    names = [str(i) for i in range(n)]
    hits = 0
    for _ in range(300):
        scores = rng.binomial(1, p, (benchmarks, tasks, n)).astype(float)
        whole = macro_mean([macro_mean([estimate(cell, names) for cell in one]) for one in scores.tolist()])
        hits += whole.low <= p <= whole.high
    assert hits / 300 >= 0.92


def bootstrap(cells: Floats, rng: np.random.Generator) -> Floats:
    """Return the 95 % interval of a stratified cluster bootstrap; scores by cell, context and sample."""
    means = np.zeros(2000)
    for cell in cells.mean(axis=2):
        means += rng.choice(cell, (2000, len(cell))).mean(axis=1) / len(cells)
    return np.quantile(means, [0.025, 0.975])


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("tasks", "contexts", "samples", "graded"), [(10, 50, 1, False), (10, 40, 4, False), (20, 30, 3, True)]
)
def test_macro_intervals_are_those_of_a_stratified_cluster_bootstrap(
    seed: int, tasks: int, contexts: int, samples: int, graded: bool
) -> None:
    rng = np.random.default_rng(seed)
    level = 0.1 + 0.8 * rng.beta(2, 2, (tasks, contexts, 1))  # what the samples of a context share
    shape = (tasks, contexts, samples)
    scores = rng.beta(4 * level, 4 - 4 * level, shape) if graded else 1.0 * (rng.random(shape) < level)
    names = [str(context) for context in range(contexts) for _ in range(samples)]
    whole = macro_mean([estimate(cell.ravel().tolist(), names) for cell in scores])
    low, high = bootstrap(scores, rng)
    assert (whole.low, whole.high) == pytest.approx((low, high), abs=0.1 * (high - low))


def test_median_ignores_the_unknown() -> None:
    assert median([None, 3.0, 1.0]) == 2.0
    assert median([None]) is None


def test_no_scores_is_an_error() -> None:
    with pytest.raises(ValueError, match="no scores"):
        estimate([], [])
    with pytest.raises(ValueError, match="no estimates"):
        macro_mean([])
