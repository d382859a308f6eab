"""How a run is stopped: a file in its folder, which its workers look for between batches."""

from __future__ import annotations

import json

from loom_reports.runfolder import RunFolder, write_json

STOP_FILE = "stop.json"


def request_stop(folder: RunFolder, verdict: str) -> None:
    """Ask the run's workers, on whatever machine, to stop between two batches."""
    write_json(folder.path / STOP_FILE, {"verdict": verdict})


def stop_requested(folder: RunFolder) -> str | None:
    """Return the verdict for which the run was asked to stop, None where it was not."""
    try:
        return str(json.loads((folder.path / STOP_FILE).read_text(encoding="utf-8"))["verdict"])
    except FileNotFoundError:
        return None


def withdraw_stop(folder: RunFolder) -> None:
    """Let the run go on: the next session decides anew whether to stop."""
    (folder.path / STOP_FILE).unlink(missing_ok=True)
