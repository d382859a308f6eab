"""RULER and NeedleBench scores agree with what the official code returned."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loom_tests.metrics import niah, ruler

VECTORS = Path(__file__).parents[2].parent / "shared" / "parity"
CORPUS = {
    "string_match_all": ruler.corpus_string_match_all,
    "string_match_part": ruler.corpus_string_match_part,
}
OFFICIAL_ERRORS = {"ZeroDivisionError": ZeroDivisionError, "ValueError": ValueError}


def rows(name: str) -> list[dict[str, Any]]:
    path = VECTORS / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").strip().split("\n")]


def score(row: dict[str, Any]) -> float | str:
    processed, _, metric = row["metric"].rpartition("+")
    if row["metric"] == "postprocess_pred":
        return ruler.postprocess(row["prediction"])
    if isinstance(row["prediction"], list):
        return CORPUS[metric](row["prediction"], row["references"])
    prediction = ruler.postprocess(row["prediction"]) if processed else row["prediction"]
    return CORPUS[metric]([prediction], [row["references"]])


def test_ruler_agrees_with_the_official_scores() -> None:
    for row in rows("ruler.jsonl"):
        if "raises" in row["extra"]:
            with pytest.raises(OFFICIAL_ERRORS[row["extra"]["raises"]]):
                score(row)
        elif isinstance(row["score"], str):
            assert score(row) == row["score"], row
        else:
            assert score(row) == pytest.approx(row["score"], abs=1e-9), row


def test_needlebench_agrees_with_the_official_scores() -> None:
    for row in rows("niah_needlebench.jsonl"):
        if row["extra"]["use_trim"]:
            continue  # the official default is without trimming
        needle, keyword = row["references"][0].split("*")
        got = niah.needlebench_origin(row["prediction"], needle, keyword)
        assert 100 * got == pytest.approx(row["score"], abs=1e-9), row


@pytest.mark.parametrize(
    ("prediction", "part", "whole"),
    [("It is PARIS.", 1.0, 0.5), ("Paris, France", 1.0, 1.0), ("Rome", 0.0, 0.0), ("", 0.0, 0.0)],
)
def test_match_is_by_containment_without_case(prediction: str, part: float, whole: float) -> None:
    assert ruler.string_match_part(prediction, ("paris", "France")) == part
    assert ruler.string_match_all(prediction, ("paris", "France")) == whole


@pytest.mark.parametrize(
    ("prediction", "expected"), [("a sunny day", 1.0), ("A day", 2 / 3), ("sunny, day.", 0.0), ("", 0.0)]
)
def test_word_set_recall_splits_at_spaces_only(prediction: str, expected: float) -> None:
    assert niah.word_set_recall(prediction, "a sunny day") == pytest.approx(expected)


@pytest.mark.parametrize(
    ("left", "right", "distance"), [("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)]
)
def test_levenshtein(left: str, right: str, distance: int) -> None:
    assert niah.levenshtein(left, right) == niah.levenshtein(right, left) == distance
