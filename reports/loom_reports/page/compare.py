"""Two or more entries side by side: scores, and differences from the first over the samples both answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from loom_reports.comparison import Place, Side
from loom_reports.page.entries import Entry
from loom_reports.page.figure import Figure, style
from loom_reports.tables import Table, changed, interval, percent

BENCHMARK = 2
"""Depth of a benchmark's place; the figure goes no deeper."""


def compare_table(entries: Sequence[Entry], sides: Sequence[Side]) -> Table:
    """Return a row for overall, every capability, benchmark and task; "-" where no samples pair."""
    head = ["", entries[0].label, "95 % interval"]
    for entry in entries[1:]:
        head += [entry.label, "95 % interval", "paired difference", "95 % interval", "pairs"]
    table = [head]
    for place in _places(sides):
        row = ["  " * (len(place) - 1) + _name(place)]
        for number, side in enumerate(sides):
            score = side.scores.get(place)
            row += [percent(score), interval(score)]
            row += changed(side.differences.get(place)) if number else []
        table.append(row)
    return table


def compare_figure(entries: Sequence[Entry], sides: Sequence[Side]) -> Figure:
    """Return the paired differences from the first entry, in points of percent, with their intervals."""
    places = [place for place in _places(sides) if len(place) <= BENCHMARK]
    others = list(zip(entries, sides, strict=True))[1:]
    table = [["", *(f"{entry.label}{part}" for entry, _ in others for part in ("", ", 95 % interval"))]]
    for place in places:
        changes = [changed(side.differences.get(place))[:2] for _, side in others]
        table.append([_name(place), *(text for change in changes for text in change)])
    layout = {
        "xaxis": {"title": {"text": f"points more than {entries[0].plain}"}, "zeroline": True},
        "yaxis": {
            "type": "category",
            "automargin": True,
            "categoryorder": "array",
            "categoryarray": [_name(place) for place in places],
            "autorange": "reversed",
        },
        "scattermode": "group",
    }
    height = 160 + len(places) * (18 + 8 * len(others))
    traces = [_dots(entry, side, places) for entry, side in others]
    return Figure("differences", "Paired differences with 95 % intervals", traces, layout, table, height)


def _places(sides: Sequence[Side]) -> list[Place]:
    return list(dict.fromkeys(place for side in sides for place in side.scores))


def _name(place: Place) -> str:
    return place[-1] if place else "overall"


def _dots(entry: Entry, side: Side, places: Sequence[Place]) -> dict[str, Any]:
    known = [(place, side.differences[place]) for place in places if place in side.differences]
    return {
        "type": "scatter",
        "mode": "markers",
        "orientation": "h",
        "offsetgroup": str(entry.number),
        "name": entry.plain,
        "y": [_name(place) for place, _ in known],
        "x": [100 * change.mean for _, change in known],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [100 * (change.high - change.mean) for _, change in known],
            "arrayminus": [100 * (change.mean - change.low) for _, change in known],
        },
        "customdata": [change.n for _, change in known],
        "hovertemplate": "%{y}: %{x:+.1f}, %{customdata} pairs<extra>%{fullData.name}</extra>",
        "marker": style(entry.number)["marker"],
    }
