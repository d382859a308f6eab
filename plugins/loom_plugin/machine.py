"""The machine: what is recorded of it, and how workers share its GPUs and cores."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

GIB = 1 << 30
MOST_KV_SPACE = 4
"""GiB for keys and values of an engine on a CPU, where nobody says how many."""
PACKAGES = ("loombench", "torch", "transformers", "tokenizers", "pytest", "pytest-xdist", "numpy")


def machine() -> dict[str, Any]:
    """Return plain JSON facts: processor, memory in bytes, GPUs, versions."""
    return {
        "platform": platform.platform(),
        "python": platform.python_version(),
        "processor": _processor(),
        "cores": cores(),
        "memory": psutil.virtual_memory().total,
        "gpus": _gpu_names(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def cores() -> int:
    """Return the cores this process may use."""
    return len(_core_ids())


def visible_gpus(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the GPUs this process may use, as CUDA_VISIBLE_DEVICES names them, without starting CUDA."""
    named = environment.get("CUDA_VISIBLE_DEVICES")
    if named is not None:
        return [gpu.strip() for gpu in named.split(",") if gpu.strip() and gpu.strip() != "-1"]
    return [str(i) for i in range(len(_gpu_names()))]


def worker_environments(
    workers: int, gpus_per_model: int, environment: Mapping[str, str] = os.environ
) -> list[dict[str, str]]:
    """Return the variables each xdist worker starts with: its own GPUs, or its share of cores and memory.

    GPU names come out of the caller's own list, so a scheduler's assignment is kept. Workers beyond the
    number of GPU sets share sets in turn. Cores and memory (half of what is free, for keys and values) are
    shared out in vLLM's own variables, and what the caller has set stays.
    """
    gpus = visible_gpus(environment)
    sets = [gpus[i : i + gpus_per_model] for i in range(0, len(gpus) - gpus_per_model + 1, gpus_per_model)]
    if sets:
        return [{"CUDA_VISIBLE_DEVICES": ",".join(sets[i % len(sets)])} for i in range(workers)]
    mine = _core_ids()
    share = max(1, len(mine) // workers)
    space = min(MOST_KV_SPACE, max(1, psutil.virtual_memory().available // 2 // workers // GIB))
    shares = [
        {
            "OMP_NUM_THREADS": str(share),
            "VLLM_CPU_OMP_THREADS_BIND": ",".join(mine[i * share : (i + 1) * share]) or "nobind",
            "VLLM_CPU_KVCACHE_SPACE": str(space),
        }
        for i in range(workers)
    ]
    return [{name: environment.get(name) or value for name, value in one.items()} for one in shares]


def _core_ids() -> list[str]:
    affinity = getattr(os, "sched_getaffinity", None)
    return [str(core) for core in (sorted(affinity(0)) if affinity else range(os.cpu_count() or 1))]


def _gpu_names() -> list[str]:
    if shutil.which("nvidia-smi") is None:
        return []
    listing = subprocess.run(["nvidia-smi", "-L"], capture_output=True, text=True, timeout=60, check=False)
    return [line for line in listing.stdout.splitlines() if line.startswith("GPU ")]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
