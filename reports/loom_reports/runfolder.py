"""The run folder: the one place where results live, and the one mechanism behind resume and shards.

    run.json                   spec and machine
    plans/<i>-of-<n>.json      the cells planned by each shard
    samples/<cell>.jsonl       records, appended and fsynced chunk by chunk
    samples/<cell>.done.json   written by atomic rename; a cell is finished iff it is there and matches

Nothing here deletes records but `RunFolder.clear`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from loom_reports.errors import LoomError
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord

VERSION = 1

MADE = (
    "run.json",
    "results.json",
    "benchmark.json",
    "gate.json",
    "stop.json",
    "report.md",
    "report.html",
)
"""Files of a run beside its samples and plans."""


def write_json(path: Path, value: Any) -> None:
    """Write JSON so that readers see the old file or the new one, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1, default=float)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


class CellFile:
    """The records of one cell on disk."""

    def __init__(self, samples: Path, cell: str) -> None:
        slug = re.sub(r"[^\w.-]+", "-", cell)[:150]
        name = f"{slug}-{hashlib.sha256(cell.encode()).hexdigest()[:8]}"
        self.cell = cell
        self.path = samples / f"{name}.jsonl"
        self.done_path = samples / f"{name}.done.json"
        self._whole = False  # whether the file is known to end in a whole line

    def records(self) -> list[SampleRecord]:
        """Return the records, one per sample, in sample order; the last written wins.

        A torn last line (the writer died in it) is left out. Any other unreadable line is a LoomError.
        """
        found: dict[str, SampleRecord] = {}
        for number, line in enumerate(self._whole_lines(), start=1):
            try:
                record = SampleRecord.from_line(line.decode())
            except ValueError as error:
                raise LoomError(
                    f"{self.path}, line {number}: {error}. Delete that line and run again to recompute "
                    "the sample, or use --fresh to drop the whole run"
                ) from None
            found[record.doc_id] = record
        return sorted(found.values(), key=lambda record: record.index)

    def append(self, records: Iterable[SampleRecord]) -> None:
        """Append records and return when the disk has them. Cuts a torn last line first."""
        with self.path.open("ab") as file:
            if not self._whole:
                file.truncate(sum(map(len, self._whole_lines())))
            self._whole = False
            file.write("".join(record.to_line() for record in records).encode())
            file.flush()
            os.fsync(file.fileno())
        self._whole = True

    def replace(self, records: Iterable[SampleRecord]) -> None:
        """Put new records in the place of all old ones, atomically."""
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
        temporary.write_text("".join(record.to_line() for record in records), encoding="utf-8")
        temporary.replace(self.path)

    def finish(self, facts: Mapping[str, Any]) -> None:
        """Mark the cell finished, with what is to be remembered of it."""
        write_json(self.done_path, {"version": VERSION, "cell": self.cell, **facts})

    def done(self) -> dict[str, Any] | None:
        """Return what `finish` stored, or None where the cell is not finished."""
        try:
            facts = json.loads(self.done_path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return facts if isinstance(facts, dict) else None

    def count(self) -> int:
        """Return the number of lines, cheaply: for progress."""
        return len(self._whole_lines())

    def _whole_lines(self) -> list[bytes]:
        if not self.path.exists():
            return []
        return [line for line in self.path.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]


class RunFolder:
    """A run on disk. Creating the object touches nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.samples = path / "samples"

    def cell(self, cell: str) -> CellFile:
        """Return the file of a cell."""
        return CellFile(self.samples, cell)

    def open(self, spec: Mapping[str, Any], machine: Mapping[str, Any]) -> None:
        """Create the folder, or check that the run in it has the same spec.

        Raises LoomError where the folder cannot be written or holds a run with another spec.
        """
        try:
            self.samples.mkdir(parents=True, exist_ok=True)
            probe = self.path / f".write-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise LoomError(
                f"cannot write to the output folder {self.path} ({error.strerror}); "
                "name another with --output-path"
            ) from None
        if self.run_file.exists():
            self._check_spec(self.read()["spec"], spec)
        write_json(self.run_file, {"version": VERSION, "spec": dict(spec), "machine": dict(machine)})

    def rescore(self, metric_version: str, whole: bool) -> None:
        """Note that the run is about to be scored with a version of the metrics.

        Raises LoomError where only a part would be, so that a run never mixes versions.
        """
        run = self.read()
        before = run["spec"].get("metric_version")
        if before == metric_version:
            return
        if not whole:
            raise LoomError(
                f"{self.path} was scored with --metric-version {before}: score all of it with "
                f"{metric_version}, without --tasks, -k or a narrower marker"
            )
        write_json(self.run_file, {**run, "spec": {**run["spec"], "metric_version": metric_version}})

    def plan(self, plans: Sequence[CellPlan], shard: tuple[int, int] = (1, 1)) -> None:
        """Remember the cells a shard is to run, beside those it planned before."""
        path = self._plan_file(*shard)
        known = {plan.id: plan for plan in [*_read_plans(path), *plans]}
        path.parent.mkdir(exist_ok=True)
        write_json(path, [plan.to_json() for plan in known.values()])

    def read(self) -> dict[str, Any]:
        """Return run.json; LoomError where there is none or it is not one."""
        try:
            run = json.loads(self.run_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise LoomError(f"{self.path} is not a run folder: it has no run.json") from None
        except ValueError as error:
            raise LoomError(f"{self.run_file} is not valid JSON ({error}); start over with --fresh") from None
        if not isinstance(run, dict) or run.get("version") != VERSION:
            raise LoomError(f"{self.run_file} is not of version {VERSION}; use another --output-path")
        return run

    def plans(self) -> list[CellPlan]:
        """Return all cells planned for this run by any shard."""
        return list({plan.id: plan for plans in self.shards().values() for plan in plans}.values())

    def shards(self) -> dict[tuple[int, int], list[CellPlan]]:
        """Return the cells planned by each shard (i, of n) that has planned anything here."""
        files = sorted(self._plans.glob("*-of-*.json"))
        return {(int(i), int(n)): _read_plans(path) for path in files for i, _, n in [path.stem.split("-")]}

    def missing_shards(self) -> list[str]:
        """Return the shards, such as "2/2", that have not planned anything here yet."""
        planned = self.shards()
        if (1, 1) in planned:
            return []
        counts = sorted({count for _, count in planned})
        return [f"{i}/{count}" for count in counts for i in range(1, count + 1) if (i, count) not in planned]

    def clear(self) -> None:
        """Delete the run that is here; nothing else in the folder."""
        for folder in (self.samples, self._plans):
            shutil.rmtree(folder, ignore_errors=True)
        for name in MADE:
            (self.path / name).unlink(missing_ok=True)

    @property
    def run_file(self) -> Path:
        """Path of run.json."""
        return self.path / "run.json"

    @property
    def _plans(self) -> Path:
        return self.path / "plans"

    def _plan_file(self, index: int, count: int) -> Path:
        return self._plans / f"{index}-of-{count}.json"

    def _check_spec(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        for name in sorted({*old, *new}):
            if old.get(name) != new.get(name):
                raise LoomError(
                    f"{self.path} holds a run with {name}={old.get(name)!r}, this one has "
                    f"{name}={new.get(name)!r}; its samples cannot be mixed. Use another --output-path, the "
                    "old value, or --fresh to delete the old run"
                )


def _read_plans(path: Path) -> list[CellPlan]:
    if not path.exists():
        return []
    return [CellPlan.from_json(row) for row in json.loads(path.read_text(encoding="utf-8"))]
