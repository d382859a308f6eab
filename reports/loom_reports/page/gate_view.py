"""A gate's result as a headline, a table and a figure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from loom_reports.errors import LoomError
from loom_reports.gate.result import Finding, GateResult, Verdict
from loom_reports.page.figure import PALETTE, Figure
from loom_reports.tables import NO_VALUE, Table

FILE = "gate.json"
"""Where a gate leaves its result in the run folder."""

MARKS: Mapping[Verdict, tuple[str, str]] = {
    "pass": (PALETTE[2], "circle"),
    "regressed": (PALETTE[3], "x"),
    "inconclusive": (PALETTE[1], "diamond"),
    "incomparable": (PALETTE[6], "square"),
}
"""Colour and symbol of every verdict."""


def read_gate(folder: Path) -> GateResult | None:
    """Return the gate's result in a run folder, None where there is none; LoomError if unreadable."""
    path = folder / FILE
    try:
        return GateResult.from_json(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LoomError(f"{path} is not a gate's result ({error}); delete it or run the gate again") from None


def headline(gate: GateResult) -> str:
    """Return the verdict and what it rests on as one line."""
    line = f"Gate: {gate.verdict} against {gate.baseline}"
    whole = next((finding for finding in gate.findings if finding.family == "overall"), None)
    if whole is None:
        return line
    p = "" if whole.p is None else f", p = {whole.p:.3g}"
    return (
        f"{line}: {_points(whole.difference)} points [{_points(whole.low)}, {_points(whole.high)}]{p}, "
        f"n = {whole.n}, MDE80 = {_points(whole.mde, sign=False)}"
    )


def remarks(gate: GateResult) -> list[str]:
    """Return the reasons of the verdict, the notes, and the share of samples a sequential gate saved."""
    saved = [] if gate.saved is None else [f"{100 * gate.saved:.0f} % of the samples were not needed"]
    return [*gate.reasons, *gate.notes, *saved]


def finding_table(findings: Sequence[Finding]) -> Table:
    """Return a row for every finding, those that decide first. Scores and rates are in percent."""
    table = [
        [
            "finding",
            "verdict",
            "decides",
            "candidate",
            "baseline",
            "difference",
            "interval",
            "p",
            "adjusted p",
            "wins / losses / ties",
            "n",
            "clusters",
            "MDE80",
            "n needed",
        ]
    ]
    for one in _ordered(findings):
        table.append(
            [
                _name(one),
                one.verdict,
                "yes" if one.gates else "no",
                *_values(one),
                NO_VALUE if one.p is None else f"{one.p:.3g}",
                NO_VALUE if one.adjusted is None else f"{one.adjusted:.3g}",
                f"{one.wins} / {one.losses} / {one.ties}",
                str(one.n),
                str(one.clusters),
                _points(one.mde, sign=False),
                NO_VALUE if one.needed is None else str(one.needed),
            ]
        )
    return table


def gate_figure(number: int, gate: GateResult) -> Figure | None:
    """Return the differences with their intervals; timing, being ratios, is in the table only."""
    shown = [finding for finding in _ordered(gate.findings) if finding.family != "timing"]
    if not shown:
        return None
    names = [_name(finding) for finding in shown]
    verdicts = [verdict for verdict in MARKS if any(finding.verdict == verdict for finding in shown)]
    traces = [_marks(verdict, [one for one in shown if one.verdict == verdict]) for verdict in verdicts]
    limit = {"type": "line", "x0": -100 * gate.max_drop, "x1": -100 * gate.max_drop, "y0": 0, "y1": 1}
    layout = {
        "xaxis": {"title": {"text": "candidate less baseline (points)"}, "zeroline": True},
        "yaxis": {
            "type": "category",
            "automargin": True,
            "categoryorder": "array",
            "categoryarray": names,
            "autorange": "reversed",
        },
        "shapes": [{**limit, "yref": "paper", "line": {"dash": "dot", "width": 1, "color": "#888888"}}],
    }
    confidence = f"{100 * (1 - 2 * gate.alpha):.4g} % intervals; dotted: the drop that is allowed"
    title = f"Differences with {confidence}"
    return Figure(f"gate-{number}", title, traces, layout, finding_table(shown), 140 + 24 * len(names))


def _marks(verdict: Verdict, findings: Sequence[Finding]) -> dict[str, Any]:
    colour, symbol = MARKS[verdict]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": verdict,
        "y": [_name(one) for one in findings],
        "x": [100 * one.difference for one in findings],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [100 * (one.high - one.difference) for one in findings],
            "arrayminus": [100 * (one.difference - one.low) for one in findings],
        },
        "marker": {"color": colour, "symbol": symbol, "size": 10},
        "hovertemplate": "%{y}: %{x:+.1f}<extra>%{fullData.name}</extra>",
    }


def _ordered(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: not finding.gates)


def _name(finding: Finding) -> str:
    return finding.name if finding.family == finding.name else f"{finding.family}: {finding.name}"


def _values(one: Finding) -> list[str]:
    if one.family == "timing":
        ratio = [f"{one.difference:.3g} x", f"[{one.low:.3g}, {one.high:.3g}]"]
        return [f"{one.candidate:.3g}", f"{one.baseline:.3g}", *ratio]
    bounds = f"[{_points(one.low)}, {_points(one.high)}]"
    return [f"{100 * one.candidate:.1f}", f"{100 * one.baseline:.1f}", _points(one.difference), bounds]


def _points(value: float | None, sign: bool = True) -> str:
    return NO_VALUE if value is None else f"{100 * value:{'+' if sign else ''}.1f}"
