"""What cells cost: the work they ask for, a relative estimate of it, and FLOPs for --dry-run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from loom_fixtures.models import ModelInfo
from loom_reports.records import SampleRecord
from loom_tests.benchmark import Cell

# One decoded token takes about as long as this many prefilled ones: decoding reads all weights per step.
DECODE_WEIGHT = 20.0
# The length at which attention has grown to the cost of the linear layers, for models of common shapes.
ATTENTION_LENGTH = 16384.0


class Work(NamedTuple):
    """What an engine does for some samples: tokens read and written, and the query-key pairs of either.

    Tokens that are found in a prefix cache are not read.
    """

    samples: float
    read: float
    read_pairs: float
    written: float
    written_pairs: float

    def times(self, weights: Work) -> float:
        """Return the sum of all work, each kind by its weight."""
        return sum(amount * weight for amount, weight in zip(self, weights, strict=True))


RELATIVE = Work(16.0, 1.0, 2 / ATTENTION_LENGTH, DECODE_WEIGHT, 2 / ATTENTION_LENGTH)
"""Weights in units of one token read by the linear layers."""


def token_limits(cell: Cell) -> tuple[int, int]:
    """Return the most tokens a prompt of a cell has, and its answer."""
    new = min(cell.task.max_new_tokens, cell.length) if cell.length else cell.task.max_new_tokens
    return max(0, cell.length - new), new


def expected_work(samples: float, prompt: float, new: float, read: float = 1.0, written: float = 1.0) -> Work:
    """Return the work of samples that use the shares `read` and `written` of the tokens they may."""
    reads, writes = prompt * read, new * written
    each = (1.0, reads, reads * (prompt - reads / 2), writes, writes * prompt)
    return Work(*(samples * amount for amount in each))


def done_work(records: Sequence[SampleRecord]) -> Work:
    """Return the work that records tell of."""
    total = [0.0] * len(Work._fields)
    for record in records:
        read = record.prompt_tokens - record.cached_tokens
        pairs = read * (record.prompt_tokens - read / 2)
        each = (1, read, pairs, record.output_tokens, record.output_tokens * record.prompt_tokens)
        total = [before + amount for before, amount in zip(total, each, strict=True)]
    return Work(*total)


def relative_cost(cell: Cell) -> float:
    """Return the relative cost of a cell, in prefilled tokens; the same on every machine."""
    return expected_work(cell.n, *token_limits(cell)).times(RELATIVE)


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
