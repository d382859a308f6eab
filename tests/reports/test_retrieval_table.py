"""Retrievers against none, from records on disk: what is paired, and what the table says of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loom_reports.plan import NO_CONTEXT, CellPlan
from loom_reports.tables import NO_VALUE, retrieval_table
from tests.reports.test_tradeoff import plan, record, report_of

SELF_ROUTE = "self-route:top=3"


def cell(retriever: str, task: str = "t") -> CellPlan:
    return replace(plan("none", task, retriever=retriever), id=f"m|none|{retriever}|a/{task}|1024")


def rows(scores: list[float], **facts: list[Any]) -> list[dict[str, Any]]:
    return [
        record(i, score, **{name: values[i] for name, values in facts.items()})
        for i, score in enumerate(scores)
    ]


def test_a_retriever_is_paired_with_none_by_document(tmp_path: Path) -> None:
    none = rows([1.0, 0.0, 1.0], prompt_tokens=[1000, 2000, 4000], ttft=[1.0, 2.0, 4.0])
    mine = rows(
        [1.0, 1.0, 0.0, 1.0],  # the last has no partner
        prompt_tokens=[100, 400, 2000, 1],
        ttft=[0.2, 0.2, 4.0, 9.0],
        evidence_recall=[1.0, 0.5, None, 0.0],
    )
    report = report_of(tmp_path, {cell("none"): none, cell("bm25"): mine, cell(NO_CONTEXT): none})
    (row,) = report.retrievals
    assert (row.retriever, row.difference.n) == ("bm25", 3)
    assert (row.score.mean, row.without.mean) == pytest.approx((2 / 3, 2 / 3))
    assert (row.tokens, row.ttft, row.recall) == pytest.approx((0.2, 0.2, 0.75))
    assert (row.full, row.saved) == (None, None)
    assert retrieval_table(report)[1][-2:] == [NO_VALUE, NO_VALUE]
    assert not report.tradeoffs


def test_routes_and_saved_tokens(tmp_path: Path) -> None:
    none = rows([1.0, 1.0], prompt_tokens=[1000, 3000])
    mine = rows([1.0, 1.0], route=["retrieved", "full"], saved_tokens=[900, -500])
    report = report_of(tmp_path, {cell("none"): none, cell(SELF_ROUTE): mine})
    (row,) = report.retrievals
    assert (row.full, row.saved) == (0.5, 0.1)
    assert retrieval_table(report)[1][-2:] == ["0.50", "0.10"]


def test_without_a_partner_there_is_no_row(tmp_path: Path) -> None:
    mine = rows([1.0])
    assert not report_of(tmp_path, {cell("bm25"): mine, cell("none", "other"): mine}).retrievals
