"""A gate's result in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loom_reports.gate.result import Finding, GateResult
from loom_reports.page.gate_view import finding_table, headline, remarks
from loom_reports.tables import as_text


def gate_lines(result: GateResult) -> Iterator[str]:
    """Yield the verdict, its reasons, and the findings that gate or have regressed."""
    yield headline(result)
    yield from (f"  {line}" for line in remarks(result))
    shown = [one for one in result.findings if one.gates or one.verdict == "regressed"]
    if shown:
        yield from as_text(finding_table(shown))


def reasons(findings: Sequence[Finding], alpha: float, resolution: float) -> list[str]:
    """Return sentences on why the verdict is what it is. The first finding is the overall one."""
    regressed = [one for one in findings if one.gates and one.verdict == "regressed"]
    if regressed:
        return [*(_dropped(one, alpha) for one in regressed), *_deepest(findings)]
    overall = findings[0]
    margin = f"{100 * (overall.max_drop + resolution):g} points"
    if overall.verdict == "pass":
        return [f"nothing regressed, and overall a drop of {margin} is ruled out ({overall.n} pairs)"]
    return [
        f"nothing is shown to have regressed, but {overall.n} pairs do not rule out a drop of {margin}; "
        f"at the difference seen {overall.needed} pairs would decide"
    ]


def _deepest(findings: Sequence[Finding]) -> list[str]:
    """Return where a drop is largest if it is too small in every capability to be shown there."""
    capabilities = [one for one in findings if one.family == "capability"]
    deepest = min(capabilities, key=lambda one: one.difference)
    if deepest.difference >= 0 or any(one.verdict == "regressed" for one in capabilities):
        return []
    points = f"{100 * -deepest.difference:.1f} points"
    return [f"the largest drop of a capability is that of {deepest.name}: {points}, not shown on its own"]


def _dropped(one: Finding, alpha: float) -> str:
    name = one.name if one.name == one.family else f"{one.family} {one.name}"
    if one.family == "timing":
        ratio = f"{one.difference:.2f} times the baseline, beyond its limit"
        return f"{name}: {ratio} (adjusted p {one.adjusted:.2g} <= {alpha:g}, {one.n} pairs)"
    verb = "rose" if one.family == "rate" else "dropped"
    beyond = f" beyond the {100 * one.max_drop:g} allowed" if one.max_drop else ""
    return (
        f"{name} {verb} by {100 * abs(one.difference):.1f} points{beyond} "
        f"(adjusted p {one.adjusted:.2g} <= {alpha:g}, {one.n} pairs)"
    )
