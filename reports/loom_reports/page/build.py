"""Write report.html: everything in one file, for any browser, without a network.

The page's policy lets only its own two scripts run, named by their hashes, and nothing be fetched. What
models wrote reaches it only inside packed samples, and is shown as text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from loom_reports import tables
from loom_reports.comparison import NamedRun, Side, compare
from loom_reports.gate.result import GateResult
from loom_reports.page import gate_view
from loom_reports.page.compare import compare_figure, compare_table
from loom_reports.page.cost import cost_figures, frontier_figures
from loom_reports.page.entries import Entry, entries_of
from loom_reports.page.figure import Figure
from loom_reports.page.lengths import curves, length_figures
from loom_reports.page.overview import overview_figures
from loom_reports.page.samples import deflated, pack
from loom_reports.page.settings import settings_tables
from loom_reports.published import SideBySide

TABS = ("Overview", "Lengths", "Accelerators", "Time and memory", "Gate", "Compare", "Samples", "Settings")


def write_page(runs: Sequence[NamedRun], path: Path, published: SideBySide | None = None) -> None:
    """Write one page over some runs, and published numbers beside them.

    LoomError where a gate's result is unreadable, OSError where the disk refuses.
    """
    path.write_text(page(runs, published), encoding="utf-8", errors="replace")


def page(runs: Sequence[NamedRun], published: SideBySide | None = None) -> str:
    """Return the page as HTML."""
    loader = PackageLoader("loom_reports")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    entries = entries_of(runs)
    gates = [(run, gate) for run in runs if (gate := gate_view.read_gate(run.folder.path)) is not None]
    sides = compare(runs) if len(entries) > 1 else []
    figures = _figures(runs, entries, [gate for _, gate in gates], sides)
    style, script = (loader.get_source(environment, name)[0] for name in ("page.css", "page.js"))
    script = _one_line_ends(script)
    plotly, plotly_hash = _plotly()
    samples = pack(runs)
    return environment.get_template("report.html.j2").render(
        runs=runs,
        entries=entries,
        gates=gates,
        figures=figures,
        compared=compare_table(entries, sides) if sides else None,
        published=published,
        settings=settings_tables(runs, entries),
        samples=samples,
        data={"figures": _drawn(figures), "curves": curves(entries)},
        tabs=[(name.lower().replace(" ", "-"), name) for name in TABS],
        tables=tables,
        view=gate_view,
        style=style,
        script=script,
        plotly=plotly,
        hashes=[plotly_hash, _hash(script)],
    )


def _figures(
    runs: Sequence[NamedRun], entries: Sequence[Entry], gates: Sequence[GateResult], sides: Sequence[Side]
) -> dict[str, list[Figure]]:
    drawn = [gate_view.gate_figure(number, gate) for number, gate in enumerate(gates)]
    return {
        "overview": overview_figures(entries),
        "lengths": length_figures(entries),
        "frontier": frontier_figures(runs, entries),
        "cost": cost_figures(entries),
        "gate": [figure for figure in drawn if figure is not None],
        "compare": [compare_figure(entries, sides)] if sides else [],
    }


def _drawn(figures: dict[str, list[Figure]]) -> dict[str, Any]:
    return {
        figure.id: {"data": list(figure.traces), "layout": {**figure.layout, "height": figure.height}}
        for members in figures.values()
        for figure in members
    }


@cache
def _plotly() -> tuple[str, str]:
    """Return the library, packed, and the hash that lets it run."""
    from plotly.offline import get_plotlyjs

    script = _one_line_ends(get_plotlyjs())
    return deflated(script), _hash(script)


def _one_line_ends(text: str) -> str:
    """Return the text as a browser hashes it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
