"""Reward models go the whole way: SmolLM2 as a judge, and a tiny one that was trained to score answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loom_plugin.command.main import main
from tests.fixtures.reward_model import AREAS, save, trained
from tests.plugin.conftest import Run, records, results, run_in

PAIRS = ("--lengths", "4k", "--limit", 16, "--tasks", ",".join(AREAS))


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A reward model, and the same with the sign of its scores turned."""
    folder = tmp_path_factory.mktemp("models")
    model, tokenizer = trained()
    good = save(folder / "reward", model, tokenizer)
    model.score.weight.data.neg_()
    return good, save(folder / "turned", model, tokenizer)


@pytest.fixture(scope="module")
def runs(models: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Run]]:
    """Both models' runs on pairs, "reward" and "turned"."""
    folder = tmp_path_factory.mktemp("runs")
    done = [
        run_in(folder)("-m", "reward", "--model", model, *PAIRS, "--output-path", model.name)
        for model in models
    ]
    return folder, done


def figures(cell: dict[str, Any]) -> dict[str, float]:
    found: dict[str, float] = cell["official"]
    return found


def test_a_trained_reward_model_beats_chance_on_pairs_held_out(runs: tuple[Path, list[Run]]) -> None:
    folder, (done, _) = runs
    assert done.status == 0, done.output
    written = results(folder / "reward")
    (subject,) = written["subjects"]
    assert subject["overall"]["low"] > 0.5
    assert subject["server"]["server"] == "classifier"
    assert all(cell["complete"] for cell in written["cells"].values())
    for cell in written["cells"].values():
        assert (figures(cell)["swap_consistency"], figures(cell)["position_bias"]) == (1, 0)
        assert figures(cell)["unparsed"] == 0
    for row in records(folder / "reward").values():
        assert len(json.loads(row["completion"])["scores"]) == 2
        assert row["output_tokens"] == 0 < row["prompt_tokens"]
    assert "swap_consistency chance" in (folder / "reward" / "report.md").read_text()
    assert (folder / "reward" / "report.html").is_file()


def test_the_gate_catches_a_reward_model_that_prefers_the_worse(
    runs: tuple[Path, list[Run]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, (_, turned) = runs
    assert turned.status == 0, turned.output
    assert main(["gate", str(folder / "turned"), str(folder / "reward")]) == 20
    assert "regressed" in capsys.readouterr().out
    assert main(["gate", str(folder / "reward"), str(folder / "turned")]) == 0


def test_smollm2_judges_in_words(tmp_path: Path) -> None:
    options = ("--tasks", "long_rewardbench/pair_math", "--lengths", "4k", "--limit", 2)
    short = ("--gen-kwargs", "max_new_tokens=12", "--output-path", "run")
    done = run_in(tmp_path)("-m", "long_rewardbench", "--model", "smollm2", *options, *short)
    assert done.status == 0, done.output
    (cell,) = results(tmp_path / "run")["cells"].values()
    assert {"accuracy chance", "swap_consistency", "unparsed"} <= set(figures(cell))
    assert all(row["completion"] for row in records(tmp_path / "run").values())
    assert "unparsed" in (tmp_path / "run" / "report.md").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-m", "full", "--tasks", "niah,ruler/vt"), "needs a model that writes. Choose -m reward"),
        (("-m", "reward", "--reward-mode", "generative"), "has a head that scores, and none that writes"),
        (("-m", "reward", "--no-thinking"), "--no-thinking has no meaning for"),
        (("-m", "reward", "--accelerator", "snapkv"), "--accelerator snapkv has no meaning for"),
    ],
)
def test_what_a_model_that_scores_cannot_do_is_a_usage_error(
    tmp_path: Path, models: tuple[Path, Path], arguments: tuple[str, ...], message: str
) -> None:
    done = run_in(tmp_path)(*arguments, "--model", models[0], "--lengths", "4k", "--output-path", "run")
    assert done.status == 4, done.output
    assert message in " ".join(done.output.split())
    assert "Traceback" not in done.output
