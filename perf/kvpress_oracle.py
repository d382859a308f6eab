"""Do our evictions choose what kvpress chooses? It needs an older transformers, so an environment of its own:

    python3 -m venv KVPRESS && KVPRESS/bin/pip install torch==2.13.0 kvpress==0.5.5 "transformers<5.3"
    export PYTHONPATH=.:fixtures:reports
    KVPRESS/bin/python perf/kvpress_oracle.py [MODEL_FOLDER]

Runs tiny random models, and that of a folder if one is given, in float32 under kvpress's presses, and gives
the same queries, keys and values to our methods, with the same options and budgets. Prints in Markdown how
far the scores are apart at most, as a share of the highest, and on how many sets of kept tokens, one for each
row, layer and KV head, both agree. kvpress's TOVA forces the last token in: ours is compared after the same.
Then the layer budgets of PyramidKV, whose rules differ. Exits with 1 where scores are further apart than
rounding explains, or sets by more than ties.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import kvpress
import torch
from transformers import (
    AttentionInterface,
    AutoModelForCausalLM,
    AutoTokenizer,
    DynamicCache,
    LlamaConfig,
    LlamaForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)
from transformers.integrations.sdpa_attention import sdpa_attention_forward

from loom_fixtures.accelerators.eviction.expected_attention import ExpectedAttention
from loom_fixtures.accelerators.eviction.keydiff import KeyDiff
from loom_fixtures.accelerators.eviction.knorm import Knorm
from loom_fixtures.accelerators.eviction.pyramidkv import PyramidKV
from loom_fixtures.accelerators.eviction.snapkv import SnapKV
from loom_fixtures.accelerators.eviction.tova import TOVA
from loom_fixtures.accelerators.methods import Eviction, Prompt
from loom_fixtures.accelerators.rotary import Rotary

TOKENS = 1024
WINDOW = 64
REMOVED = (0.5, 0.75)
ROUNDING = 1e-5
"""Of the highest score: how far apart float32 may put two ways to write one formula."""
PRESSES = {
    "SnapKV": kvpress.SnapKVPress,
    "TOVA": kvpress.TOVAPress,
    "Knorm": kvpress.KnormPress,
    "KeyDiff": kvpress.KeyDiffPress,
    "PyramidKV": kvpress.PyramidKVPress,
    "Expected Attention": kvpress.ExpectedAttentionPress,
}
METHODS: dict[str, Callable[[int], Any]] = {
    "SnapKV": lambda budget: SnapKV(budget, window=WINDOW),
    "TOVA": TOVA,
    "Knorm": Knorm,
    "KeyDiff": KeyDiff,
    "PyramidKV": lambda budget: SnapKV(budget, window=WINDOW),  # the budgets are compared apart
    "Expected Attention": ExpectedAttention,
}


class Layer(NamedTuple):
    """What both sides see of a layer, and what kvpress made of it: scores (…, n) and kept indices."""

    prompt: Prompt
    scores: torch.Tensor
    kept: torch.Tensor


@dataclass
class Tally:
    """What was found of one model, method and ratio."""

    apart: float = 0.0
    sets: int = 0
    equal: int = 0
    beyond: int = 0
    budgets: list[int] = field(default_factory=list)

    def add(self, layer: Layer, method: Eviction) -> None:
        """Compare one layer."""
        ours, theirs = scores(method, layer.prompt), layer.scores
        shared = ours.isfinite() & (theirs < theirs.amax((0, 1, 2)))  # kvpress puts what it forces in on top
        apart = (ours - theirs)[shared].abs().amax()
        highest = theirs[shared].abs().amax()
        self.apart = max(self.apart, float(apart / highest))
        chosen = mask(method.select(layer.prompt), layer.prompt)
        edge, lowest = ours.masked_fill(~chosen, float("inf")).min(-1, keepdim=True)
        if isinstance(method, TOVA):
            chosen = chosen.scatter(-1, lowest, chosen[..., -1:])
            chosen[..., -1] = True
        differs = chosen != mask(layer.kept, layer.prompt)
        tie = 2 * torch.minimum(apart, ROUNDING * highest)
        self.beyond += int((differs & ((ours - edge).abs() > tie)).sum())
        self.sets += differs[..., 0].numel()
        self.equal += int((~differs.any(-1)).sum())
        self.budgets.append(layer.kept.shape[-1])

    @property
    def sound(self) -> bool:
        """Whether rounding explains all."""
        return self.apart <= ROUNDING and not self.beyond


def scores(method: Any, prompt: Prompt) -> torch.Tensor:
    """Return a method's scores (rows, KV heads, n), infinite where it always keeps."""
    if isinstance(method, TOVA):
        return prompt.window(1)[..., 0, :].mean((1, 2))[:, None].expand(*prompt.keys.shape[:3])
    found = method.scores(prompt)
    return torch.nn.functional.pad(found, (0, prompt.length - found.shape[-1]), value=float("inf"))


