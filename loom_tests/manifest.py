"""The benchmarks there are. To add one: its module beside its siblings, and its line here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from loom_tests.benchmark import Benchmark
from loom_tests.errors import LoomError

MODULES = {
    "ruler": "loom_tests.general.ruler",
    "leval": "loom_tests.general.leval",
    "loogle": "loom_tests.general.loogle",
    "longbench": "loom_tests.general.longbench",
    "niah": "loom_tests.retrieval.niah",
    "nolima": "loom_tests.retrieval.nolima",
    "nthread": "loom_tests.retrieval.nthread",
    "mrcr": "loom_tests.retrieval.mrcr",
    "ada_leval": "loom_tests.reasoning.ada_leval",
    "longins": "loom_tests.reasoning.longins",
    "infinitebench": "loom_tests.retrieval.infinitebench",
    "babilong": "loom_tests.reasoning.babilong",
    "counting_stars": "loom_tests.reasoning.counting_stars",
    "lveval": "loom_tests.reasoning.lveval",
    "l_citeeval": "loom_tests.faithfulness.l_citeeval",
    "longcite": "loom_tests.faithfulness.longcite",
    "longwriter": "loom_tests.generation.longwriter",
    "hellobench": "loom_tests.generation.hellobench",
    "helmet": "loom_tests.retrieval.helmet",
    "longbench_v2": "loom_tests.reasoning.longbench_v2",
    "bamboo": "loom_tests.general.bamboo",
    "libra": "loom_tests.specialization.libra",
    "clongeval": "loom_tests.specialization.clongeval",
    "longreason": "loom_tests.reasoning.longreason",
    "longsafety": "loom_tests.specialization.longsafety",
    "longhealth": "loom_tests.specialization.longhealth",
    "long_rewardbench": "loom_tests.reward.long_rewardbench",
    "memory_rewardbench": "loom_tests.reward.memory_rewardbench",
}


GROUP = "loombench.benchmarks"
"""Entry points of installed packages that bring benchmarks: a name, and the module with its `BENCHMARK`."""


@cache
def modules() -> Mapping[str, str]:
    """Return module names by benchmark, those of installed packages after our own."""
    found = dict(MODULES)
    for point in entry_points(group=GROUP):
        if point.name in found:
            both = f"{found[point.name]} and {point.value}"
            raise LoomError(f"two benchmarks are called {point.name!r}: {both}")
        found[point.name] = point.value
    return found


def load_benchmark(name: str) -> Benchmark:
    """Import a benchmark's module and return its `BENCHMARK`; LoomError where it has none of that name."""
    module = modules()[name]
    try:
        benchmark = getattr(import_module(module), "BENCHMARK", None)
    except ImportError as error:
        raise LoomError(f"benchmark {name!r}: cannot import {module} ({error})") from None
    if not isinstance(benchmark, Benchmark) or benchmark.name != name:
        raise LoomError(f"benchmark {name!r}: {module} has no BENCHMARK of that name")
    return benchmark


def load_benchmarks() -> list[Benchmark]:
    """Return all benchmarks."""
    return [load_benchmark(name) for name in modules()]
