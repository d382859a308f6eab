"""What scores that need another model ask of it. Who serves them is not this package's business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from loom_tests.contracts import Message
from loom_tests.errors import LoomError


class VerdictError(LoomError):
    """The judge answered, and what it said is no verdict. The sample is counted, and has no score."""


class Judge(Protocol):
    """A language model that grades answers. Asked the same again, it answers anew."""

    def ask(self, messages: Sequence[Message], *, max_new_tokens: int, temperature: float = 0.0) -> str:
        """Return the judge's answer."""


class Entailment(Protocol):
    """A natural language inference model."""

    def entails(self, premise: str, hypothesis: str) -> bool:
        """Whether the premise implies the hypothesis."""


class BertScore(Protocol):
    """BERTScore (Zhang et al. 2020, arXiv 1904.09675)."""

    def recall(self, prediction: str, reference: str) -> float:
        """Return the recall of the reference's tokens in the prediction, 0 to 1."""
