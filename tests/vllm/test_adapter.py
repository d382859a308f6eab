"""A LoRA adapter, trained here: vLLM answers with it as peft does, whatever the model says of sampling."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import peft
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from loom_fixtures import models
from loom_fixtures.models import ModelInfo
from loom_fixtures.servers.registry import create_server
from loom_tests.contracts import Request
from loom_tests.errors import LoomError
from tests.vllm.conftest import ARGS

NEW = 8
THINGS = ("the sea", "a clock", "bread", "Tuesday", "gravity", "my hat", "an owl", "salt", "a map", "rain")
PROMPTS = [f"Tell me about {thing}.\nAnswer:" for thing in THINGS]
TAUGHT = " It is green, round and very quiet."
STEPS = 12

Taught = tuple[Path, Sequence[str], Sequence[str]]


def texts(model: Any, tokenizer: Any) -> list[str]:
    """Greedy answers of a model by itself, one prompt at a time."""
    found = []
    for prompt in PROMPTS:
        ids = tokenizer(prompt, return_tensors="pt")
        tokens = model.generate(**ids, do_sample=False, repetition_penalty=1.0, max_new_tokens=NEW)[0]
        found.append(tokenizer.decode(tokens[ids["input_ids"].shape[1] :], skip_special_tokens=True))
    return found


@pytest.fixture(scope="module")
def folder(smollm2_info: ModelInfo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SmolLM2 with sampling defaults of its own, as many models have them."""
    folder = tmp_path_factory.mktemp("smollm2")
    for file in Path(smollm2_info.folder()).iterdir():
        (folder / file.name).symlink_to(file)
    (folder / "generation_config.json").unlink()
    defaults = {"do_sample": True, "temperature": 1.5, "top_k": 3, "repetition_penalty": 1.8}
    (folder / "generation_config.json").write_text(json.dumps(defaults))
    return folder


@pytest.fixture(scope="module")
def taught(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Sequence[str], Sequence[str]]:
    """A trained adapter's folder, and what peft answers with it and without."""
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    modules = ["q_proj", "v_proj", "o_proj", "up_proj", "down_proj"]
    model = peft.get_peft_model(model, peft.LoraConfig(r=4, lora_alpha=8, target_modules=modules))
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=5e-3)
    for step in range(STEPS):
        ids = tokenizer(PROMPTS[step % 5] + TAUGHT, return_tensors="pt")["input_ids"]
        model(input_ids=ids, labels=ids).loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    adapter = tmp_path_factory.mktemp("adapter")
    model.save_pretrained(adapter)
    model.eval()
    with model.disable_adapter():
        without = texts(model, tokenizer)
    return adapter, texts(model, tokenizer), without


@pytest.fixture(scope="module")
def server(folder: Path, taught: Taught) -> Iterator[Any]:
    model = models.resolve(str(folder))
    server = create_server("vllm", model, adapter=str(taught[0]), model_args={**ARGS, "max_length": "1024"})
    yield server
    server.close()


def test_an_adapter_changes_answers_as_in_peft(server: Any, taught: Taught) -> None:
    _, expected, without = taught
    found = [c.text for c in server.generate([Request(p, max_new_tokens=NEW) for p in PROMPTS])]
    print(*zip(without, expected, found, strict=True), sep="\n")  # noqa: T201
    assert sum(a == b for a, b in zip(found, expected, strict=True)) >= len(PROMPTS) - 1
    assert sum(a != b for a, b in zip(found, without, strict=True)) >= len(PROMPTS) - 2


def test_the_adapter_is_recorded(server: Any, taught: Taught) -> None:
    facts = server.describe()
    assert facts["adapter"] == str(taught[0])
    assert len(facts["adapter_sha"]) == 16
    assert facts["context_length"] == 1024


def test_what_vllm_refuses_is_said(folder: Path, taught: Taught, tmp_path: Path) -> None:
    """DoRA is LoRA to peft; vLLM has none, and says so once the model is loaded."""
    config = json.loads((taught[0] / "adapter_config.json").read_text()) | {"use_dora": True}
    (tmp_path / "adapter_config.json").write_text(json.dumps(config))
    (tmp_path / "adapter_model.safetensors").symlink_to(taught[0] / "adapter_model.safetensors")
    with pytest.raises(LoomError, match=r"--model .*: vLLM cannot start: .*DoRA"):
        create_server("vllm", models.resolve(str(folder)), adapter=str(tmp_path), model_args=ARGS)
