"""efficiency.json: how fast models answered, and how far that is from what the machine can do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from loom_reports.errors import LoomError
from loom_reports.lengths import length_label
from loom_reports.runfolder import write_json
from loom_reports.statistics import median
from loom_reports.tables import Table, number

FILE = "efficiency.json"
VERSION = 1
REMEDY = "choose another --output-path, or --fresh to measure all of it again"


@dataclass(frozen=True)
class Round:
    """One answer. Times in seconds; None is what the server cannot know."""

    prompt_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    ttft: float | None = None
    tpot: float | None = None
    kv_bytes: int | None = None
    peak_memory: int | None = None


@dataclass(frozen=True)
class Measured:
    """A model and an accelerator at one length.

    `prefill_flops` and `step_bytes` are the least work: of reading the prompt, and of writing one token.
    `matmul_peak` (FLOPs a second) and `read_peak` (bytes a second) are what the device reached by itself
    right after it. `memory` says how the peak is known, `server` what answered.
    """

    id: str
    model: str
    accelerator: str
    length: int
    rounds: tuple[Round, ...]
    prefill_flops: float | None = None
    step_bytes: float | None = None
    matmul_peak: float | None = None
    read_peak: float | None = None
    memory: str | None = None
    server: Mapping[str, Any] = field(default_factory=dict)

    def of(self, value: Callable[[Round], float | None]) -> float | None:
        """Return the median over the rounds, None where no round has the value."""
        return median([value(one) for one in self.rounds])

    @property
    def figures(self) -> dict[str, float | None]:
        """What the table shows: medians, and the largest peak of memory.

        `mfu` is the model FLOPs utilisation of the prefill, `read_share` the bytes that decoding must read
        over those that could be read in its time: 1 is the machine's limit.
        """
        ttft, tpot = self.of(lambda one: one.ttft), self.of(lambda one: one.tpot)
        peaks = [one.peak_memory for one in self.rounds if one.peak_memory is not None]
        return {
            "ttft": ttft,
            "tpot": tpot,
            "prefill_tokens_per_second": _over(self.of(lambda one: one.prompt_tokens), ttft),
            "decode_tokens_per_second": _over(1, tpot),
            "mfu": _over(_over(self.prefill_flops, ttft), self.matmul_peak),
            "read_share": _over(_over(self.step_bytes, tpot), self.read_peak),
            "peak_memory": max(peaks, default=None),
            "kv_bytes": self.of(lambda one: one.kv_bytes),
        }

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON types, the figures among them."""
        return {**asdict(self), "figures": self.figures}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Measured:
        """Build it from `to_json` output."""
        fields = {name: value for name, value in row.items() if name != "figures"}
        return cls(**{**fields, "rounds": tuple(Round(**one) for one in row["rounds"])})


def write_efficiency(folder: Path, points: Sequence[Measured], facts: Mapping[str, Any]) -> None:
    """Write efficiency.json into a folder; `facts` are options and machine. LoomError where it fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / FILE, {"version": VERSION, **facts, "points": [one.to_json() for one in points]})
    except OSError as error:
        raise LoomError(
            f"cannot write to the output folder {folder} ({error.strerror}); name another with --output-path"
        ) from None


def read_efficiency(folder: Path, facts: Mapping[str, Any]) -> list[Measured]:
    """Return what was measured in a folder before; LoomError where that was under other facts."""
    path = folder / FILE
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        points = [Measured.from_json(row) for row in stored["points"]]
        before = {(group, name): value for group in facts for name, value in stored[group].items()}
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LoomError(f"{path} cannot be read ({error!r}); {REMEDY}") from None
    now = {(group, name): value for group in facts for name, value in _plain(facts[group]).items()}
    others = [name for (group, name) in now | before if now.get((group, name)) != before.get((group, name))]
    if others:
        raise LoomError(f"{path} was measured with another {', '.join(others)}; {REMEDY}")
    return points


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as they are read back."""
    plain: dict[str, Any] = json.loads(json.dumps(facts))
    return plain


HEAD = (
    "model", "accelerator", "length", "new", "TTFT (s)", "prompt tok/s", "MFU", "of GFLOP/s", "TPOT (ms)",
    "new tok/s", "read", "of GB/s", "peak (GiB)", "KV cache (MiB)",
)  # fmt: skip


def efficiency_table(points: Sequence[Measured]) -> Table:
    """Return a row for each point; what is not known is "-"."""
    table = [list(HEAD)]
    for one in points:
        known = one.figures
        table.append(
            [
                one.model,
                one.accelerator,
                length_label(one.length),
                number(one.of(lambda done: done.output_tokens), 1, 0),
                number(known["ttft"], 1, 3),
                number(known["prefill_tokens_per_second"], 1, 0),
                number(known["mfu"], 1, 2),
                number(one.matmul_peak, 1e-9, 0),
                number(known["tpot"], 1e3, 1),
                number(known["decode_tokens_per_second"], 1, 1),
                number(known["read_share"], 1, 2),
                number(one.read_peak, 1e-9, 1),
                number(known["peak_memory"], 2**-30, 2),
                number(known["kv_bytes"], 2**-20, 1),
            ]
        )
    return table


def _over(value: float | None, by: float | None) -> float | None:
    return None if value is None or not by else value / by
