"""What answers cost: time and memory by length, and accuracy against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from loom_reports.aggregate import CellResult
from loom_reports.comparison import NamedRun
from loom_reports.lengths import length_label
from loom_reports.page.entries import Entry, in_order
from loom_reports.page.figure import PERCENT, Figure, bounds, style
from loom_reports.plan import NONE
from loom_reports.statistics import Estimate, median
from loom_reports.tables import NO_VALUE, Table, count, interval, percent
from loom_reports.tradeoff import Tradeoff

MIB = 2**20


@dataclass(frozen=True)
class Point:
    """One way to answer: its score and what it costs, by axis; None where that is not known."""

    name: str
    score: Estimate
    costs: Sequence[float | None]


RATIOS = ("KV bytes, ratio to none", "TTFT, ratio to none", "TPOT, ratio to none")
UNITS = ("KV cache (MiB)", "TTFT (s)", "TPOT (ms)")

COSTS: Sequence[Callable[[CellResult], float | None]] = (
    lambda cell: None if cell.kv_bytes is None else cell.kv_bytes / MIB,
    lambda cell: cell.ttft,
    lambda cell: None if cell.tpot is None else 1000 * cell.tpot,
)
"""What a cell costs, in UNITS."""


def cost_figures(entries: Sequence[Entry]) -> list[Figure]:
    """Return memory and times of every entry by length: medians over cells."""
    return [_by_length(entries, number, unit, COSTS[number]) for number, unit in enumerate(UNITS)]


def frontier_figures(runs: Sequence[NamedRun], entries: Sequence[Entry]) -> list[Figure]:
    """Return accuracy against each cost, a group of figures for every length.

    The rows of a run's comparison with none where there is one, paired and in ratios; otherwise the entries
    themselves, where there are several.
    """
    groups = [group for run in runs for group in _compared(run)]
    axes = RATIOS
    if not groups and len(entries) > 1:
        axes, groups = UNITS, list(_side_by_side(entries))
    return [
        _frontier(f"frontier-{number}-{axis}", title, axes[axis], axis, points)
        for number, (title, points) in enumerate(groups)
        for axis in range(len(axes))
        if any(point.costs[axis] is not None for point in points)
    ]


def best(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the (cost, score) points that no other beats in both, by ascending cost."""
    frontier: list[tuple[float, float]] = []
    for cost, score in sorted(points, key=lambda point: (point[0], -point[1])):
        if not frontier or score > frontier[-1][1]:
            frontier.append((cost, score))
    return frontier


def _compared(run: NamedRun) -> list[tuple[str, list[Point]]]:
    keys = dict.fromkeys((row.model, row.length, row.batch_size) for row in run.report.tradeoffs)
    groups = []
    for model, length, batch in keys:
        rows = [
            row
            for row in run.report.tradeoffs
            if (row.model, row.length, row.batch_size) == (model, length, batch)
        ]
        none = Point(NONE, rows[0].without, (1.0, 1.0, 1.0))
        title = f"{model}, {length_label(length)}, batches of {batch}"
        groups.append((title, [none, *map(_accelerated, rows)]))
    return groups


def _accelerated(row: Tradeoff) -> Point:
    return Point(row.accelerator, row.score, (row.kv, row.ttft, row.tpot))


def _side_by_side(entries: Sequence[Entry]) -> Iterable[tuple[str, list[Point]]]:
    for length in sorted({length for entry in entries for length in entry.lengths}):
        points = []
        for entry in entries:
            score = entry.subject.overall.at_length(length)
            cells = [cell for cell in entry.cells if cell.plan.length == length]
            if score is not None:
                points.append(Point(entry.plain, score, [median([cost(c) for c in cells]) for cost in COSTS]))
        yield length_label(length), points


def _frontier(name: str, title: str, unit: str, axis: int, points: Sequence[Point]) -> Figure:
    known = [(point, cost) for point in points if (cost := point.costs[axis]) is not None]
    edge = best((cost, 100 * point.score.mean) for point, cost in known)
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": "frontier",
        "x": [cost for cost, _ in edge],
        "y": [score for _, score in edge],
        "line": {"shape": "hv", "dash": "dot", "width": 1.5, "color": "#888888"},
        "hoverinfo": "skip",
    }
    names = in_order(point.name for point in points)
    dots = [
        {
            "type": "scatter",
            "mode": "markers",
            "cliponaxis": False,
            "name": point.name,
            "x": [cost],
            "y": [100 * point.score.mean],
            "error_y": bounds([point.score]),
            "customdata": [point.score.n],
            "marker": {**style(names.index(point.name))["marker"], "size": 12},
            "hovertemplate": "%{fullData.name}: %{y:.1f} % at %{x:.3g}, n = %{customdata}<extra></extra>",
        }
        for point, cost in known
    ]
    table = [["", "score", "95 % interval", "n", unit]]
    for point, cost in known:
        score = point.score
        table.append([point.name, percent(score), interval(score), count(score), f"{cost:.3g}"])
    layout = {"xaxis": {"title": {"text": unit}, "rangemode": "tozero"}, "yaxis": PERCENT}
    return Figure(name, f"{title}: score against {unit}", [line, *dots], layout, table, 400 + 12 * len(dots))


def _by_length(
    entries: Sequence[Entry], number: int, unit: str, cost: Callable[[CellResult], float | None]
) -> Figure:
    lengths = sorted({length for entry in entries for length in entry.lengths})
    labels = [length_label(length) for length in lengths]
    traces: list[dict[str, Any]] = []
    table: Table = [["", *labels]]
    for entry in entries:
        values = [
            median([cost(cell) for cell in entry.cells if cell.plan.length == length]) for length in lengths
        ]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": entry.plain,
                "x": labels,
                "y": values,
                "connectgaps": True,
                "hovertemplate": "%{fullData.name}, %{x}: %{y:.3g}<extra></extra>",
                **style(entry.number),
            }
        )
        table.append([entry.label, *(NO_VALUE if value is None else f"{value:.3g}" for value in values)])
    layout = {
        "xaxis": {"type": "category", "title": {"text": "length (tokens)"}},
        "yaxis": {"title": {"text": unit}, "rangemode": "tozero"},
    }
    return Figure(f"cost-{number}", f"{unit} by length", traces, layout, table, 340)
