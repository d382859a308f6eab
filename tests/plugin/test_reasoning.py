"""A whole run of a model that reasons, with an adapter: what is recorded, reported, and kept apart."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.plugin.conftest import Loom, records, results

OPENS = "{% for m in messages %}{{ m.content }}{% endfor %}[assistant]<think>\n"


@pytest.fixture
def reasoner(tiny_model: Path, tmp_path: Path) -> Path:
    """A model whose template opens its reasoning, and that never ends it."""
    folder = tmp_path / "reasoner"
    shutil.copytree(tiny_model, folder)
    (folder / "chat_template.jinja").write_text(OPENS)
    return folder


@pytest.fixture
def adapters(tiny_model: Path, tmp_path: Path) -> list[Path]:
    """Two adapters with random weights."""
    peft = pytest.importorskip("peft")
    from transformers import AutoModelForCausalLM

    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        model = AutoModelForCausalLM.from_pretrained(tiny_model)
        config = peft.LoraConfig(target_modules=["q_proj"], init_lora_weights=False, task_type="CAUSAL_LM")
        peft.get_peft_model(model, config).save_pretrained(folder)
    return folders


def test_answers_cut_off_while_thinking_are_empty_and_shown(
    loom: Loom, reasoner: Path, adapters: list[Path], tmp_path: Path
) -> None:
    run = tmp_path / "run"
    options = ("-q", "-m", "loombench", "--model", reasoner, "--output-path", run, "--tasks", "niah")
    options += (
        "--lengths",
        "1k",
        "--limit",
        "2",
        "--gen-kwargs",
        "max_new_tokens=3",
        "--thinking-tokens",
        "5",
    )
    done = loom(*options, "--adapter", adapters[0])
    assert done.status == 0, done.output
    found = records(run).values()
    for row in found:
        assert (row["completion"], row["prediction"], row["finish_reason"]) == ("", "", "length")
        assert row["reasoning_tokens"] == row["output_tokens"] == 8
        assert row["reasoning"]
    assert f"{len(found)} answers were cut off while thinking" in (run / "report.md").read_text()
    (cell,) = results(run)["cells"].values()
    assert cell["cut_off_while_thinking"] == len(found) == 2

    other = loom(*options, "--adapter", adapters[1])
    assert other.status == 4
    assert "adapter" in other.output
    switched = loom(*options, "--thinking", "--fresh")
    assert "the model's chat template has no such switch" in switched.output
