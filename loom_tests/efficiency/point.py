"""What the efficiency lane measures one by one."""

from __future__ import annotations

from dataclasses import dataclass

from loom_tests.lengths import length_label


@dataclass(frozen=True)
class Point:
    """A model and an accelerator at a length in tokens, prompt and answer together."""

    model: str
    accelerator: str
    length: int

    @property
    def id(self) -> str:
        """The key of this point in every file."""
        return "|".join((self.model, self.accelerator, length_label(self.length)))
