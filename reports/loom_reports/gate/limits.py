"""What the user allows: [tool.loombench] of the pyproject.toml in the folder the command is run from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from loom_reports.errors import LoomError

FILE = "pyproject.toml"
Drop = Annotated[float, Field(ge=0, lt=1)]
Ratio = Annotated[float, Field(gt=0)]


@dataclass(frozen=True)
class Limits:
    """The gate's limits; drops are in scores from 0 to 1, timing limits are ratios, candidate to baseline.

    `resolution` is the drop beyond `max_drop` that a pass must be able to rule out. A limit of a capability
    or task stands in for `max_drop` there. `timing` holds, by the name of a timing, the worst ratio allowed.
    """

    alpha: float = 0.05
    max_drop: float = 0.0
    resolution: float = 0.05
    capabilities: Mapping[str, float] = field(default_factory=dict)
    tasks: Mapping[str, float] = field(default_factory=dict)
    timing: Mapping[str, float] = field(default_factory=dict)

    def with_options(self, alpha: float | None, max_drop: float | None) -> Limits:
        """Return the limits with what the command line says instead; LoomError where it is out of range."""
        if alpha is not None and not 0 < alpha < 0.5:
            raise LoomError(f"--alpha {alpha}: write a probability above 0 and below 0.5, such as 0.05")
        if max_drop is not None and not 0 <= max_drop < 1:
            raise LoomError(
                f"--max-drop {max_drop}: write a drop from 0 to below 1, such as 0.01 for a point"
            )
        return replace(
            self,
            alpha=self.alpha if alpha is None else alpha,
            max_drop=self.max_drop if max_drop is None else max_drop,
        )


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    alpha: Annotated[float, Field(gt=0, lt=0.5)] = Limits.alpha
    max_drop: Drop = Limits.max_drop
    resolution: Annotated[float, Field(gt=0, lt=1)] = Limits.resolution
    capabilities: dict[str, Drop] = Field(default_factory=dict)
    tasks: dict[str, Drop] = Field(default_factory=dict)
    max_ttft_ratio: Ratio | None = None
    max_tpot_ratio: Ratio | None = None
    max_kv_bytes_ratio: Ratio | None = None
    min_tokens_per_second_ratio: Ratio | None = None


TIMING_KEYS = {
    "TTFT": "max_ttft_ratio",
    "TPOT": "max_tpot_ratio",
    "KV bytes": "max_kv_bytes_ratio",
    "tokens/s": "min_tokens_per_second_ratio",
}


def read_limits(folder: Path, capabilities: Sequence[str]) -> Limits:
    """Return the limits that a folder's pyproject.toml sets, the defaults where it has none.

    LoomError names the key that is not accepted, and what is. `capabilities` are the names there are.
    """
    path = folder / FILE
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Limits()
    except OSError as error:
        raise LoomError(f"{path}: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LoomError(f"{path}: not TOML ({error})") from None
    try:
        table = _Table.model_validate(content.get("tool", {}).get("loombench", {}))
    except ValidationError as error:
        raise LoomError(f"{path}, [tool.loombench]: {_first(error)}") from None
    for name in table.capabilities:
        if name not in capabilities:
            raise LoomError(
                f"{path}, [tool.loombench.capabilities]: {name!r} is no capability; "
                f"accepted: {', '.join(capabilities)}"
            )
    given = {name: getattr(table, key) for name, key in TIMING_KEYS.items()}
    return Limits(
        alpha=table.alpha,
        max_drop=table.max_drop,
        resolution=table.resolution,
        capabilities=table.capabilities,
        tasks=table.tasks,
        timing={name: ratio for name, ratio in given.items() if ratio is not None},
    )


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    key = ".".join(map(str, problem["loc"]))
    if problem["type"] == "extra_forbidden":
        return f"unknown key {key!r}; accepted: {', '.join(_Table.model_fields)}"
    return f"{key} = {problem['input']!r}: {problem['msg']}"
