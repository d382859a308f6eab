"""Scores by length: heat maps, curves, what the effective length is found from, and needles by depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from loom_reports.aggregate import Group
from loom_reports.lengths import length_label
from loom_reports.page.entries import Entry
from loom_reports.page.figure import PERCENT, Figure, bounds, heatmap, style
from loom_reports.records import SampleRecord
from loom_reports.statistics import Estimate
from loom_reports.tables import NO_VALUE, Table, interval, percent

BINS = 10
"""Rows of a depth heat map, a tenth of the context each."""


def length_figures(entries: Sequence[Entry]) -> list[Figure]:
    """Return all figures of scores by length."""
    together = [_overall(entries)] if len(entries) > 1 and any(len(e.lengths) > 1 for e in entries) else []
    return [*together, *(figure for entry in entries for figure in _of_entry(entry))]


def curves(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return what the page finds effective lengths from: every group's lengths and means."""
    found = []
    for entry in entries:
        for group in entry.groups:
            points = _points(group, entry.lengths)
            found.append(
                {
                    "entry": entry.number,
                    "name": group.name,
                    "benchmark": group in entry.benchmarks,
                    "lengths": [length_label(length) for length in points],
                    "means": [score.mean for score in points.values()],
                }
            )
    return [curve for curve in found if curve["lengths"]]


def depth_of(meta: Mapping[str, Any]) -> float | None:
    """Return how deep a sample's needle lies, from 0 at the start to 1; None if it has none or several.

    NIAH stores `depth_percent`, NoLiMa `depth` in [0, 1], RULER `depths` of all needles in percent.
    """
    if "depth_percent" in meta:
        return float(meta["depth_percent"]) / 100
    depths = meta.get("depths")
    if isinstance(depths, Sequence) and len(depths) == 1:
        return float(depths[0]) / 100
    return float(meta["depth"]) if isinstance(meta.get("depth"), int | float) else None


def _of_entry(entry: Entry) -> list[Figure]:
    by = f"{entry.label}: score by length"
    lines = [
        _curves(entry, f"{by}, {kind}", curved, kind)
        for kind, groups in (("capabilities", entry.subject.capabilities), ("benchmarks", entry.benchmarks))
        if (curved := [group for group in groups if len(_points(group, entry.lengths)) > 1])
    ]
    return [_benchmarks_by_length(entry), *lines, *_needles(entry)]


def _benchmarks_by_length(entry: Entry) -> Figure:
    groups = [group for group in entry.benchmarks if group.score is not None]
    scores = [[group.at_length(length) for length in entry.lengths] for group in groups]
    names = [group.name for group in groups]
    labels = [length_label(length) for length in entry.lengths]
    means = [[None if score is None else score.mean for score in row] for row in scores]
    traces, layout, height = heatmap("score", "length (tokens)", names, labels, means)
    table = _table([(group.name, group) for group in groups], entry.lengths)
    title = f"{entry.label}: benchmark by length"
    return Figure(f"lengths-{entry.number}", title, traces, layout, table, height, entry.number)


def _overall(entries: Sequence[Entry]) -> Figure:
    lengths = sorted({length for entry in entries for length in entry.lengths})
    lines = [_line(entry.plain, entry.number, _points(entry.subject.overall, lengths)) for entry in entries]
    table = _table([(entry.label, entry.subject.overall) for entry in entries], lengths)
    return Figure("overall-lengths", "Overall score by length", lines, _axes(lengths), table, 400)


def _curves(entry: Entry, title: str, groups: Sequence[Group], kind: str) -> Figure:
    lines = [_line(group.name, number, _points(group, entry.lengths)) for number, group in enumerate(groups)]
    table = _table([(group.name, group) for group in groups], entry.lengths)
    height = 380 + 9 * len(groups)
    return Figure(f"{kind}-{entry.number}", title, lines, _axes(entry.lengths), table, height, entry.number)


def _points(group: Group, lengths: Sequence[int]) -> dict[int, Estimate]:
    return {length: score for length in lengths if (score := group.at_length(length)) is not None}


def _line(name: str, number: int, points: Mapping[int, Estimate]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "cliponaxis": False,
        "name": name,
        "x": [length_label(length) for length in points],
        "y": [100 * score.mean for score in points.values()],
        "error_y": bounds(list(points.values())),
        "customdata": [score.n for score in points.values()],
        "hovertemplate": "%{fullData.name}, %{x}: %{y:.1f} %, n = %{customdata}<extra></extra>",
        "offsetgroup": str(number),
        **style(number),
    }


def _axes(lengths: Sequence[int]) -> dict[str, Any]:
    order = {"categoryorder": "array", "categoryarray": [length_label(length) for length in lengths]}
    xaxis = {"type": "category", "title": {"text": "length (tokens)"}, **order}
    return {"xaxis": xaxis, "yaxis": PERCENT, "scattermode": "group", "scattergap": 0.7}


def _table(groups: Sequence[tuple[str, Group]], lengths: Sequence[int]) -> Table:
    table = [["", *map(length_label, lengths)]]
    for name, group in groups:
        scores = [group.at_length(length) for length in lengths]
        table.append([name, *(f"{percent(s)} [{interval(s)}], n {s.n}" if s else NO_VALUE for s in scores)])
    return table


def _needles(entry: Entry) -> list[Figure]:
    grids: dict[str, dict[tuple[int, int], list[float]]] = {}
    for cell in entry.cells:
        for record in cell.records:
            place = _bin(record)
            if place is not None and cell.plan.metrics[0] in record.scores:
                grid = grids.setdefault(f"{cell.plan.benchmark}/{cell.plan.task}", {})
                grid.setdefault((place, cell.plan.length), []).append(record.scores[cell.plan.metrics[0]])
    return [_needle(entry, number, task, grid) for number, (task, grid) in enumerate(grids.items())]


def _bin(record: SampleRecord) -> int | None:
    depth = depth_of(record.meta)
    return None if depth is None else min(int(depth * BINS + 1e-9), BINS - 1)


def _needle(entry: Entry, number: int, task: str, grid: Mapping[tuple[int, int], Sequence[float]]) -> Figure:
    lengths = sorted({length for _, length in grid})
    labels = [length_label(length) for length in lengths]
    rows = [f"{place * 100 // BINS}-{(place + 1) * 100 // BINS} %" for place in range(BINS)]
    cells = [[grid.get((place, length), ()) for length in lengths] for place in range(BINS)]
    means = [[sum(scores) / len(scores) if scores else None for scores in row] for row in cells]
    traces, layout, height = heatmap("score", "length (tokens)", rows, labels, means, row=20)
    table = [["depth", *(f"{label}{part}" for label in labels for part in ("", ", n"))]]
    for name, row, held in zip(rows, means, cells, strict=True):
        shown = [
            text
            for mean, scores in zip(row, held, strict=True)
            for text in (NO_VALUE if mean is None else f"{100 * mean:.1f}", str(len(scores)))
        ]
        table.append([name, *shown])
    title = f"{entry.label}: {task} by depth of the needle and length"
    return Figure(f"depth-{entry.number}-{number}", title, traces, layout, table, height, entry.number)
