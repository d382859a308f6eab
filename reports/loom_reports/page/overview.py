"""The capabilities of every entry: radar and bars."""

from __future__ import annotations

from collections.abc import Sequence

from loom_reports.aggregate import Group
from loom_reports.page.entries import Entry, in_order
from loom_reports.page.figure import PERCENT, Figure, bounds, style
from loom_reports.statistics import Estimate
from loom_reports.tables import Table, count, interval, percent

CORNERS = 3
"""Fewer capabilities make no polygon."""


def overview_figures(entries: Sequence[Entry]) -> list[Figure]:
    """Return the bars with their intervals, before them the radar where there are capabilities enough."""
    names = in_order(group.name for entry in entries for group in entry.subject.capabilities)
    radar = [_radar(entries, names)] if len(names) >= CORNERS else []
    return [*radar, _bars(entries, [*names, "overall"])]


def _radar(entries: Sequence[Entry], names: Sequence[str]) -> Figure:
    traces = []
    for entry in entries:
        known = _scored(entry)
        corners = [name for name in names if name in known]
        values = [round(100 * known[name].mean, 2) for name in corners]
        traces.append(
            {
                "type": "scatterpolar",
                "name": entry.plain,
                "theta": [*corners, *corners[:1]],
                "r": [*values, *values[:1]],
                "fill": "toself" if len(entries) == 1 else "none",
                **style(entry.number),
            }
        )
    layout = {
        "polar": {"radialaxis": {"range": [0, 100], "angle": 90, "tickangle": 90}},
        "legend": {"orientation": "h", "y": -0.12, "yanchor": "top"},
        "margin": {"l": 85, "r": 85, "t": 30, "b": 30},
    }
    return Figure("radar", "Capabilities, score in percent", traces, layout, _table(entries, names), 420)


def _bars(entries: Sequence[Entry], names: Sequence[str]) -> Figure:
    traces = []
    for entry in entries:
        known = _scored(entry)
        shown = [name for name in names if name in known]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": entry.plain,
                "y": shown,
                "x": [100 * known[name].mean for name in shown],
                "error_x": bounds([known[name] for name in shown]),
                "marker": {"color": style(entry.number)["marker"]["color"]},
                "customdata": [known[name].n for name in shown],
                "hovertemplate": "%{y}: %{x:.1f} %, n = %{customdata}<extra>%{fullData.name}</extra>",
            }
        )
    layout = {
        "xaxis": PERCENT,
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "categoryorder": "array",
            "categoryarray": names,
        },
        "bargap": 0.3,
    }
    height = 120 + len(names) * (22 + 14 * len(entries))
    title = "Capabilities with 95 % intervals"
    return Figure("bars", title, traces, layout, _table(entries, names), height)


def _scored(entry: Entry) -> dict[str, Estimate]:
    groups: list[Group] = [*entry.subject.capabilities, entry.subject.overall]
    return {group.name: group.score for group in groups if group.score is not None}


def _table(entries: Sequence[Entry], names: Sequence[str]) -> Table:
    table = [["", *(f"{entry.label}{part}" for entry in entries for part in ("", ", 95 % interval", ", n"))]]
    for name in names:
        scores = [_scored(entry).get(name) for entry in entries]
        table.append([name, *(show(score) for score in scores for show in (percent, interval, count))])
    return table
