"""The gate's statistics, held to scipy, statsmodels and what must hold of any data."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

from loom_reports.gate.multiplicity import benjamini_hochberg, holm
from loom_reports.gate.pairs import Floats, Ints
from loom_reports.gate.tests_of_difference import Spread, sign_flip_test, spread

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=20)
differences = arrays(
    np.float64, st.integers(1, 8), elements=st.sampled_from([-1, -0.5, -0.25, 0, 0.25, 0.5, 1])
)
FIRST = np.array([0])


def p_of(sums: Floats, permutations: int = 4_000) -> float:
    return float(sign_flip_test(sums[:, None], FIRST, permutations).p[0])


def spread_of(difference: Floats, cluster: Ints | None = None, stratum: Ints | None = None) -> Spread:
    n = len(difference)
    even = np.full(n, 1 / n)
    return spread(
        difference,
        even,
        np.zeros(n, int) if stratum is None else stratum,
        np.arange(n) if cluster is None else cluster,
    )


@settings(max_examples=50, deadline=None)
@given(probabilities)
def test_corrections_are_those_of_statsmodels(values: list[float]) -> None:
    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1])
    assert benjamini_hochberg(values) == pytest.approx(multipletests(values, method="fdr_bh")[1])
    assert all(adjusted >= raw for adjusted, raw in zip(holm(values), values, strict=True))


@settings(max_examples=50, deadline=None)
@given(losses=st.integers(0, 6), wins=st.integers(0, 5), ties=st.integers(0, 50))
def test_single_samples_give_the_exact_mcnemar_test(losses: int, wins: int, ties: int) -> None:
    sums = np.array([-1.0] * losses + [1.0] * wins + [0.0] * ties)
    expected = (
        scipy.stats.binomtest(losses, losses + wins, alternative="greater").pvalue if losses + wins else 1
    )
    assert p_of(sums) == pytest.approx(expected)
    if losses > wins:
        two_sided = mcnemar([[ties, losses], [wins, 0]], exact=True).pvalue
        assert min(1, 2 * p_of(sums)) == pytest.approx(two_sided)


def test_graded_differences_agree_with_scipys_permutation_test() -> None:
    random = np.random.default_rng(1)
    other = random.random(40)
    mine = np.clip(other + random.normal(-0.03, 0.1, 40), 0, 1)
    expected = scipy.stats.permutation_test(
        (mine, other),
        lambda a, b, axis: np.mean(a - b, axis=axis),
        permutation_type="samples",
        vectorized=True,
        alternative="less",
        n_resamples=20_000,
        rng=2,
    ).pvalue
    assert p_of(mine - other, 20_000) == pytest.approx(expected, abs=0.01)


@settings(max_examples=50, deadline=None)
@given(differences, st.integers(1, 30))
def test_adding_identical_pairs_never_lowers_p(values: Floats, ties: int) -> None:
    assert p_of(np.append(values, np.zeros(ties))) == p_of(values)


@settings(max_examples=50, deadline=None)
@given(differences)
def test_ties_speak_against_a_drop_beyond_the_allowed_one(values: Floats) -> None:
    allowed = values + 0.01
    assert p_of(np.append(allowed, [0.01] * 3)) >= p_of(allowed) - 1e-12


@settings(max_examples=50, deadline=None)
@given(differences)
def test_a_drop_and_the_same_rise_cannot_both_be_unlikely(values: Floats) -> None:
    assert p_of(values) + p_of(-values) >= 1 - 1e-9


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, (6, 4), elements=st.sampled_from([-1, 0, 1])))
def test_the_worst_of_several_is_no_surer_than_it_is_alone(sums: Floats) -> None:
    found = sign_flip_test(sums, np.arange(4))
    assert found.worst >= found.p[found.column] - 1e-12


def test_the_worst_of_many_without_a_drop_is_no_rarer_than_chance() -> None:
    random = np.random.default_rng(3)
    sums = [np.kron(np.eye(5), np.ones((30, 1))) * random.choice([-1, 0, 0, 1], (150, 1)) for _ in range(300)]
    found = [sign_flip_test(one, np.arange(5), 299).worst for one in sums]
    assert np.mean(np.array(found) <= 0.05) < 0.09


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, st.integers(2, 40), elements=st.floats(-1, 1)), st.integers(1, 10))
def test_intervals_hold_the_estimate_and_swapping_negates_it(values: Floats, size: int) -> None:
    cluster = np.arange(len(values)) // size
    one, other = spread_of(values, cluster), spread_of(-values, cluster)
    assert one.difference == -other.difference == pytest.approx(values.mean())
    assert one.error == pytest.approx(other.error)
    assert one.half_width(0.05) > 0


def test_clustered_errors_are_those_of_statsmodels() -> None:
    random = np.random.default_rng(4)
    cluster = np.repeat(np.arange(30), 4)
    values = random.choice([-1.0, 0, 1], 30)[cluster] * random.random(120)
    fit = sm.OLS(values, np.ones(120)).fit(
        cov_type="cluster", cov_kwds={"groups": cluster, "use_correction": False}
    )
    expected = fit.bse[0] ** 2 * 30 / 29
    found = spread_of(values, cluster)
    assert found.variance == pytest.approx(expected)
    assert found.freedom == 29
    assert found.clusters == 30
    assert found.floor == pytest.approx(2 / 30**2)


def test_strata_are_centred_on_their_own_means() -> None:
    values = np.array([0.5] * 10 + [-0.5] * 10)
    stratum = np.repeat([0, 1], 10)
    assert spread_of(values, stratum=stratum).variance == pytest.approx(0)
    assert spread_of(values).variance > 0.01
    assert spread_of(values, stratum=stratum).freedom == 18


def test_single_contexts_are_centred_on_the_mean_of_all() -> None:
    values = np.array([1.0, -1, 0.5, -0.5])
    found = spread_of(values, stratum=np.arange(4))
    assert found.variance == pytest.approx(float(values @ values) / 16)
    assert found.freedom == 3


@pytest.mark.parametrize(("n", "certain"), [(3, False), (30, False), (60, True), (500, True)])
def test_ties_alone_are_not_certainty(n: int, certain: bool) -> None:
    """A drop of 5 points is ruled out by 60 ties; that is about the rule of three."""
    assert (spread_of(np.zeros(n)).half_width(0.05) < 0.05) == certain


@settings(max_examples=50, deadline=None)
@given(st.floats(0, 0.01), st.floats(1e-6, 0.01), st.floats(0.001, 0.5))
def test_growth_reaches_the_error_asked_for(variance: float, floor: float, error: float) -> None:
    found = Spread(0.0, variance, floor, 10, 11)
    times = found.growth(error)
    assert variance / times + floor / times**2 == pytest.approx(error**2)
