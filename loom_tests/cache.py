"""Where built prompts and converted models are kept between runs."""

from __future__ import annotations

import os
from pathlib import Path


def cache_dir() -> Path:
    """Return $LOOMBENCH_CACHE, or loombench/ in the user's cache folder."""
    named = os.environ.get("LOOMBENCH_CACHE")
    if named:
        return Path(named).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "loombench"
