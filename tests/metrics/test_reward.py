"""Scores of reward models: verdicts, figures over pairs, and judges whose scores are known beforehand."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import permutations

import pytest

from loom_reports.statistics import estimate
from loom_tests.benchmark import Scored, Task
from loom_tests.contracts import Message, Sample
from loom_tests.data.reward.comparisons import Comparison
from loom_tests.metrics.reward import first_verdict, scores_text, verdict
from loom_tests.reward import long_rewardbench, memory_rewardbench

LONG, MEMORY = long_rewardbench.BENCHMARK.tasks, memory_rewardbench.BENCHMARK.tasks
PAIR = LONG[0]
N = 300
Judge = Callable[[Sample, random.Random], str]


def samples(n: int, ranked: bool) -> list[Sample]:
    """Return the samples of N comparisons of n responses, in the orders they are asked in."""
    rng = random.Random(3)
    found = []
    for i in range(N):
        responses = tuple(f"answer {place}" for place in range(n))
        one = Comparison(
            (Message("user", "?"),), responses, ranked, "Math", ("same", "diff")[i % 2], "", "4k"
        )
        orders = one.orders(rng.sample(range(n), n))
        found += [one.sample(str(i), order, place) for place, order in enumerate(orders)]
    return found


def scored(task: Task, judge: Judge, n: int = 2) -> list[Scored]:
    rng = random.Random(5)
    found = []
    for sample in samples(n, task.name.startswith("best_of")):
        prediction = task.postprocess(judge(sample, rng))
        found.append(Scored(prediction, sample, {m.name: m.score(prediction, sample) for m in task.metrics}))
    return found


def figures(task: Task, found: Sequence[Scored]) -> dict[str, float]:
    assert task.aggregate
    return dict(task.aggregate(found))


def in_words(sample: Sample, rng: random.Random) -> str:
    names = rng.sample("ABCD"[: len(sample.meta["ranks"])], len(sample.meta["ranks"]))
    return f"[Analysis] Hm.\n[[{'>'.join(names) if sample.meta['ranked'] else names[0]}]]"


def in_scores(sample: Sample, rng: random.Random) -> str:
    return scores_text([rng.random() for _ in sample.meta["ranks"]])


def always_a(sample: Sample, rng: random.Random) -> str:
    return "Both are good, but [[A]]."


@pytest.mark.parametrize("judge", [in_words, in_scores])
@pytest.mark.parametrize("task", [PAIR, MEMORY[0]], ids=lambda task: task.name)
def test_a_random_judge_of_pairs_is_at_chance(task: Task, judge: Judge) -> None:
    found = scored(task, judge)
    got = figures(task, found)
    scores = [one.scores["accuracy"] for one in found]
    accuracy = estimate(scores, [one.sample.context_id for one in found])
    assert accuracy.low <= got["accuracy chance"] <= accuracy.high
    assert got["accuracy same low"] <= 0.5 <= got["accuracy same high"]
    assert got["swap_consistency low"] <= got["swap_consistency chance"] <= got["swap_consistency high"]
    assert got["position_bias low"] <= 0 <= got["position_bias high"]
    assert got["unparsed"] == 0


@pytest.mark.parametrize("judge", [in_words, in_scores])
@pytest.mark.parametrize("n", [2, 3, 4])
def test_a_random_ranking_is_at_chance(n: int, judge: Judge) -> None:
    task = next(one for one in LONG if one.name == f"best_of_{n}")
    found = scored(task, judge, n)
    got = figures(task, found)
    assert got["exact_match chance"] == pytest.approx(1 / len(list(permutations(range(n)))))
    assert got["position_match chance"] == got["top_1 chance"] == pytest.approx(1 / n)
    for metric in task.metrics:
        scores = [one.scores[metric.name] for one in found]
        found_here = estimate(scores, [one.sample.id for one in found])
        assert found_here.low <= got[f"{metric.name} chance"] <= found_here.high, metric.name


def test_a_judge_that_always_says_a_is_all_bias() -> None:
    for task in (PAIR, MEMORY[0]):
        got = figures(task, scored(task, always_a))
        assert (got["position_bias"], got["swap_consistency"], got["unparsed"]) == (1, 0, 0)
        assert got["accuracy same"] == got["accuracy diff"] == 0.5
    last = figures(PAIR, scored(PAIR, lambda sample, rng: "[[B]]"))
    assert (last["position_bias"], last["swap_consistency"]) == (-1, 0)
    ties = figures(PAIR, scored(PAIR, lambda sample, rng: scores_text([0.5, 0.5])))
    assert (ties["position_bias"], ties["swap_consistency"]) == (1, 0)


@pytest.mark.parametrize("task", [*LONG, *MEMORY], ids=lambda task: task.name)
def test_an_oracle_is_right_everywhere(task: Task) -> None:
    n = int(task.name[-1]) if task.name.startswith("best_of") else 2

    def by_scores(sample: Sample, rng: random.Random) -> str:
        return scores_text([-rank for rank in sample.meta["ranks"]])

    for judge in (lambda sample, rng: task.ideal(sample), by_scores):
        found = scored(task, judge, n)
        assert {score for one in found for score in one.scores.values()} == {1.0}
        got = figures(task, found)
        assert got["unparsed"] == 0
        if not task.name.startswith("best_of"):
            assert (got["swap_consistency"], got["position_bias"]) == (1, 0)


def test_what_cannot_be_read_is_wrong_and_agrees_with_nothing() -> None:
    silent = figures(PAIR, scored(PAIR, lambda sample, rng: "Both."))
    assert (silent["unparsed"], silent["swap_consistency"], silent["accuracy same"]) == (1, 0, 0)
    assert "position_bias" not in silent
    half = scored(PAIR, lambda sample, rng: "[[A]]" if sample.id.endswith("-0") else "?")
    assert figures(PAIR, half)["unparsed"] == 0.5
    assert "swap_consistency" not in figures(PAIR, half[:1])


@pytest.mark.parametrize(
    ("text", "long", "memory"),
    [
        ("[[B]] because of what [[A]] drops", [0, 1], [1, 0]),
        ("I read both trajectories. The verdict is [[B]]", [1, 0], [1, 0]),
        ("B", [], []),
        (scores_text([1.5, 2.5]), [1, 0], [1, 0]),
        ('{"scores": [1.5, "x"]}', [], []),
        ('{"scores": [1.5', [], []),
    ],
)
def test_verdicts(text: str, long: list[int], memory: list[int]) -> None:
    pair, *_ = samples(2, False)
    assert (verdict(text, pair), first_verdict(text, pair)) == (long, memory)
