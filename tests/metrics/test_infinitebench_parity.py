from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loom_tests.contracts import Sample
from loom_tests.metrics.infinitebench import get_score_one, infinitebench

SHARED = Path(__file__).parents[2].parent / "shared"


def rows(name: str) -> list[dict[str, Any]]:
    path = SHARED / "parity" / name
    if not path.exists():
        pytest.skip("the parity vectors are not here")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_scores_equal_the_official_values() -> None:
    for row in rows("infinitebench.jsonl"):
        arguments = row["prediction"], row["references"], row["subtask"], row["extra"]["model_name"]
        if "raises" in row["extra"]:
            with pytest.raises((ValueError, TypeError)) as caught:
                get_score_one(*arguments)
            assert caught.type.__name__ == row["extra"]["raises"], row
        else:
            assert get_score_one(*arguments) == pytest.approx(row["score"], abs=1e-9), row


def test_whole_files_reproduce_the_official_means() -> None:
    found = [row for row in rows("corpus_scores.jsonl") if "infinitebench" in row["extra"].get("file", "")]
    assert found
    for row in found:
        lines = (SHARED / row["extra"]["file"]).read_text(encoding="utf-8").splitlines()
        answers = [json.loads(line) for line in lines if line.strip()]
        assert len(answers) == row["extra"]["rows"]
        scores = [
            get_score_one(answer["prediction"], answer["ground_truth"], row["subtask"], "claude2")
            for answer in answers
        ]
        assert sum(scores) / len(scores) == pytest.approx(row["score"], abs=1e-9), row["subtask"]


@pytest.mark.parametrize(
    ("task", "label", "prediction", "score"),
    [
        ("math_find", 88, "88.0", 0.0),  # the official code raises
        ("math_find", 51.0, "51", 1.0),
        ("code_run", -4, "The return value is: -4", 1.0),
        ("math_calc", [4, 8], "[1, 4, 8]", 1.0),
        ("math_calc", [4, 8], "[1, 4, 9]", 0.5),
        ("longbook_choice_eng", ["Snowfield", "C"], "", 0.0),
    ],
)
def test_metric_scores_a_sample(task: str, label: object, prediction: str, score: float) -> None:
    sample = Sample("1", "", "", (), meta={"label": label})
    assert infinitebench(task).score(prediction, sample) == score
