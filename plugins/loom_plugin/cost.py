"""What cells cost: a relative estimate that orders and shards them, and FLOPs for --dry-run."""

from __future__ import annotations

from loom_fixtures.models import ModelInfo
from loom_tests.benchmark import Cell

# One decoded token takes about as long as this many prefilled ones: decoding reads all weights per step.
DECODE_WEIGHT = 20.0
# The length at which attention has grown to the cost of the linear layers, for models of common shapes.
ATTENTION_LENGTH = 16384.0


def cell_cost(cell: Cell) -> float:
    """Return the relative cost of a cell, in prefilled tokens."""
    prefill = cell.length * (1 + cell.length / ATTENTION_LENGTH)
    return cell.n * (prefill + DECODE_WEIGHT * cell.task.max_new_tokens)


def flops(info: ModelInfo, new: int, past: int) -> float | None:
    """Return the FLOPs of running `new` tokens after `past`, None where the config has another shape.

    Two per parameter and token, and four per query, key, layer and head dimension (half of the new-new
    square, which is causal), as in Kaplan et al. 2020, arXiv 2001.08361, section 2.1.
    """
    config = info.config.get("text_config", info.config)
    if info.parameters is None:
        return None
    heads = config["num_attention_heads"]
    width = int(heads * (config.get("head_dim") or config["hidden_size"] // heads))
    pairs = new * past + new * new / 2
    return 2.0 * info.parameters * new + 4.0 * int(config["num_hidden_layers"]) * width * pairs
