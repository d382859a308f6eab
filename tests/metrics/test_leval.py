"""L-Eval's metrics."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loom_tests.benchmark import Scored
from loom_tests.contracts import Message, Sample
from loom_tests.general.leval import BENCHMARK, with_fact
from loom_tests.judging import VerdictError
from loom_tests.metrics import leval
from loom_tests.metrics import leval_scores as scores


def sample(gold: str, **meta: str) -> Sample:
    return Sample("", "", "Which?", (gold,), meta=meta)


@pytest.mark.parametrize(
    ("prediction", "reference", "score"),
    [
        ("AB", "AB", 1),
        ("A", "AB", 0.25),
        ("", "AB", 0.25),
        ("AC", "AB", 0),
        ("18.0", "18", 1),
        ("118", "18", 0),
        ("abc18", "18", 1),
        ("x\nThe Role  of Art.", "role of art", 1),
        ("nan", "nan", 0),
    ],
)
def test_exact_match(prediction: str, reference: str, score: float) -> None:
    assert leval.exact_match(prediction, reference) == score


@pytest.mark.parametrize(
    ("answer", "one", "several"),
    [
        ("  ", "None", "None"),
        ("AC", "A", "AC"),
        ("DB.", "D", "BD"),
        ("Answer: C", "A", "A"),
        ("A. and (C)", "A", "AC"),
        ("no idea", "A", "A"),
        ("it is C, D.", "C", "D"),
    ],
)
def test_letters(answer: str, one: str, several: str) -> None:
    assert leval.answered_letters(answer, False) == one
    assert leval.answered_letters(answer, True) == several


def test_mended_exams() -> None:
    choice = scores.choice(several=False)
    assert choice.score("Because of this, C", sample("C")) == 0
    assert choice.of("fixed")("Because of this, C", sample("C")) == 1
    assert choice.score("no idea", sample("A")) == 1
    assert choice.of("fixed")("no idea", sample("A")) == 0
    both = scores.choice(several=True)
    assert both.of("fixed")("A and C.", sample("AC")) == 1
    assert both.of("fixed")("C", sample("AC")) == 0.25
    assert both.of("fixed")("", sample("AC")) == 0


def test_numbers() -> None:
    assert scores.NUMBER.score("So. The answer is -5.", sample("The answer is 5.")) == 1
    assert scores.NUMBER.of("fixed")("So. The answer is -5.", sample("The answer is 5.")) == 0
    assert scores.NUMBER.of("fixed")("That makes $1,800.50", sample("The answer is 1800.5")) == 1
    assert scores.NUMBER.of("fixed")("", sample("The answer is 5.")) == 0


def test_outputs_of_code() -> None:
    official, fixed = scores.OUTPUT.score, scores.OUTPUT.of("fixed")
    assert official("the output is [5, 1]", sample("[5,1]")) == 1
    assert official("The output is 15", sample("5")) == 1
    assert fixed("The output is 15", sample("5")) == 0
    assert fixed("So:\nIt prints 'x1'.", sample("x1")) == 1
    assert fixed("It prints\n1\n[2, 3]", sample("1\n[2, 3]")) == 1
    assert fixed("", sample("5")) == 0


def test_verdicts() -> None:
    exam, loyalty, fact = scores.VERDICTS
    gold = sample("True [fact: False]")
    prediction = with_fact(" It is true. ", "True")
    assert prediction == "It is true. [fact: True]"
    assert [one.score(prediction, gold) for one in (exam, loyalty, fact)] == [0.5, 1, 0]
    assert [one.score(prediction, sample("True")) for one in (exam, loyalty, fact)] == [1, 1, 1]
    assert exam.score(with_fact("", ""), gold) == 0
    assert exam.score("True", gold) == 0


def test_figures_of_a_file() -> None:
    topics = [
        Scored("", sample("x", rank=rank), {"exam": score})
        for rank, score in (("first", 1.0), ("first", 0.0), ("third", 1.0))
    ]
    assert scores.by_rank(topics) == {"first": 0.5, "third": 1, "average": 0.75}
    rouges = [
        Scored("", sample("x"), {"rouge": 0.0, "rouge1": 1.0, "rouge2": 0.0, "rougeL": 1.0}),
        Scored("", sample("x"), {"rouge": 1.0, "rouge1": 1.0, "rouge2": 1.0, "rougeL": 1.0}),
    ]
    assert scores.rouge_of_means(rouges)["geometric_mean"] == pytest.approx(0.5 ** (1 / 3))


class Scripted:
    """A judge that gives its verdicts in turn."""

    def __init__(self, *verdicts: str) -> None:
        self.verdicts = list(verdicts)
        self.asked: list[str] = []

    def ask(self, messages: Sequence[Message], *, max_new_tokens: int, temperature: float = 0.0) -> str:
        self.asked.append(messages[-1].content)
        return self.verdicts.pop(0)


def test_battles_are_fought_from_both_sides() -> None:
    gold = sample("right", rival="theirs")
    judge = Scripted("so [[A]]", "so [[B]]")
    assert scores.wins("mine {x}", gold, judge) == 1
    assert judge.asked[0].index("mine") < judge.asked[0].index("theirs")
    assert judge.asked[1].index("theirs") < judge.asked[1].index("mine")
    assert scores.wins("mine", gold, Scripted("[[A]]", "[[A]]")) == 0.5
    assert scores.wins("mine", gold, Scripted("[[C]]", "[[A]]")) == 0.25
    with pytest.raises(VerdictError, match="named no winner"):
        scores.wins("mine", gold, Scripted("[[C]]", "?"))


def test_all_tasks_are_there() -> None:
    assert len(BENCHMARK.tasks) == 20
    assert {task.max_new_tokens for task in BENCHMARK.tasks} == {512}
