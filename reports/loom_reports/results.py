"""results.json: lm-evaluation-harness's top keys, with n, intervals and versions, and our own beside them.

Everything that changes between two equal runs (times, padding, the machine) stands under "timings".
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from loom_reports.aggregate import CellResult, Group, RunReport
from loom_reports.statistics import Estimate

VERSION = 1

MACHINE_FACTS = frozenset({"dtype_reason", "device", "threads", "batch_size", "token_limit", "max_rows"})
"""What a server says of itself that differs between machines and may not change a score."""


def results_json(report: RunReport) -> dict[str, Any]:
    """Return the content of results.json as plain JSON types."""
    cells = sorted(report.cells, key=lambda cell: cell.plan.id)
    return {
        "version": VERSION,
        "complete": report.complete,
        "missing_shards": list(report.missing_shards),
        "embedded_data": report.embedded,
        "results": {cell.plan.id: _lm_eval_row(cell) for cell in cells},
        "n-samples": {
            cell.plan.id: {"original": cell.plan.n, "effective": cell.score.n if cell.score else 0}
            for cell in cells
        },
        "versions": {cell.plan.id: cell.plan.version for cell in cells},
        "higher_is_better": {cell.plan.id: dict.fromkeys(cell.plan.metrics, True) for cell in cells},
        "config": dict(report.spec),
        "subjects": [
            {
                "model": subject.model,
                "accelerator": subject.accelerator,
                "retriever": subject.retriever,
                "server": {k: v for k, v in subject.facts.items() if k not in MACHINE_FACTS},
                "overall": _estimate_json(subject.overall.score) if subject.overall.score else None,
                "mean_of_tasks": _estimate_json(subject.task_mean) if subject.task_mean else None,
                "context_gain": [asdict(gain) for gain in subject.gains],
                "capabilities": [
                    _group_json(group) for group in sorted(subject.capabilities, key=lambda g: g.name)
                ],
            }
            for subject in sorted(report.subjects, key=lambda s: s.name)
        ],
        "cells": {cell.plan.id: _cell_json(cell) for cell in cells},
        "timings": {
            "machine": dict(report.machine),
            "accelerators_against_none": [asdict(row) for row in report.tradeoffs],
            "retrievers_against_none": [asdict(row) for row in report.retrievals],
            "cells": {cell.plan.id: _timings(cell) for cell in cells},
        },
    }


def _lm_eval_row(cell: CellResult) -> dict[str, Any]:
    row: dict[str, Any] = {"alias": f"{cell.plan.benchmark}/{cell.plan.task}"}
    for metric, value in cell.scores.items():
        row[f"{metric},none"] = value.mean
        row[f"{metric}_stderr,none"] = (value.high - value.low) / (2 * 1.959964)
    return row


def _cell_json(cell: CellResult) -> dict[str, Any]:
    return {
        **cell.plan.to_json(),
        "scores": {metric: _estimate_json(value) for metric, value in cell.scores.items()},
        "official": dict(cell.official),
        "not_computed": dict(cell.not_computed),
        "judged": [asdict(one) for one in cell.judged],
        "judges": cell.facts.get("judges", {}),
        "bad_rows": list(cell.bad_rows),
        "files": list(cell.facts.get("files", ())),
        "complete": cell.complete,
        "finished": cell.finished,
        "missing": cell.missing,
        "failed": [{"doc_id": doc, "error": error} for doc, error in cell.failed],
        "truncated": cell.truncated,
        "cut_off_while_thinking": cell.cut_off,
        "prompt_tokens": cell.prompt_tokens,
        "output_tokens": cell.output_tokens,
    }


def _group_json(group: Group) -> dict[str, Any]:
    value: dict[str, Any] = {
        "name": group.name,
        "score": _estimate_json(group.score) if group.score else None,
        "complete": group.complete,
    }
    if group.groups:
        value["groups"] = [_group_json(below) for below in sorted(group.groups, key=lambda g: g.name)]
    return value


def _estimate_json(value: Estimate) -> dict[str, Any]:
    return {
        "mean": value.mean,
        "low": value.low,
        "high": value.high,
        "n": value.n,
        "clusters": value.clusters,
    }


def _timings(cell: CellResult) -> dict[str, Any]:
    return {
        "ttft": cell.ttft,
        "tpot": cell.tpot,
        "kv_bytes": cell.kv_bytes,
        "wall": cell.facts.get("wall"),
        "server": {k: v for k, v in cell.facts.get("server", {}).items() if k in MACHINE_FACTS},
    }
