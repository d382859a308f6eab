from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loom_tests.contracts import Sample
from loom_tests.metrics.counting_stars import (
    COUNTING_STARS,
    get_reasoning_score,
    official_cell,
    reduce_duplicate,
    star_scores,
)

VECTORS = Path(__file__).parents[2].parent / "shared" / "parity" / "counting_stars.jsonl"


def rows(metric: str) -> list[dict[str, Any]]:
    if not VECTORS.exists():
        pytest.skip("the parity vectors are not here")
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["metric"].startswith(metric)]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["Acquisition", "Reasoning"])
def test_answers_equal_the_official_values(language: str, kind: str) -> None:
    found = rows(f"get_data_{language.upper()}/{kind}")
    assert found
    for row in found:
        extra = row["extra"]
        right, wrong = row["references"], extra.get("r_stars", ())
        sample = Sample("1", "", "", (), meta={"language": language, "stars": right, "mistakes": wrong})
        if "raises" in extra:
            with pytest.raises((TypeError, LookupError, ValueError)) as caught:
                star_scores(row["prediction"], language, right, wrong)
            assert caught.type.__name__ == extra["raises"], row
            assert COUNTING_STARS.score(row["prediction"], sample) == 0.0
            continue
        scores = star_scores(row["prediction"], language, right, wrong)
        assert official_cell(scores, extra["context_size"], language, kind == "Reasoning") == row["score"], (
            row
        )
        assert COUNTING_STARS.score(row["prediction"], sample) == pytest.approx(
            row["score"]["mean_rounded3"], abs=5.1e-4
        )


def test_reasoning_weights_equal_the_official_values() -> None:
    found = rows("get_reasoning_score")
    assert found
    for row in found:
        right, wrong = row["references"]
        assert get_reasoning_score(right, wrong, row["prediction"]) == row["score"]


def test_reduce_duplicate_equals_the_official_values() -> None:
    found = rows("reduce_duplicate")
    assert found
    for row in found:
        assert sorted(reduce_duplicate(row["prediction"], row["extra"]["m"])) == row["score"]
