from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from loom_tests.contracts import Sample
from loom_tests.metrics.babilong import BABILONG, TASK_LABELS, compare_answers, preprocess_output

SHARED = Path(__file__).parents[2].parent / "shared"
VECTORS = SHARED / "parity" / "babilong.jsonl"
CORPUS = SHARED / "parity" / "corpus_scores.jsonl"


def rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_preprocess_output_equals_the_official_values() -> None:
    found = [row for row in rows(VECTORS) if row["metric"] == "preprocess_output"]
    assert found
    for row in found:
        assert preprocess_output(row["prediction"]) == row["score"]


def test_compare_answers_equals_the_official_values() -> None:
    found = [row for row in rows(VECTORS) if row["metric"] == "compare_answers"]
    assert found
    for row in found:
        target, extra = row["references"][0], row["extra"]
        assert set(TASK_LABELS[row["subtask"]]) == set(extra["task_labels"])
        score = compare_answers(target, row["prediction"], extra["question"], extra["task_labels"])
        assert score is row["score"], row


def test_metric_scores_a_sample() -> None:
    sample = Sample("1", "", "Where is the milk?", ("garden",), meta={"task": "qa2"})
    assert BABILONG.score("The milk is in the garden.", sample) == 1.0
    assert BABILONG.score("The milk is in the garden or the office.", sample) == 0.0
    assert BABILONG.score("", sample) == 0.0


def test_whole_files_reproduce_the_official_accuracy() -> None:
    found = [row for row in rows(CORPUS) if "babilong" in row["extra"].get("file", "")]
    assert found
    for row in found:
        with (SHARED / row["extra"]["file"]).open(encoding="utf-8", newline="") as file:
            scores = [
                compare_answers(line["target"], line["output"], line["question"], TASK_LABELS[row["subtask"]])
                for line in csv.DictReader(file)
            ]
        assert sum(scores) / len(scores) == pytest.approx(row["score"], abs=1e-9)
