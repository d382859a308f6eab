"""LongBench-Cite: its parser, and its scores with a scripted judge."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loom_tests.benchmark import Scored
from loom_tests.contracts import Message, Sample
from loom_tests.data.longcite.chunks import marked, starts
from loom_tests.judging import VerdictError
from loom_tests.metrics.longcite import Statement, gold_citations, repaired, statements
from loom_tests.metrics.longcite_judged import CHAT, QUESTION, SUMMARY, Rate, judged

TEXT = "Rome is old. Paris is big.\n\nOslo is cold. Bern is calm. "
CONTEXT = marked(TEXT, starts(TEXT))


class Script:
    """Answers by what the last message holds; keeps what it was asked."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.asked: list[tuple[str, int, float]] = []

    def ask(self, messages: Sequence[Message], *, max_new_tokens: int, temperature: float = 0.0) -> str:
        text = messages[-1].content
        self.asked.append((text, max_new_tokens, temperature))
        return next((answer for sign, answer in self.answers.items() if sign in text), "")


def sample(*references: str, **meta: object) -> Sample:
    known = {"chunks": 4, "gold": [0], "rated": []}
    return Sample("1", CONTEXT, "What is old?", references, meta={**known, **meta})


def stated(text: str, cites: str) -> str:
    return f"<statement>{text}<cite>{cites}</cite></statement>"


@pytest.mark.parametrize(
    ("cites", "spans"),
    [
        ("[0-1][2-3]", ((0, 3),)),
        ("[0-0][2-9]", ((0, 0), (2, 3))),
        ("[4-4][3-2][1-1]", ((1, 1),)),
        ("[3-3][0-0][2-2][0-0]", ((3, 3), (0, 0), (2, 2))),
        ("[3-3][0-0][2-2][3-3]", ((3, 3), (0, 0), (2, 3))),
        ("[1] 0-2, [ 0-1]", ()),
    ],
)
def test_spans_are_clipped_merged_and_limited(cites: str, spans: tuple[tuple[int, int], ...]) -> None:
    assert statements(stated("S", cites), 4) == [Statement("S", spans)]


def test_text_between_statements_is_a_statement_without_citations() -> None:
    answer = f"To begin: {stated('A', '[0-0]')} so\n{stated(' ', '')}{stated('B', '')}<statement>never closed"
    assert [one.text for one in statements(answer, 4)] == ["To begin:", "A", "", "B"]
    assert statements("", 4) == []
    assert statements(repaired(f" {stated('A', '[0-0]')[1:]}"), 4) == [Statement("A", ((0, 0),))]


def test_a_judge_scores_the_citations() -> None:
    judge = Script(
        **{
            "<sentence>\nIn short:": "Need Citation: [[No]] Analysis: [[Yes]]",
            "contains some key information": "Rating: [[Unrelevant]]",
            "Rome is old": "Rating: [[Fully supported]]",
            "Bern": "Rating: [[Partially supported]]",
        }
    )
    answer = f"In short: {stated('Rome is old.', '[0-0]')}{stated('Bern is grey.', '[3-3]')}"
    scores = {one.name: one.score(answer, sample("Rome"), judge) for one in judged(QUESTION)[:3]}
    assert scores == pytest.approx({"citation_f1": 0, "citation_recall": 2.5 / 3, "citation_precision": 0})
    assert len(judge.asked) == 5  # of each statement and citation once
    assert all(tokens == 10 for _, tokens, _ in judge.asked)
    snippets = [text.partition("<snippet>\n")[2] for text, *_ in judge.asked if "<snippet>" in text]
    assert snippets[0].startswith("Rome is old.\n</snippet>\n\n")


def test_a_judge_without_a_verdict_is_asked_five_times() -> None:
    judge = Script()
    with pytest.raises(VerdictError, match="no verdict in 5 answers"):
        judged(QUESTION)[0].score("Nothing cited", sample("Rome"), judge)
    assert [temperature for *_, temperature in judge.asked] == [0, 1, 1, 1, 1]


def test_no_answer_recalls_nothing() -> None:
    assert [one.score("", sample("Rome"), Script()) for one in judged(QUESTION)[:3]] == [0, 0, 0]


@pytest.mark.parametrize(
    ("rate", "said", "score"),
    [
        (QUESTION, "[[2]]", 0.5),
        (QUESTION, "First [[1]], then [[ 3 ]]", 1),
        (SUMMARY, "[[2]]", 0.25),
        (SUMMARY, "[[9]]", 1),
        (CHAT, "[[7]]\n\n[[1]]", 0.7),
    ],
)
def test_correctness_is_a_share_of_the_scale(rate: Rate, said: str, score: float) -> None:
    judge = Script(**{"Rome": said})
    asked = sample("Rome", rated=[["a", "9"], ["b {}", "5"], ["c", "1"]])
    assert judged(rate)[-1].score(stated("It is Rome.", "[0-0]"), asked, judge) == pytest.approx(score)
    assert "<cite>" not in judge.asked[0][0]


def test_an_answer_without_a_rating_has_no_score() -> None:
    with pytest.raises(VerdictError, match="no rating in 5 answers; the last was 'none'"):
        judged(SUMMARY)[-1].score("It is Rome.", sample("Rome"), Script(**{"Rome": "none"}))


def test_gold_chunks_give_figures_of_their_own() -> None:
    unknown = Scored("x", sample("Rome", gold=None), {})
    assert gold_citations([unknown]) == {}
    right = Scored(stated("Rome", "[0-1]"), sample("Rome"), {})
    wrong = Scored("Rome", sample("Rome"), {})
    figures = gold_citations([unknown, right, wrong])
    expected = {"gold_citation_recall": 0.5, "gold_citation_precision": 0.25, "gold_citation_f1": 1 / 3}
    assert figures == pytest.approx(expected)
