"""TTFT, TPOT, tokens per second and peak memory of one answer, for every model, accelerator and length."""

from __future__ import annotations

from collections.abc import Callable

from loom_tests.efficiency.point import Point


def test_speed(point: Point, measure: Callable[[Point], None]) -> None:
    """Measure one point; the plugin parametrizes `point`."""
    measure(point)
