"""The gate as the options ask for it: against which baseline, with which limits, and what a verdict does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from loom_reports.tables import as_text
from loom_tests.benchmark import Capability

REGRESSED, UNDECIDED = 20, 21
STATUS: Mapping[Verdict, int] = {
    "pass": 0,
    "regressed": REGRESSED,
    "inconclusive": UNDECIDED,
    "incomparable": UNDECIDED,
}
"""Exit status of every verdict."""

PUBLISHED = "published:"


@dataclass(frozen=True)
class RunGate:
    """A baseline run to be held against. `fails` says whether the verdict decides the exit status."""

    baseline: RunFolder
    name: str
    limits: Limits
    fails: bool

    def decide(self, candidate: RunFolder) -> GateResult:
        """Compare a finished run, and leave the result in its folder. OSError where the disk refuses."""
        # Here, because it loads numpy and scipy: runs are collected without them.
        from loom_reports.gate.compare import compare_runs

        try:
            result = compare_runs(candidate, self.baseline, self.limits, self.name)
        except LoomError as error:
            result = GateResult(
                "incomparable",
                str(candidate.path),
                self.name,
                self.limits.alpha,
                self.limits.max_drop,
                [str(error)],
            )
        write_json(candidate.path / FILE, result.to_json())
        return result


@dataclass(frozen=True)
class PublishedNumbers:
    """Published numbers to be shown beside the scores; they have no samples and decide nothing."""

    rows: Sequence[published.Published]

    def lines(self, report: RunReport) -> Iterator[str]:
        """Yield the scores beside the numbers, and what must be said of them."""
        beside = published.side_by_side(report, self.rows)
        if beside.rows:
            yield from as_text(beside.table())
        yield from beside.notes


def read_gate(options: Any, output: Path, folder: Path) -> RunGate | PublishedNumbers | None:
    """Return what --baseline and --gate ask for, None where nothing is; LoomError where it cannot be.

    `output` is the run that is going to be measured, `folder` the one that the command is run from.
    """
    text, policy = options.loom_baseline, options.loom_gate
    limits = read_limits(folder, get_args(Capability)).with_options(options.loom_alpha, options.loom_max_drop)
    if not text:
        if policy in ("report", "fail"):
            raise LoomError(
                f"--gate {policy} needs --baseline RUN: a run folder, a packed run or a results.json"
            )
        return None
    if policy == "off":
        return None
    if text.startswith(PUBLISHED):
        if policy == "fail":
            raise LoomError(
                f"--gate fail with --baseline {text}: published numbers have no samples to pair and decide "
                "nothing; name a run, or use --gate report"
            )
        return PublishedNumbers(published.load(text.removeprefix(PUBLISHED)))
    try:
        baseline = open_run(text)
    except LoomError as error:
        raise LoomError(f"--baseline: {error}; or {PUBLISHED}NAME for published numbers") from None
    if baseline.path.resolve() == output.resolve():
        raise LoomError(f"--baseline {text} is the run being measured; name another --output-path")
    return RunGate(baseline, text, limits, policy == "fail")
