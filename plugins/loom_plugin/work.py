"""The least work an answer takes: FLOPs of reading its prompt, and bytes read for each token it writes."""

from __future__ import annotations

from typing import Any

from loom_fixtures.servers.base import LocalModel
from loom_tests.contracts import Completion

UNKNOWN = ("num_experts", "num_local_experts", "n_routed_experts", "kv_lora_rank", "quantization_config")
"""Keys of configs whose models compute with a part of their parameters, or with others than are stored."""
WINDOWED = {"full_attention": False, "sliding_attention": True}


def prefill_flops(model: LocalModel, answer: Completion) -> float | None:
    """Return the FLOPs of reading a prompt, None for models of another shape than a dense transformer's.

    Two per parameter and token, and four per query-key pair, layer, head and head dimension, as in Kaplan et
    al. 2020 (arXiv 2001.08361), section 2.1, and in the model FLOPs utilisation of Chowdhery et al. 2022
    (PaLM, arXiv 2204.02311), appendix B. Beyond these: the output layer counts once, for the last token, and
    of the pairs only those that are computed: causal, in the window, and not skipped by an accelerator.
    """
    config, tokens = model.config, answer.prompt_tokens
    pairs = _pairs(config, tokens)
    if pairs is None or any(config.get(key) for key in UNKNOWN):
        return None
    heads = config["num_attention_heads"]
    width: int = heads * (config.get("head_dim") or config["hidden_size"] // heads)
    density = 1.0 if answer.prefill_density is None else answer.prefill_density
    return 2.0 * (model.body * tokens + model.head) + 4.0 * width * pairs * density


def step_bytes(model: LocalModel, answer: Completion) -> float | None:
    """Return the bytes that must be read to write one token of an answer, None where they are not known.

    All weights, and what the cache holds: the mean of after the prompt and at the end. With a batch of one,
    decoding is bound by these (Pope et al. 2022, arXiv 2211.05102, section 2.1).
    """
    if answer.kv_bytes is None or answer.kv_bytes_prompt is None or any(map(model.config.get, UNKNOWN)):
        return None
    return model.nbytes + (answer.kv_bytes + answer.kv_bytes_prompt) / 2


def _pairs(config: Any, tokens: int) -> float | None:
    """Return the causal query-key pairs, summed over layers; None where a layer is no softmax attention."""
    if not config.get("num_attention_heads") or not config.get("num_hidden_layers"):
        return None
    window = config.get("sliding_window") if config.get("use_sliding_window", True) else None
    everywhere = ["sliding_attention" if window else "full_attention"] * config["num_hidden_layers"]
    kinds = config.get("layer_types") or everywhere
    if not set(kinds) <= WINDOWED.keys():
        return None
    within = min(window or tokens, tokens)
    slid = sum(WINDOWED[kind] for kind in kinds)
    return slid * (within * tokens - within**2 / 2) + (len(kinds) - slid) * tokens**2 / 2
