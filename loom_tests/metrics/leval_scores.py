"""L-Eval's metrics as its tasks use them, its figures over a file, and its battle before a judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import fmean

from loom_tests.benchmark import Judged, Metric, Scored
from loom_tests.contracts import Message, Sample
from loom_tests.data.leval.prompts import JUDGE, JUDGED
from loom_tests.judging import Judge, VerdictError
from loom_tests.metrics import leval

ROUGES = ("rouge1", "rouge2", "rougeL")


def _of_reference(score: Callable[[str, str], float]) -> Callable[[str, Sample], float]:
    def scored(prediction: str, sample: Sample) -> float:
        return score(prediction, sample.references[0])

    return scored


def _choice(prediction: str, gold: str, several: bool) -> float:
    letters = leval.answered_letters(prediction, several)
    return leval.exact_match(letters, leval.right_letters(gold))


def _number(prediction: str, gold: str) -> float:
    return leval.exact_match(leval.answered_number(prediction), leval.answered_number(gold))


def _output(prediction: str, gold: str) -> float:
    return leval.exact_match(leval.answered_output(prediction, gold), leval.plain_code(gold))


def _verdict(places: Sequence[int], prediction: str, gold: str) -> float:
    if leval.FACT not in prediction.lower():
        return 0.0  # the official code raises
    if leval.FACT not in gold.lower():  # older rows know of the document only
        gold, places = f"{gold} {leval.FACT} ]", (0,)
    given, expected = leval.answered_verdicts(prediction), leval.stated_verdicts(gold)
    return fmean(leval.exact_match(given[place], expected[place]) for place in places)


def _rouge(kind: str, prediction: str, gold: str) -> float:
    scores = leval.rouge(prediction, gold)
    return scores[kind] if kind in scores else leval.geometric_mean(scores)


def choice(several: bool) -> Metric:
    """Return the exam metric of multiple choice tasks."""
    return Metric(
        "exam",
        _of_reference(partial(_choice, several=several)),
        _of_reference(partial(leval.mended_choice, several=several)),
        "a capital A to D inside a word counts as an answer, and no letter at all as A",
    )


NUMBER = Metric(
    "exam",
    _of_reference(_number),
    _of_reference(leval.mended_number),
    "signs and decimals of numbers are dropped, and a number that contains the right one may count",
)
OUTPUT = Metric(
    "exam",
    _of_reference(_output),
    _of_reference(leval.mended_output),
    "'is' is deleted inside words too, and an output that contains the right one counts",
)
TOPIC = Metric("exam", _of_reference(leval.exact_match))
VERDICTS = tuple(
    Metric(name, _of_reference(partial(_verdict, places)))
    for name, places in (("exam", (0, 1)), ("loyalty", (0,)), ("fact", (1,)))
)
F1 = Metric("f1", _of_reference(leval.f1))
ROUGE = tuple(Metric(kind, _of_reference(partial(_rouge, kind))) for kind in ("rouge", *ROUGES))


def by_rank(scored: Sequence[Scored]) -> Mapping[str, float]:
    """Return the scores of first, second and third topics, and their mean: L-Eval's figure."""
    ranks: dict[str, list[float]] = {}
    for one in scored:
        ranks.setdefault(str(one.sample.meta["rank"]), []).append(one.scores["exam"])
    means = {rank: fmean(scores) for rank, scores in ranks.items()}
    return {**means, "average": fmean(means.values())}


def rouge_of_means(scored: Sequence[Scored]) -> Mapping[str, float]:
    """Return the geometric mean of the file's mean ROUGE-1, 2 and L: L-Eval's figure."""
    means = leval.mean_rouge([{kind: one.scores[kind] for kind in ROUGES} for one in scored])
    return {"geometric_mean": means["geometric_mean"]}


def wins(prediction: str, sample: Sample, judge: Judge) -> float:
    """Return the share of two battles won, the answers swapped in the second; a tie counts half.

    The rival is the answer that the row brings, else the reference. VerdictError where one of the verdicts
    cannot be read: half a battle would favour a place.
    """
    rival = str(sample.meta.get("rival") or sample.references[0])
    games = [
        _game(judge, sample, prediction, rival, {"[[A]]": 1.0, "[[B]]": 0.0, "[[C]]": 0.5}),
        _game(judge, sample, rival, prediction, {"[[A]]": 0.0, "[[B]]": 1.0, "[[C]]": 0.5}),
    ]
    return fmean(games)


def _game(judge: Judge, sample: Sample, a: str, b: str, points: Mapping[str, float]) -> float:
    asked = JUDGED.format(question=sample.question, reference=sample.references[0], a=a, b=b)
    said = judge.ask([Message("system", JUDGE), Message("user", asked)], max_new_tokens=2048)
    for verdict, point in points.items():
        if verdict in said:
            return point
    raise VerdictError(f"the judge named no winner: {said[:60]!r}")


WINS = Judged("win_rate", "judge", wins, "gpt-4")