def mask(kept: torch.Tensor, prompt: Prompt) -> torch.Tensor:
    """Return which tokens (rows, KV heads, n) are kept."""
    return torch.zeros(prompt.keys.shape[:3], dtype=torch.bool).scatter(-1, kept, True)


def press_layers(model: Any, ids: torch.Tensor, press: Any) -> Iterator[Layer]:
    """Prefill under a press; return what it did in each layer."""
    states, given, score = [], [], press.score

    def attention(
        module: Any, query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, *args: Any, **kwargs: Any
    ) -> Any:
        states.append((query, keys, values, kwargs["scaling"], module))
        return sdpa_attention_forward(module, query, keys, values, *args, **kwargs)

    def observed(*args: Any, **kwargs: Any) -> torch.Tensor:
        given.append(score(*args, **kwargs))
        return given[-1]

    AttentionInterface.register("oracle", attention)
    model.set_attn_implementation("oracle")
    press.score = observed
    cache = DynamicCache()
    with press(model):
        model.model(ids, past_key_values=cache)
    for index, (query, keys, values, scaling, module) in enumerate(states):
        rotary, generator = Rotary(model, module), torch.Generator()
        prompt = Prompt(query, keys, values, scaling, index, len(states), (), rotary, generator)
        yield Layer(prompt, given[index], places(cache.layers[index].keys, keys))


def places(held: torch.Tensor, keys: torch.Tensor) -> torch.Tensor:
    """Return at which index (rows, KV heads, kept) of all keys each held one stands."""
    marks = torch.linspace(1, 2, keys.shape[-1], dtype=torch.float64)
    ours, theirs = keys.double() @ marks, held.double() @ marks
    return (theirs[..., None] - ours[..., None, :]).abs().argmin(-1)


def models(folder: str | None) -> Iterator[tuple[str, Any, torch.Tensor]]:
    """Return models by name, each with a prompt (rows, TOKENS)."""
    sizes = {
        "hidden_size": 128,
        "intermediate_size": 128,
        "num_hidden_layers": 4,
        "num_attention_heads": 8,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "vocab_size": 4096,
        "max_position_embeddings": 4096,
    }
    for name, kind, config in (
        ("tiny Llama", LlamaForCausalLM, LlamaConfig(**sizes)),
        ("tiny Qwen3", Qwen3ForCausalLM, Qwen3Config(**sizes)),
    ):
        torch.manual_seed(0)
        model = kind(config).eval()
        for weights in model.parameters():
            if weights.dim() == 1:  # a norm's, all one by default: Qwen3's keys would be equally long
                torch.nn.init.uniform_(weights)
        yield name, model, torch.randperm(4096)[: 2 * TOKENS].view(2, TOKENS)
    if folder:
        text = (Path(__file__).parents[1] / "LICENSE").read_text()
        ids = AutoTokenizer.from_pretrained(folder)(text, return_tensors="pt").input_ids[:, :TOKENS]
        yield Path(folder).name, AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval(), ids


@torch.inference_mode()
def main(folder: str | None) -> int:
    """Print the tables; return the exit status."""
    sound = True
    pyramids = []
    print("| model | method | removed | scores apart | equal sets | tokens beyond ties |")
    print("|---|---|---:|---:|---:|---:|")
    for name, model, ids in models(folder):
        for label, press in PRESSES.items():
            for removed in REMOVED:
                tally = Tally()
                for layer in press_layers(model, ids, press(compression_ratio=removed)):
                    tally.add(layer, METHODS[label](layer.kept.shape[-1]))
                values = f"{tally.apart:.1e} | {tally.equal} of {tally.sets} | {tally.beyond}"
                print(f"| {name} | {label} | {removed:.0%} | {values} |", flush=True)
                sound &= tally.sound
                if label == "PyramidKV":
                    pyramids.append((name, removed, tally.budgets))
    print("\n| model | removed | PyramidKV's budgets here | in kvpress |\n|---|---:|---|---|")
    for name, removed, theirs in pyramids:
        method, layers = PyramidKV(ratio=1 - removed, window=WINDOW), len(theirs)
        ours = [method.layer_capacity(TOKENS, layer, layers) for layer in range(layers)]
        cells = [f"{b[0]} … {b[-1]}, mean {sum(b) / layers:.1f}" for b in (ours, theirs)]
        print(f"| {name} | {removed:.0%} | {' | '.join(cells)} |")
    return 0 if sound else 1


if __name__ == "__main__":
    torch.set_num_threads(1)
    sys.exit(main(sys.argv[1] if sys.argv[1:] else None))
