"""The gate as the options ask for it: against which baseline, with which limits, and what a verdict does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from loom_reports import published
from loom_reports.aggregate import RunReport
from loom_reports.errors import LoomError
from loom_reports.gate.limits import Limits, read_limits
from loom_reports.gate.result import GateResult, Verdict
from loom_reports.locate import open_run
from loom_reports.page.gate_view import FILE
from loom_reports.runfolder import RunFolder, write_json
from loom_tests.benchmark import Capability

REGRESSED, UNDECIDED = 20, 21
STATUS: Mapping[Verdict, int] = {
    "pass": 0,
    "regressed": REGRESSED,
    "inconclusive": UNDECIDED,
    "incomparable": UNDECIDED,
}
"""Exit status of every verdict."""


@dataclass(frozen=True)
class RunGate:
    """A baseline run to be held against.

    `fails` says whether the verdict decides the exit status, `sequential` whether it may end the run.
    """

    baseline: RunFolder
    name: str
    limits: Limits
    fails: bool
    sequential: bool

    def decide(self, candidate: RunFolder, early: GateResult | None = None) -> GateResult:
        """Leave the result in the candidate's folder: what was decided early, or else of a comparison now.

        OSError where the disk refuses.
        """
        result = early or self._compare(candidate)
        write_json(candidate.path / FILE, result.to_json())
        return result

    def _compare(self, candidate: RunFolder) -> GateResult:
        # Here, because it loads numpy and scipy: runs are collected without them.
        from loom_reports.gate.compare import compare_runs
        from loom_reports.gate.sequential import final_limits

        limits = final_limits(self.limits) if self.sequential else self.limits
        try:
            result = compare_runs(candidate, self.baseline, limits, self.name)
        except LoomError as error:
            names = (str(candidate.path), self.name)
            return GateResult("incomparable", *names, limits.alpha, limits.max_drop, [str(error)])
        spent = f"not decided while it ran: compared at alpha {limits.alpha:g}, the rest went into watching"
        return replace(result, notes=(*result.notes, spent)) if self.sequential else result


@dataclass(frozen=True)
class PublishedNumbers:
    """Published numbers to be shown beside the scores; they have no samples and decide nothing."""

    rows: Sequence[published.Published]

    def beside(self, report: RunReport) -> published.SideBySide:
        """Return the scores beside the numbers, and what must be said of them."""
        return published.side_by_side(report, self.rows)


def read_gate(options: Any, output: Path, folder: Path) -> RunGate | PublishedNumbers | None:
    """Return what --baseline and --gate ask for, None where nothing is; LoomError where it cannot be.

    `output` is the run that is going to be measured, `folder` the one that the command is run from.
    """
    text, policy = options.loom_baseline, options.loom_gate
    if options.loom_gate_sequential:
        _check_sequential(options)
    limits = read_limits(folder, get_args(Capability)).with_options(options.loom_alpha, options.loom_max_drop)
    if not text:
        if policy in ("report", "fail"):
            raise LoomError(
                f"--gate {policy} needs --baseline RUN: a run folder, a packed run or a results.json"
            )
        return None
    if policy == "off":
        return None
    if text.startswith(published.PREFIX):
        if policy == "fail":
            raise LoomError(
                f"--gate fail with --baseline {text}: published numbers have no samples to pair and decide "
                "nothing; name a run, or use --gate report"
            )
        return PublishedNumbers(published.load(text.removeprefix(published.PREFIX)))
    try:
        baseline = open_run(text)
    except LoomError as error:
        raise LoomError(f"--baseline: {error}; or {published.PREFIX}NAME for published numbers") from None
    if baseline.path.resolve() == output.resolve():
        raise LoomError(f"--baseline {text} is the run being measured; name another --output-path")
    return RunGate(baseline, text, limits, policy == "fail", options.loom_gate_sequential)


def _check_sequential(options: Any) -> None:
    text = options.loom_baseline
    if not text or text.startswith(published.PREFIX) or options.loom_gate == "off":
        raise LoomError(
            "--gate-sequential needs --baseline RUN (a run folder, a packed run or a results.json; published "
            "numbers have no samples to pair) and --gate report or fail"
        )
    if options.loom_from_samples is not None:
        raise LoomError("--gate-sequential has nothing to save with --from-samples; leave one of them out")
