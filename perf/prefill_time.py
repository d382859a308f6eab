"""Where the time of reading a prompt goes with a sparse prefill: attention, choosing, and all the rest.

    python perf/prefill_time.py [--tokens 8192] [--repeats 3] [--accelerator NAME …]

The rest is the time of the same model with attention that returns its queries. What is over is attention,
the method's own work (choosing) counted apart. `per pair` is attention's time by computed pair, over that of
the stock model: 1.00 where the blocks are as quick as the whole. `at best` is the TTFT ratio there would be
then. Every round runs each once; ratios are medians of the rounds' ratios. For models whose layers are all
full attention, on a CPU.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

import torch
from transformers import AttentionInterface, DynamicCache

from loom_fixtures.accelerators.layer import AcceleratedCache, register
from loom_fixtures.accelerators.methods import Method
from loom_fixtures.accelerators.spec import parse
from loom_fixtures.models import resolve
from loom_fixtures.servers.transformers import TransformersServer
from loom_tests.data.worlds.documents import document

ACCELERATORS = ("xattention:stride=8", "xattention:stride=16", "flexprefill:gamma=0.9")


def without_attention(
    module: Any, query: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, mask: Any, **options: Any
) -> tuple[torch.Tensor, None]:
    """Return the queries (rows, n, heads, head dim) in the place of attention."""
    return query.transpose(1, 2), None


class Reader:
    """A model that reads one prompt in several ways."""

    def __init__(self, name: str, dtype: str, tokens: int) -> None:
        server = TransformersServer(resolve(name), dtype=dtype)
        self.model = server.loaded.model
        self.stock = self.model.config._attn_implementation
        text = document("en", "prefill", ["The harbour opens at nine."], tokens * 6)
        self.ids = torch.tensor([server.loaded.tokenizer(text)["input_ids"][:tokens]])

    @torch.inference_mode()
    def seconds(self, attention: str, cache: Any) -> float:
        """Return the seconds to the first token's logits."""
        self.model.set_attn_implementation(attention)
        started = time.perf_counter()
        self.model(self.ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
        return time.perf_counter() - started

    def round(self, methods: list[Method]) -> dict[str, dict[str, float]]:
        """Return what the stock model, the rest of it, and each accelerator took, by name."""
        rest, none = (
            self.seconds(attention, DynamicCache(config=self.model.config))
            for attention in ("nothing", self.stock)
        )
        found = {"none": {"ttft": none, "attention": none - rest, "own": 0.0, "density": 1.0}}
        for method in methods:
            cache = AcceleratedCache(self.model, method)
            ttft, own = self.seconds(register(), cache), cache.stopwatch.seconds()
            density = statistics.fmean(layer.density for layer in cache.accelerated)
            found[method.label] = {
                "ttft": ttft,
                "attention": ttft - rest - own,
                "own": own,
                "density": density,
            }
        for row in found.values():
            row["rest"] = rest
            row["ratio"] = row["ttft"] / none
            row["per pair"] = row["attention"] / row["density"] / (none - rest)
            row["at best"] = (rest + row["own"] + row["density"] * (none - rest)) / none
        return found


def main() -> None:
    """Print a line per accelerator."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="smollm2")
    parser.add_argument("--dtype", default="auto")
    parser.add_argument("--tokens", type=int, default=8192)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--accelerator", action="append", default=[])
    options = parser.parse_args()
    AttentionInterface.register("nothing", without_attention)
    reader = Reader(options.model, options.dtype, options.tokens)
    methods = [method for text in options.accelerator or ACCELERATORS if (method := parse(text))]
    rounds = [reader.round(methods) for _ in range(options.repeats)]
    columns = ("ttft", "rest", "own", "attention", "density", "ratio", "per pair", "at best")
    print(f"| accelerator | {' | '.join(columns)} |")
    print("|---" + "|---:" * len(columns) + "|")
    for label in rounds[0]:
        values = (statistics.median(one[label][name] for one in rounds) for name in columns)
        print(f"| {label} | {' | '.join(f'{value:.2f}' for value in values)} |")


if __name__ == "__main__":
    main()
