"""All samples of a page, packed: columns as JSON, deflated, in base64."""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from loom_reports.comparison import NamedRun
from loom_reports.lengths import length_label
from loom_reports.page.entries import label
from loom_reports.plan import NONE, CellPlan
from loom_reports.records import SampleRecord

BUDGET = 15_000_000
"""Characters of packed samples; with plotly's 2 MB a page stays under 25 MB."""

LIMITS = (20_000, 4_000, 1_000, 300)
"""Characters kept of a long text, tried in turn until the samples fit."""

ESTIMATED = 2_000
"""Samples from which the size of all is estimated."""

SHORT = {int, bool, type(None)}
"""Types whose values are packed as they are."""

Cells = Sequence[tuple[dict[str, Any], Sequence[SampleRecord]]]


def pack(runs: Sequence[NamedRun], budget: int = BUDGET) -> dict[str, Any]:
    """Return {"data", "limit", "left_out"}: the packed samples, where texts are cut, and how many do not fit.

    Where even the shortest texts do not fit, every cell keeps its first samples. What fits is estimated from
    a part of each cell, for packing takes most of a large page's time.
    """
    cells = _cells(runs)
    most = max((len(records) for _, records in cells), default=0)
    part = _first(cells, -(-ESTIMATED // max(1, len(cells))))
    for limit in LIMITS:
        each = len(_packed(part, limit)) / max(1, _count(part))
        if each * _count(cells) <= budget:
            break
    while (estimate := each * _count(_first(cells, most))) > budget:
        most = min(most - 1, int(most * budget / estimate))
    data = _packed(_first(cells, most), limit)
    while len(data) > budget:
        if limit == LIMITS[-1]:
            most //= 2
        limit = LIMITS[min(LIMITS.index(limit) + 1, len(LIMITS) - 1)]
        data = _packed(_first(cells, most), limit)
    held = _count(_first(cells, most))
    return {"data": data, "n": held, "limit": limit, "left_out": _count(cells) - held}


def _first(cells: Cells, most: int) -> Cells:
    return [(cell, records[:most]) for cell, records in cells]


def _count(cells: Cells) -> int:
    return sum(len(records) for _, records in cells)


def _cells(runs: Sequence[NamedRun]) -> Cells:
    return [(_cell(runs, run, cell.plan), cell.records) for run in runs for cell in run.report.cells]


def _cell(runs: Sequence[NamedRun], run: NamedRun, plan: CellPlan) -> dict[str, Any]:
    subject = " + ".join([plan.model, *(x for x in (plan.accelerator, plan.retriever) if x != NONE)])
    return {
        "id": plan.id,
        "subject": label(runs, run, subject),
        "benchmark": plan.benchmark,
        "task": f"{plan.benchmark}/{plan.task}",
        "length": length_label(plan.length),
        "metric": plan.metrics[0],
    }


def _packed(cells: Cells, limit: int) -> str:
    rows = [record for _, records in cells for record in records]
    columns: dict[str, list[Any]] = {
        "cell": [number for number, (_, records) in enumerate(cells) for _ in records]
    }
    for name in (field.name for field in fields(SampleRecord) if field.name != "cell"):
        values = _column(list(map(attrgetter(name), rows)), limit)
        if any(value not in (None, [], {}, "") for value in values):
            columns[name] = values
    whole = {"cells": [cell for cell, _ in cells], "columns": columns}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), default=float)
    return deflated(text)


def _column(values: list[Any], limit: int) -> list[Any]:
    kinds = set(map(type, values))
    if kinds <= SHORT or (kinds == {str} and max(map(len, values)) <= limit):
        return values
    return [_short(value, limit) for value in values]


def deflated(text: str) -> str:
    """Return a text as the page's script inflates it: UTF-8, zlib, base64."""
    return base64.b64encode(zlib.compress(text.encode(errors="replace"))).decode()


def _short(value: Any, limit: int) -> Any:
    """Return the value with long texts cut in the middle, at any depth, and without NaN, which JSON lacks."""
    if isinstance(value, str):
        return value if len(value) <= limit else _without_middle(value, limit)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _short(one, limit) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_short(one, limit) for one in value]
    return value


def _without_middle(text: str, limit: int) -> str:
    head, tail = text[: limit * 3 // 4], text[-(limit // 4) :]
    return f"{head}\n[... {len(text) - len(head) - len(tail):,} characters cut ...]\n{tail}"
