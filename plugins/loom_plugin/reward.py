"""Which reward models score answers and which judge them in words: by config, or as --reward-mode says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from loom_fixtures.models import ModelInfo
from loom_reports.errors import LoomError
from loom_reports.plan import NONE
from loom_tests.benchmark import Cell

WRITING, SCORING = "generative", "discriminative"
MODES = ("auto", WRITING, SCORING)
HEAD = "ForSequenceClassification"


def scores_answers(config: Mapping[str, Any]) -> bool:
    """Whether a config is that of a model with a head that scores, and none that writes."""
    return any(name.endswith(HEAD) for name in config.get("architectures") or ())


def with_mode(info: ModelInfo, mode: str, server: str) -> ModelInfo:
    """Return a model that is marked where it scores; LoomError where it cannot be what is asked for."""
    found = scores_answers(info.config)
    if mode == WRITING and found:
        raise LoomError(
            f"--reward-mode generative: {info.name} has a head that scores, and none that writes. Leave the "
            "option out"
        )
    if mode == WRITING or (mode == "auto" and not found):
        return info
    if server != "transformers":
        raise LoomError(
            f"--server {server}: {info.name} is a discriminative reward model, which --server transformers "
            "runs only. Leave --server out"
        )
    return replace(info, discriminative=True)


def check_options(
    models: Iterable[ModelInfo], server_options: Mapping[str, Any], accelerators: Iterable[str]
) -> None:
    """Raise LoomError where options are set that have no meaning for a model which writes nothing."""
    scoring = [info.name for info in models if info.discriminative]
    flags = [
        f"--{'no-' if value is False else ''}{name.replace('_', '-')}"
        for name, value in server_options.items()
    ]
    flags += [f"--accelerator {name}" for name in accelerators if name != NONE]
    if scoring and flags:
        raise LoomError(
            f"{flags[0]} has no meaning for {scoring[0]}, a discriminative reward model, which writes "
            "nothing. Leave it out, or run that model by itself"
        )


def check_cells(cells: Iterable[Cell], models: Mapping[str, ModelInfo]) -> None:
    """Raise LoomError where a model that only scores answers is to write one."""
    for cell in cells:
        if cell.task.candidates is None and cell.model in models and models[cell.model].discriminative:
            raise LoomError(
                f"{cell.model} is a discriminative reward model: it scores answers, and {cell.task_id} needs "
                "a model that writes. Choose -m reward, or reward tasks with --tasks"
            )
