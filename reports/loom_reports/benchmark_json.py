"""benchmark.json: the run's times in pytest-benchmark's format, for `pytest-benchmark compare`.

A cell gives up to three entries, one a round for every sample: the time to the first token, the time per
output token, and both together, the time to the whole answer. Groups of the same name compare cells.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from loom_reports.aggregate import CellResult, RunReport
from loom_reports.records import SampleRecord

FORMAT = "5.3.1"
"""The pytest-benchmark whose format this is."""


def _answer(record: SampleRecord) -> float | None:
    """Return the seconds from request to last token."""
    if record.ttft is None or record.output_tokens < 1:
        return None
    return record.ttft + (record.tpot or 0.0) * (record.output_tokens - 1)


TIMES: Mapping[str, Callable[[SampleRecord], float | None]] = {
    "ttft": lambda record: record.ttft,
    "tpot": lambda record: record.tpot,
    "total": _answer,
}


def benchmark_json(report: RunReport) -> dict[str, Any]:
    """Return benchmark.json. Seconds; samples without a score are left out."""
    return {
        "machine_info": dict(report.machine),
        "commit_info": {},
        "benchmarks": [entry for cell in report.cells for entry in _entries(cell)],
        "datetime": datetime.now(UTC).isoformat(),
        "version": FORMAT,
    }


def _entries(cell: CellResult) -> list[dict[str, Any]]:
    answered = [record for record in cell.records if record.error is None]
    found = []
    for name, time in TIMES.items():
        seconds = [value for record in answered if (value := time(record)) is not None]
        if seconds:
            found.append(_entry(cell, name, seconds))
    return found


def _entry(cell: CellResult, name: str, seconds: Sequence[float]) -> dict[str, Any]:
    plan = cell.plan
    return {
        "group": name,
        "name": f"{plan.id} {name}",
        "fullname": f"{plan.id} {name}",
        "params": {"model": plan.model, "accelerator": plan.accelerator, "length": plan.length},
        "param": plan.id,
        "extra_info": {"score": cell.score.mean if cell.score else None},
        "options": {},
        "stats": _stats(sorted(seconds)),
    }


def _stats(seconds: Sequence[float]) -> dict[str, Any]:
    """Return pytest-benchmark's statistics of ascending times."""
    n, mean = len(seconds), statistics.fmean(seconds)
    spread = statistics.stdev(seconds) if n > 1 else 0.0
    q1, middle, q3 = statistics.quantiles(seconds, n=4, method="inclusive") if n > 1 else 3 * [seconds[0]]
    inner = [one for one in seconds if q1 - 1.5 * (q3 - q1) <= one <= q3 + 1.5 * (q3 - q1)]
    beyond = sum(abs(one - mean) > spread for one in seconds)
    return {
        "min": seconds[0],
        "max": seconds[-1],
        "mean": mean,
        "stddev": spread,
        "rounds": n,
        "median": middle,
        "iqr": q3 - q1,
        "q1": q1,
        "q3": q3,
        "iqr_outliers": n - len(inner),
        "stddev_outliers": beyond,
        "outliers": f"{beyond};{n - len(inner)}",
        "ld15iqr": inner[0],
        "hd15iqr": inner[-1],
        "ops": 1 / mean if mean else 0.0,
        "total": sum(seconds),
        "iterations": 1,
    }
