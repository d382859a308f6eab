"""What is remembered of engines' speed: costs/<engine>.json in the cache folder.

A file has one entry for each kind of cell (retriever, task, length) that an engine has run, the newest, and
the seconds per unit of work that explain them. An engine is a model, accelerator and server with all their
options, on one processor with so many cores.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from loom_plugin.calibration import ENOUGH, CostModel, Spent, fit, judged, kind_of
from loom_plugin.cost import Work
from loom_plugin.machine import cores, visible_gpus
from loom_plugin.session import PROPERTY, LoomSession, cell_id
from loom_plugin.settings import Settings
from loom_reports.runfolder import write_json
from loom_tests.benchmark import Cell
from loom_tests.cache import cache_dir

VERSION = 1


class CostBook:
    """The cost models of a run's engines, by model and accelerator, read from the cache folder.

    `workers` share the machine's cores; `machine` is what `loom_plugin.machine.machine` tells of it.
    """

    def __init__(self, settings: Settings, workers: int, machine: Mapping[str, Any]) -> None:
        self.workers = workers
        self._engines = {
            (model, accelerator): {
                "model": info.fingerprint,
                "accelerator": accelerator,
                "server": settings.server,
                "options": {**settings.server_options, **settings.model_args},
                "batch_size": settings.batch_size,
                "adapter": settings.adapter_sha,
                "generation": settings.generation,
                "thinking_tokens": settings.thinking_tokens,
                "processor": machine["processor"],
                "gpus": machine["gpus"],
                "cores": None if visible_gpus() else max(1, cores() // workers),
            }
            for model, info in settings.models.items()
            for accelerator in settings.accelerators
        }
        read = {engine: _read(self._file(engine)) for engine in self._engines}
        self.models = {engine: model for engine, model in read.items() if model is not None}

    def seconds(self, cell: Cell) -> float | None:
        """Return how long a cell takes, None where nothing like it has run."""
        known = self.models.get((cell.model, cell.accelerator))
        return known.seconds(cell) if known else None

    def together(self, cells: Iterable[Cell]) -> tuple[float, int]:
        """Return the seconds that the workers take for cells, and the number of cells of unknown time."""
        seconds = [self.seconds(cell) for cell in cells]
        told = [one for one in seconds if one is not None]
        return max([sum(told) / self.workers, *told]), len(seconds) - len(told)

    def learn(self, engine: tuple[str, str], cells: Mapping[str, Spent]) -> None:
        """Fit what is known of an engine together with cells of this run; nothing is written."""
        known = {**(self.models[engine].cells if engine in self.models else {}), **cells}
        if len(known) >= ENOUGH:
            self.models[engine] = fit(known)

    def add(self, engine: tuple[str, str], cells: Mapping[str, Spent]) -> None:
        """Put cells in the place of older ones of their kind, fit, and write the file."""
        before = _read(self._file(engine))  # another session may have written it meanwhile
        model = judged(fit({**(before.cells if before else {}), **cells}))
        self._file(engine).parent.mkdir(parents=True, exist_ok=True)
        write_json(
            self._file(engine),
            {
                "version": VERSION,
                "engine": self._engines[engine],
                "seconds": model.weights._asdict(),
                "error": model.error,
                "cells": {
                    kind: {**asdict(one), "work": one.work._asdict()} for kind, one in model.cells.items()
                },
            },
        )
        self.models[engine] = model

    def _file(self, engine: tuple[str, str]) -> Path:
        facts = json.dumps(self._engines[engine], sort_keys=True, default=str)
        return cache_dir() / "costs" / f"{hashlib.sha256(facts.encode()).hexdigest()[:16]}.json"


class Calibrating:
    """Gathers what a session's cells took and writes it into the book. One process only: the controller."""

    def __init__(self, session: LoomSession, book: CostBook) -> None:
        self._session = session
        self._book = book
        self._spent: dict[tuple[str, str], dict[str, Spent]] = defaultdict(dict)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what a finished cell tells, before its line says how much time is left."""
        cell = self._session.cells.get(cell_id(report.nodeid))
        outcome = dict(report.user_properties).get(PROPERTY)
        spent = json.loads(str(outcome))["spent"] if outcome and report.when == "call" else None
        if cell is not None and spent is not None:
            engine = (cell.model, cell.accelerator)
            self._spent[engine][kind_of(cell)] = Spent(**{**spent, "work": Work(*spent["work"])})
            self._book.learn(engine, self._spent[engine])

    def pytest_sessionfinish(self) -> None:
        """Write what was gathered."""
        for engine, cells in self._spent.items():
            self._book.add(engine, cells)


def duration(seconds: float) -> str:
    """Return seconds in words, such as "12 min"."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def _read(file: Path) -> CostModel | None:
    """Return what a file says; None where there is none of this version, as it will be written again."""
    try:
        said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if said["version"] != VERSION:
            return None
        cells = {kind: Spent(**{**one, "work": Work(**one["work"])}) for kind, one in said["cells"].items()}
        return CostModel(Work(**said["seconds"]), cells, said["error"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
