"""What the texts given to options mean; LoomError names a value that means nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from loom_reports.errors import LoomError
from loom_tests.benchmark import SourceKind

NAMED_DATA: dict[str, SourceKind] = {"embedded": "embedded", "hub": "hub", "loombench": "loombench"}
GENERATION = {"temperature": float, "top_p": float, "max_new_tokens": int}


def parts(values: Sequence[str]) -> list[str]:
    """Return the parts of comma-separated texts, none of them empty."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def pairs(text: str, flag: str) -> dict[str, str]:
    """Return the parts of `name=value,name=value`."""
    found = {}
    for part in parts([text]):
        name, equals, value = part.partition("=")
        if not equals:
            raise LoomError(f"{flag}: {part!r} is not of the form name=value")
        found[name.strip()] = value.strip()
    return found


def generation(text: str) -> dict[str, float]:
    """Return the numbers that --gen-kwargs sets."""
    found: dict[str, float] = {}
    for name, value in pairs(text, "--gen-kwargs").items():
        if name not in GENERATION:
            raise LoomError(f"--gen-kwargs: unknown name {name!r}; accepted: {', '.join(GENERATION)}")
        try:
            found[name] = GENERATION[name](value)
        except ValueError:
            raise LoomError(f"--gen-kwargs: {name}={value!r} is not a {GENERATION[name].__name__}") from None
    return found


def shard(text: str) -> tuple[int, int]:
    """Return (i, n) of `I/N`, (1, 1) of nothing."""
    if not text:
        return (1, 1)
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise LoomError(f"--shard {text!r}: write I/N with I from 1 to N, such as 1/2 and 2/2")
    return int(found[1]), int(found[2])


def batch_size(text: str) -> int | None:
    """Return the rows of --batch-size, None where the server is to choose."""
    if text == "auto":
        return None
    if not text.isdigit() or int(text) < 1:
        raise LoomError(f"--batch-size {text!r}: write auto or a number of rows from 1 up")
    return int(text)


def positive(value: int | None, flag: str) -> int | None:
    """Return the number as it is; LoomError where it is below 1."""
    if value is not None and value < 1:
        raise LoomError(f"{flag} {value}: must be at least 1")
    return value


def read_data(text: str) -> tuple[SourceKind, Path | None]:
    """Return the kind of data that --data means, and its folder where it is one."""
    if text in NAMED_DATA:
        return NAMED_DATA[text], None
    if Path(text).is_dir():
        return "folder", Path(text).absolute()
    raise LoomError(f"--data {text!r}: neither {', '.join(NAMED_DATA)}, nor a folder that exists")
