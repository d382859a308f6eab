"""A figure of the page: plotly's traces and layout as plain JSON, and the same numbers as a table.

Colours are Okabe and Ito's (2008, jfly.uni-koeln.de/color), told apart with any colour vision; symbols differ
as well. Heat maps are cividis (Nunez et al. 2018, doi 10.1371/journal.pone.0199239).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loom_reports.statistics import Estimate
from loom_reports.tables import Table

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#949494")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star")
DASHES = ("solid", "dash", "dot", "dashdot")
SCALE = "Cividis"

PERCENT = {"range": [0, 103], "title": {"text": "score (%)"}}


@dataclass(frozen=True)
class Figure:
    """One figure. `height` is in CSS pixels; `entry` is the entry it belongs to, None for all of them."""

    id: str
    title: str
    traces: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any]
    table: Table
    height: int = 380
    entry: int | None = None


def style(number: int) -> dict[str, Any]:
    """Return colour, symbol and dash of the line or the bars with this number."""
    turn = number // len(PALETTE)
    colour = PALETTE[number % len(PALETTE)]
    return {
        "marker": {"color": colour, "symbol": SYMBOLS[(number + turn) % len(SYMBOLS)], "size": 9},
        "line": {"color": colour, "dash": DASHES[turn % len(DASHES)]},
    }


def bounds(scores: Sequence[Estimate]) -> dict[str, Any]:
    """Return the error bars, in percent, of the scores' 95 % intervals."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [100 * (score.high - score.mean) for score in scores],
        "arrayminus": [100 * (score.mean - score.low) for score in scores],
        "thickness": 1.4,
    }


def heatmap(
    name: str,
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float | None]],
    row: int = 30,
) -> tuple[list[dict[str, Any]], dict[str, Any], int]:
    """Return trace, layout and height of a heat map of scores in [0, 1], in percent; None stays empty.

    `row` is the height of a row in CSS pixels.
    """
    shown = [[None if value is None else round(100 * value, 1) for value in row] for row in values]
    trace = {
        "type": "heatmap",
        "name": name,
        "x": list(columns),
        "y": list(rows),
        "z": shown,
        "zmin": 0,
        "zmax": 100,
        "colorscale": SCALE,
        "xgap": 2,
        "ygap": 2,
        "texttemplate": "%{z:.0f}",
        "hovertemplate": "%{y}, %{x}: %{z:.1f} %<extra></extra>",
        "colorbar": {"thickness": 10, "ticksuffix": " %"},
    }
    layout = {
        "xaxis": {"type": "category", "title": {"text": title}, "showgrid": False},
        "yaxis": {"type": "category", "autorange": "reversed", "automargin": True, "showgrid": False},
    }
    return [trace], layout, 130 + row * len(rows)
