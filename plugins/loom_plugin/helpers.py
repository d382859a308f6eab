"""What judged scores need beside the prediction: found and kept, or the reason why it is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from loom_fixtures.judges.answers import Answers
from loom_fixtures.judges.base import Helper
from loom_fixtures.judges.spec import EncoderSpec, JudgeSpec
from loom_tests.benchmark import Judged, Need, Task
from loom_tests.cache import cache_dir
from loom_tests.metrics.meteor import find_wordnet

MISSING: Mapping[Need, str] = {
    "judge": "needs a judge: --judge SERVER:MODEL",
    "entailment": "needs an entailment model: --entailment",
    "bert_score": "needs BERTScore's encoder: --bert-score",
    "wordnet": "needs WordNet: python -m nltk.downloader wordnet",
}


@dataclass(frozen=True)
class HelperSpecs:
    """The helpers that the options name, None where they name none.

    `tokenizer` is where the tokenizer of a finished run's model is, "" where the run says it itself.
    """

    judge: JudgeSpec | None = None
    entailment: EncoderSpec | None = None
    bert_score: EncoderSpec | None = None
    tokenizer: str = ""


NO_HELPERS = HelperSpecs()


class WordNet(Helper):
    """nltk's WordNet, where its data is."""

    facts: Mapping[str, Any] = {"data": "wordnet"}

    def view(self, repeat: int) -> Any:
        """Return nltk's corpus."""
        return find_wordnet()

    def close(self) -> None:
        """Nothing was loaded for it alone."""


class Helpers:
    """The helpers of a run. Nothing is loaded before a score asks for it."""

    def __init__(self, specs: HelperSpecs) -> None:
        self._specs = specs
        self._made: dict[Need, Helper | None] = {}

    def find(self, need: Need) -> Helper | None:
        """Return a helper, always the same; None where the run has none."""
        if need not in self._made:
            self._made[need] = self._make(need)
        return self._made[need]

    def judges(self, task: Task) -> dict[str, dict[str, Any]]:
        """Return who gives a task's judged scores, by score, as plain JSON."""
        found = {one.name: (one, self.find(one.needs)) for one in task.judged}
        return {name: _facts(one, helper) for name, (one, helper) in found.items() if helper}

    def close(self) -> None:
        """Free what was loaded."""
        for helper in self._made.values():
            if helper is not None:
                helper.close()

    def _make(self, need: Need) -> Helper | None:
        specs, answers = self._specs, Answers(cache_dir() / "judged")
        if need == "judge" and specs.judge:
            from loom_fixtures.judges.language import LanguageJudge

            return LanguageJudge(specs.judge, answers)
        if need == "entailment" and specs.entailment:
            from loom_fixtures.judges.entailment import EntailmentModel

            return EntailmentModel(specs.entailment, answers)
        if need == "bert_score" and specs.bert_score:
            from loom_fixtures.judges.bert_score import BertScoreModel

            return BertScoreModel(specs.bert_score)
        return WordNet() if need == "wordnet" and _has_wordnet() else None


@cache
def _has_wordnet() -> bool:
    return find_wordnet() is not None


def _facts(judged: Judged, helper: Helper) -> dict[str, Any]:
    return {
        "needs": judged.needs,
        **helper.facts,
        "repeats": helper.repeats,
        "official": judged.official,
        "key": helper.key,
    }
