"""Join the records of several runs with one spec in a new run folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from loom_reports.errors import LoomError
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder

SHOWN = 5
"""Conflicts that a refusal names."""


def merge(out: Path, runs: Sequence[RunFolder]) -> RunFolder:
    """Write shards, or runs with the same spec, into the new run folder `out`; the runs are only read.

    Of a sample that several runs hold, a scored record goes before a failed one. LoomError, before anything
    is written, where `out` holds a run, specs or plans differ, or two runs scored one sample differently.
    """
    merged = RunFolder(out)
    if merged.run_file.exists():
        raise LoomError(f"{out} holds a run already; name a new folder, and that run among those to merge")
    specs = [run.read() for run in runs]
    for run, spec in zip(runs[1:], specs[1:], strict=True):
        _check_spec(runs[0], specs[0]["spec"], run, spec["spec"])
    plans = _plans(runs)
    records = {plan.id: _records(plan, runs) for plan in plans.values()}
    merged.open(specs[0]["spec"], _machine([spec["machine"] for spec in specs]))
    for run in runs:
        for shard, planned in run.shards().items():
            merged.plan([plans[plan.id] for plan in planned], shard)
    for plan in plans.values():
        file = merged.cell(plan.id)
        file.append(records[plan.id])
        done = _done(plan, runs, records[plan.id])
        if done is not None:
            file.finish(done)
    return merged


def _check_spec(
    one: RunFolder, first: Mapping[str, Any], other: RunFolder, second: Mapping[str, Any]
) -> None:
    for name in sorted({*first, *second}):
        if first.get(name) != second.get(name):
            raise LoomError(
                f"{one.path} was run with {name}={first.get(name)!r}, {other.path} with "
                f"{name}={second.get(name)!r}: their samples cannot be mixed. `loombench compare` shows "
                "them side by side"
            )


def _machine(machines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the machines share, and the different values of what they do not."""
    names = dict.fromkeys(name for machine in machines for name in machine)
    values = {name: [machine.get(name) for machine in machines] for name in names}
    return {
        name: found[0] if all(value == found[0] for value in found) else found
        for name, found in values.items()
    }


def _plans(runs: Sequence[RunFolder]) -> dict[str, CellPlan]:
    """Return the cells of all runs, each with the most samples that any run planned."""
    plans: dict[str, CellPlan] = {}
    for run in runs:
        for plan in run.plans():
            known = plans.setdefault(plan.id, plan)
            if replace(known, n=plan.n) != plan:
                raise LoomError(
                    f"{run.path} planned {plan.id} with another version, metrics or data than the runs "
                    "before it: their samples cannot be mixed"
                )
            plans[plan.id] = max(known, plan, key=lambda one: one.n)
    return plans


def _records(plan: CellPlan, runs: Sequence[RunFolder]) -> list[SampleRecord]:
    found: dict[int, tuple[SampleRecord, RunFolder]] = {}
    conflicts = []
    for run in runs:
        for record in run.cell(plan.id).records():
            known, holder = found.setdefault(record.index, (record, run))
            if _identity(known) != _identity(record) or (_scored(known, record) and _differ(known, record)):
                conflicts.append(f"sample {record.doc_id} in {holder.path} and {run.path}")
            elif known.error is not None:
                found[record.index] = record, run
    if conflicts:
        more = f" and {len(conflicts) - SHOWN} more" if len(conflicts) > SHOWN else ""
        raise LoomError(
            f"{plan.id}: different records of {'; '.join(conflicts[:SHOWN])}{more}. "
            "Merge one of these runs only"
        )
    return [found[index][0] for index in sorted(found)]


def _identity(record: SampleRecord) -> tuple[str, str, str]:
    return record.doc_id, record.doc_hash, record.prompt_hash


def _scored(one: SampleRecord, other: SampleRecord) -> bool:
    return one.error is None and other.error is None


def _differ(one: SampleRecord, other: SampleRecord) -> bool:
    return (one.completion, one.scores) != (other.completion, other.scores)


def _done(
    plan: CellPlan, runs: Sequence[RunFolder], records: Sequence[SampleRecord]
) -> Mapping[str, Any] | None:
    """Return what is remembered of a finished cell, from the run that failed least in it.

    The benchmark's own figures are left out where records of other runs have joined.
    """
    found = [done for run in runs if (done := run.cell(plan.id).done()) and done["planned"] == plan.n]
    if not found:
        return None
    done = min(found, key=lambda one: int(one["failed"]))
    counted = [record for record in records if record.index < plan.n]
    failed = sum(record.error is not None for record in counted)
    official = done.get("official", {}) if failed == done["failed"] else {}
    return {**done, "n": len(counted), "failed": failed, "official": official}
