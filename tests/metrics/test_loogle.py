"""LooGLE's metrics."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from loom_tests.benchmark import Scored
from loom_tests.contracts import Message, Sample
from loom_tests.general.loogle import BENCHMARK, bert_score, judge_answer, judge_summary
from loom_tests.judging import VerdictError
from loom_tests.metrics import loogle
from loom_tests.metrics.meteor import NoSynonyms, find_wordnet, meteor

SHARED = Path(__file__).parents[2].parent / "shared"
MASKS = {"<mask-0>": "José Luis Picardo", "<mask-1>": "Madrid"}


class Scripted:
    """A judge with one answer; keeps what it was asked."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[Message] = []

    def ask(self, messages: Sequence[Message], *, max_new_tokens: int, temperature: float = 0.0) -> str:
        self.asked += messages
        return self.answer

    def recall(self, prediction: str, reference: str) -> float:
        self.asked += [Message("user", prediction), Message("user", reference)]
        return 0.5


def test_meteor_agrees_in_the_order_of_recorded_sets() -> None:
    """All but one agree also without WordNet's synonyms."""
    vectors = SHARED / "parity" / "loogle.jsonl"
    if not vectors.is_file():
        pytest.skip("no vectors here")
    code = (
        "import sys; from pathlib import Path; from loom_tests.parity.vectors import read_vectors, run\n"
        "found = [v for v in read_vectors(Path(sys.argv[1])) if v.metric == 'get_meteor_score']\n"
        "different = [v.place for v in found if not run(v).exact]\n"
        "sys.exit(different if len(different) > 1 else int(not found))"
    )
    root = Path(__file__).parents[2]
    paths = [root / name for name in ("plugins", "reports", "fixtures", ".")]
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(map(str, paths))}
    done = subprocess.run(
        [sys.executable, "-c", code, str(vectors)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_bleu_takes_one_length_of_ngrams() -> None:
    assert loogle.bleu("a b c d", "a b c d", 4) == 1
    assert loogle.bleu("a b x d", "a b c d", 1) == 0.75
    assert loogle.bleu("a b x d", "a b c d", 4) == pytest.approx(0)
    assert loogle.bleu("", "a", 1) == 0


def test_meteor_aligns_equal_words_and_stems() -> None:
    words = NoSynonyms()
    assert meteor(["the", "cat"], ["the", "cat"], words) == 1 - 0.5 / 8
    assert meteor(["running"], ["runs"], words) == 0.5
    assert meteor(["automobile"], ["car"], words) == 0
    assert meteor(["cat"], ["quickly"], words) == 0


def test_meteor_aligns_synonyms_where_wordnet_is() -> None:
    words = find_wordnet()
    if words is None:
        pytest.skip("the data of WordNet is not here")
    assert meteor(["automobile"], ["car"], words) == 0.5


def test_answers_are_read_and_never_run(tmp_path: Path) -> None:
    target = tmp_path / "touched"
    assert loogle.literal(f"{{'a': open({str(target)!r}, 'w')}}") is None
    assert not target.exists()
    assert loogle.literal(" dict([('a', 'b')], c='d')") == {"a": "b", "c": "d"}
    assert loogle.literal("{'a': 'b'} and more") is None


def test_masks() -> None:
    answer = json.dumps({"<mask-0>": "Luis", "<mask-1>": "Madrid", "<mask-2>": "?"})
    assert loogle.exact_matches(answer, MASKS) == (1, 2)
    assert loogle.partial_matches(answer, MASKS) == (2, 2)
    fenced = f"```json\n{answer}\n```"
    assert loogle.exact_matches(fenced, MASKS) == (0, 2)
    assert loogle.lenient_exact_matches(fenced, MASKS) == (1, 2)
    number = "{'<mask-0>': 5, '<mask-1>': 'Madrid'}"
    assert loogle.share(loogle.partial_matches, number, MASKS) == 0
    assert loogle.lenient_partial_matches(number, MASKS) == (1, 2)


def test_masks_count_over_the_whole_file() -> None:
    task = BENCHMARK.tasks[-1]
    assert task.aggregate is not None
    one = Sample("", "", "", ("",), meta={"masks": {"<mask-0>": "Bob"}})
    two = Sample("", "", "", ("",), meta={"masks": MASKS})
    scored = [
        Scored("", one, {"exact_match": 1.0, "partial_match": 1.0}),
        Scored("", two, {"exact_match": 0.0, "partial_match": 0.5}),
    ]
    assert task.aggregate(scored) == {"exact_match": 0.3333, "partial_match": 0.6667}


def test_an_empty_answer_is_scored_as_none() -> None:
    assert all(task.postprocess(" \n") == "None" for task in BENCHMARK.tasks)


def test_judges() -> None:
    sample = Sample("", "long text", "Who?", ("Bob",))
    yes = Scripted("True")
    assert judge_answer("Robert", sample, yes) == 1
    assert yes.asked[1].content == "Question: Who?\ngroudtruth = Bob\npredict_answer = Robert"
    assert judge_answer("Robert", sample, Scripted("False")) == 0
    assert judge_summary("It {is}.", sample, Scripted(" 85")) == 0.85
    assert judge_answer("Robert", sample, Scripted('"True."')) == 1
    for score, said in ((judge_answer, "Truly"), (judge_summary, "about 85")):
        with pytest.raises(VerdictError, match=said):
            score("It is.", sample, Scripted(said))
    helper = Scripted("")
    assert bert_score("given", sample, helper) == 0.5
    assert [message.content for message in helper.asked] == ["Bob", "given"]
