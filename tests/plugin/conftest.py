"""A tiny random model and a way to run the product's command on it, as a user does."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from loom_fixtures.models import resolve
from tests.plugin.forked import run_forked

PLAIN = ("-p", "no:cacheprovider")
FLOAT32 = ("--model-args", "dtype=float32")
"""In bfloat16, which is taken where a CPU is quick in it, an answer depends on its batch."""
QUICK = ("--tasks", "ruler/niah_single_1,ruler/vt,niah,babilong/qa1", "--lengths", "1k", *FLOAT32)


@dataclass(frozen=True)
class Run:
    """A finished command."""

    status: int
    output: str


Loom = Callable[..., Run]


def environment() -> dict[str, str]:
    """The environment without what an outer pytest put there, or vLLM (a libgomp preloaded)."""
    dropped = ("PYTEST_XDIST", "PYTEST_CURRENT_TEST", "PYTEST_ADDOPTS", "PYTEST_VERSION", "LD_PRELOAD")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "HF_HUB_OFFLINE": "1"}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "pytest", *PLAIN, *map(str, arguments)]


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a random two-layer Llama and SmolLM2's tokenizer: quick, and wrong about everything."""
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("models") / "tiny"
    config = LlamaConfig(
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        vocab_size=49152,
        max_position_embeddings=8192,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
        initializer_range=1.0,
    )
    torch.manual_seed(0)
    LlamaForCausalLM(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(resolve("smollm2").folder()).save_pretrained(folder)
    return folder


def run_in(folder: Path, timeout: float = 300) -> Loom:
    """Return a function that runs pytest with the plugin in a folder: `run("--model", …)`."""

    def run(*arguments: object) -> Run:
        output = folder / f"output-{uuid4().hex}.txt"
        try:
            status = run_forked([*PLAIN, *map(str, arguments)], folder, environment(), output, timeout)
            return Run(status, output.read_text())
        finally:
            output.unlink(missing_ok=True)

    return run


@pytest.fixture
def loom(tmp_path: Path) -> Loom:
    """Run pytest with the plugin in an empty folder."""
    return run_in(tmp_path)


def results(folder: Path) -> dict[str, Any]:
    """results.json without its timings."""
    found: dict[str, Any] = json.loads((folder / "results.json").read_text())
    assert found.pop("timings")
    return found


def records(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """All records by cell and sample; a sample recorded twice fails the test."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted((folder / "samples").glob("*.jsonl")):
        for line in path.read_text().split("\n")[:-1]:
            row = json.loads(line)
            assert (row["cell"], row["doc_id"]) not in found
            found[row["cell"], row["doc_id"]] = row
    return found


def scores_and_prompts(folder: Path) -> dict[tuple[str, str], Sequence[Any]]:
    return {
        key: (row["scores"], row["prompt_hash"], row["completion"]) for key, row in records(folder).items()
    }
