"""Find the run that a text names: a folder, a zip made by `loombench pack`, or a results.json."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath, PureWindowsPath

from loom_reports.errors import LoomError
from loom_reports.runfolder import RunFolder

ACCEPTED = "accepted are a run folder, a .zip made by `loombench pack`, and the results.json of a run folder"


def open_run(text: str | Path) -> RunFolder:
    """Return the run that a path names, its run.json read once to be sure that it is one.

    A packed run is unpacked into a temporary folder that lasts as long as the process. LoomError says what
    the path is and what is accepted.
    """
    path = Path(text).expanduser()
    if path.is_dir():
        folder = RunFolder(path)
    elif path.name == "results.json" and path.is_file():
        folder = RunFolder(path.parent)
    elif is_packed(path):
        folder = RunFolder(_unpack(path))
    else:
        what = "a file of another kind" if path.exists() else "not there"
        raise LoomError(f"{text} is {what}; {ACCEPTED}")
    if not folder.run_file.is_file():
        raise LoomError(f"{text} holds no run: there is no run.json in or beside it; {ACCEPTED}")
    folder.read()
    return folder


def is_packed(path: Path) -> bool:
    """Whether the path is a zip file: a run to read, and none to write into."""
    return path.is_file() and zipfile.is_zipfile(path)


def _unpack(path: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="loombench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                _check_inside(name, path)
            archive.extractall(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise LoomError(f"{path} is a damaged or encrypted zip ({error}); pack the run again") from None
    return folder


def _check_inside(name: str, path: Path) -> None:
    """Refuse an entry that would be written outside the folder it is unpacked into."""
    ways = (PurePosixPath(name), PureWindowsPath(name))
    if any(way.is_absolute() or way.drive or ".." in way.parts for way in ways):
        raise LoomError(
            f"{path}: its entry {name!r} lies outside the run; it was not made by `loombench pack`"
        )
