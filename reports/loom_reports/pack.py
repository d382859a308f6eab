"""A run as one zip file, the same bytes for the same run."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from loom_reports.errors import LoomError
from loom_reports.runfolder import RunFolder

CONTENT = ("*.json", "*.md", "*.html", "*.xml", "plans/*.json", "samples/*.jsonl", "samples/*.done.json")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; given to every entry, so that packing twice gives the same bytes."""


def pack(run: RunFolder, target: Path) -> None:
    """Write the run's spec, plans, records and reports into a new zip file.

    The file appears whole or not at all. LoomError where it is there already; OSError where the disk refuses.
    """
    if target.exists():
        raise LoomError(f"{target} is there already; name another file with -o, or delete it")
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(set(_content(run.path))):
                entry = zipfile.ZipInfo(path.relative_to(run.path).as_posix(), EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, path.read_bytes())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _content(folder: Path) -> Iterator[Path]:
    for pattern in CONTENT:
        yield from (path for path in folder.glob(pattern) if not path.name.startswith("."))
