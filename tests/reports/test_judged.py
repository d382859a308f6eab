"""What a report tells of judges: agreement over repeats, and whose verdicts they are."""

from __future__ import annotations

import pytest

from loom_reports.judged import Judged, equal_share, krippendorff_alpha

# The four observers and twelve units of Krippendorff 2011, section C; missing values are left out.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
UNITS = [[float(x) for x in unit if x != "."] for unit in zip(*map(str.split, OBSERVERS), strict=True)]


def test_alpha_is_that_of_its_paper() -> None:
    assert krippendorff_alpha(UNITS) == pytest.approx(0.849, abs=5e-4)


def test_agreement_without_repeats_or_variation_is_not_known() -> None:
    assert krippendorff_alpha([[1.0], [0.0]]) is None
    assert krippendorff_alpha([[1.0, 1.0], [1.0, 1.0]]) is None
    assert krippendorff_alpha([[1.0, 1.0], [0.0, 0.0]]) == 1
    assert equal_share([[1.0], []]) is None
    assert equal_share([[1.0, 1.0, 0.0], [0.5]]) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("judge", "official", "same"),
    [
        ("openai:gpt-4o-2024-05-13", "gpt-4o-2024-05-13", True),
        ("openai:gpt-4o-2024-08-06", "gpt-4o", True),
        ("openai:gpt-4o-mini", "gpt-4o", False),
        ("openai:gpt-4o", "gpt-4", False),
        ("openai:gpt-4o", "gpt-4o-2024-05-13", False),
        ("tasksource/deberta-base-long-nli", "tasksource/deberta-base-long-nli", True),
        ("anything", "", True),
    ],
)
def test_an_official_judge_is_known_by_its_name(judge: str, official: str, same: bool) -> None:
    assert Judged("m", judge, official, 1, 1, 0, 0, None, None).is_official is same
