"""A candidate run against a baseline run: aligned, tested, decided."""

from __future__ import annotations

import numpy as np

from loom_reports.gate.align import SHOWN, Aligned, align
from loom_reports.gate.decide import bare, decide
from loom_reports.gate.limits import Limits
from loom_reports.gate.pairs import Pairs
from loom_reports.gate.result import GateResult
from loom_reports.gate.stop import stop_requested
from loom_reports.gate.text import reasons
from loom_reports.gate.timing import timing_findings
from loom_reports.runfolder import RunFolder


def compare_runs(candidate: RunFolder, baseline: RunFolder, limits: Limits, name: str = "") -> GateResult:
    """Return the gate's verdict. `name` is what the baseline is called, its path where empty.

    LoomError where a run is unreadable, or the baseline has not measured what the candidate has.
    """
    names = (str(candidate.path), name or str(baseline.path))
    aligned = align(candidate, baseline)
    problems = aligned.problems or _nothing(aligned)
    if problems:
        more = [f"and {len(problems) - SHOWN} more cells"] if len(problems) > SHOWN else []
        shown = [*problems[:SHOWN], *more]
        return GateResult(
            "incomparable", *names, limits.alpha, limits.max_drop, shown, notes=tuple(aligned.notes)
        )
    pairs = aligned.pairs()
    machines = (candidate.read()["machine"], baseline.read()["machine"])
    timing, timing_notes = timing_findings(aligned, *machines, limits)
    verdict, findings = decide(pairs, limits, timing)
    return GateResult(
        verdict,
        *names,
        limits.alpha,
        limits.max_drop,
        reasons(findings, limits.alpha, limits.resolution),
        findings,
        notes=(*aligned.notes, *_notes(pairs, limits), *timing_notes, *_stopped(candidate)),
    )


def _nothing(aligned: Aligned) -> list[str]:
    if not aligned.matches:
        return ["no sample is in both runs"]
    return [] if aligned.pairs().scored.any() else ["no sample has a score in both runs"]


def _stopped(candidate: RunFolder) -> list[str]:
    if stop_requested(candidate) is None:
        return []
    return ["the candidate was stopped early: its gate.json allows for that, this comparison does not"]


def _notes(pairs: Pairs, limits: Limits) -> list[str]:
    notes = [f"{len(pairs.task)} samples pair"]
    unscored = np.count_nonzero(~pairs.scored)
    if unscored:
        notes.append(f"{unscored} of them have no score on one side and count for the rates only")
    known = {bare(name) for name in (*pairs.tasks, *pairs.capability)}
    absent = [name for name in (*limits.tasks, *limits.capabilities) if name not in known]
    if absent:
        notes.append(f"limits that apply to nothing here: {', '.join(absent)}")
    return notes
