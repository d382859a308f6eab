"""CellPlan: what the report must know of a cell before, or without, its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

NONE = "none"
"""The accelerator, or retriever, that is none."""

NO_CONTEXT = "no-context"
"""The retriever of the closed-book control: it leaves nothing of the context."""

COMPOSITE = 12
"""Benchmarks of the LOOMBench composite, whose mean is the published overall score."""


@dataclass(frozen=True)
class CellPlan:
    """One planned cell: its axes, the benchmark's version, metrics (first is the score) and size.

    `composite` says whether it is part of the LOOMBench composite.
    """

    id: str
    model: str
    accelerator: str
    retriever: str
    capability: str
    benchmark: str
    task: str
    length: int
    version: int
    metrics: tuple[str, ...]
    n: int
    data: str
    composite: bool = False

    @property
    def subject(self) -> tuple[str, str, str]:
        """What is being measured: model, accelerator, retriever."""
        return (self.model, self.accelerator, self.retriever)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types; `from_json` is the inverse."""
        return {**asdict(self), "metrics": list(self.metrics)}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> CellPlan:
        """Build a plan from `to_json` output."""
        return cls(**{**row, "metrics": tuple(row["metrics"])})


def query_aware(accelerator: str) -> bool:
    """Whether an accelerator, by its label, compresses with the question in view."""
    return "scope=context" not in accelerator
