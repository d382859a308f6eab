"""The plugin's entry point: hooks that connect pytest to the run folder. The work is done elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import loom_tests
from loom_plugin import dryrun
from loom_plugin.costbook import Calibrating, CostBook
from loom_plugin.efficiency import MARKER, MODULE, measure, start_lane
from loom_plugin.fixtures import engines, evaluate, helpers, server
from loom_plugin.gating import RunGate, read_gate
from loom_plugin.machine import machine, visible_gpus, worker_environments
from loom_plugin.matrix import cells_of, check_selection, in_composite, left_out, shard_of
from loom_plugin.options import add_options
from loom_plugin.passes import passes_of
from loom_plugin.progress import Progress
from loom_plugin.session import SESSION, LoomSession, cell_id, is_worker
from loom_plugin.settings import read_settings
from loom_plugin.summary import Summary
from loom_plugin.watch import Watch
from loom_reports.errors import LoomError
from loom_reports.gate.stop import withdraw_stop
from loom_reports.runfolder import RunFolder
from loom_tests.benchmark import Benchmark, Cell
from loom_tests.cells import MARK
from loom_tests.manifest import load_benchmark, modules

__all__ = ["engines", "evaluate", "helpers", "measure", "server"]

SUITE = Path(loom_tests.__file__).parent
FROM_SPEC = SUITE / "from_spec.py"
SUITE_MARKERS = {
    "loombench": "the composite of 12 data sets, the first 10 samples of each cell",
    "full": "every benchmark and task",
    MARKER: "time, memory and the distance to the machine's limits; alone, and without -n",
}
CAPABILITIES = ("faithfulness", "general", "retrieval", "reasoning", "generation", "specialization", "reward")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the command line options."""
    add_options(parser)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Register markers; when the suite is wanted, check the options and open the run folder."""
    try:
        wanted, lane = _wanted(config), MARKER in _marked(config)
        _register_markers(config)
        if wanted:
            if config.args_source is not pytest.Config.ArgsSource.ARGS:
                config.args = [str(MODULE.parent)] if lane else [str(SUITE), *_plugged_in()]
            _start(config, lane)
    except LoomError as error:
        raise pytest.UsageError(str(error)) from None


def _register_markers(config: pytest.Config) -> None:
    for name, text in {
        **SUITE_MARKERS,
        **{name: f"benchmarks of the {name} capability" for name in CAPABILITIES},
        **{name: f"the {name} benchmark" for name in modules()},
        f"{MARK}(benchmark)": "run the function once per cell of a benchmark",
    }.items():
        config.addinivalue_line("markers", f"{name}: {text}")


def _wanted(config: pytest.Config) -> bool:
    """Whether this session is about the suite."""
    option = config.option
    named = option.loom_model or option.loom_from_samples is not None or option.loom_dry_run
    return bool(named or _marked(config))


def _marked(config: pytest.Config) -> set[str]:
    """Return our markers that -m names. A marker that the user's own project registers is not ours."""
    theirs = {re.split(r"\W", line)[0] for line in config.getini("markers")}
    named = set(re.findall(r"\w+", config.option.markexpr or ""))
    return named & {*SUITE_MARKERS, *CAPABILITIES, *modules()} - theirs


def _start(config: pytest.Config, lane: bool) -> None:
    settings = read_settings(config)
    for benchmark in settings.benchmarks:
        config.addinivalue_line("markers", f"{benchmark.name}: the benchmark of a spec file")
    session = LoomSession(settings, RunFolder(settings.output))
    config.stash[SESSION] = session
    if is_worker(config):
        return
    if lane:
        start_lane(config, settings)
        return
    check_selection(settings)
    if config.option.collectonly:
        return
    if not settings.models and not settings.rescore:
        raise LoomError("no model to measure: add --model NAME (a hub id, a folder, or smollm2)")
    gate = read_gate(config.option, settings.output, config.invocation_params.dir)
    here = machine()
    session.costs = CostBook(settings, getattr(config.option, "numprocesses", None) or 1, here)
    if config.option.loom_dry_run:
        dryrun.register(config, session, session.costs)
        return
    if settings.fresh:
        session.folder.clear()
    if not settings.rescore:
        session.folder.open(settings.spec(), here)
        withdraw_stop(session.folder)
        session.recording = True
        config.pluginmanager.register(Calibrating(session, session.costs), "loombench-calibrating")
    config.pluginmanager.register(Progress(config, session), "loombench-progress")
    watch = Watch(session, gate) if isinstance(gate, RunGate) and gate.sequential else None
    if watch is not None:
        config.pluginmanager.register(watch, "loombench-watch")
    config.pluginmanager.register(Summary(session, gate, watch), "loombench-summary")


def _plugged_in() -> dict[str, str]:
    """Return the files of benchmark modules that other packages bring, and the benchmarks' names."""
    found = {}
    for name, module in modules().items():
        if not module.startswith(f"{SUITE.name}."):
            spec = find_spec(module)
            if spec is None or spec.origin is None:
                raise LoomError(f"benchmark {name!r}: there is no module {module}")
            found[spec.origin] = name
    return found


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Collect the benchmarks' modules that have cells in this run, whatever `python_files` says."""
    session = parent.config.stash.get(SESSION, None)
    if session is None or parent.session.isinitpath(file_path):  # pytest collects what is named itself
        return None
    settings = session.settings
    name = _plugged_in().get(str(file_path))
    if name is None and file_path.is_relative_to(SUITE):
        module = ".".join((SUITE.name, *file_path.relative_to(SUITE).with_suffix("").parts))
        name = next((name for name, path in modules().items() if path == module), None)
    wanted = [load_benchmark(name)] if name else settings.benchmarks if file_path == FROM_SPEC else []
    if not any(cells_of(benchmark, settings) or left_out(benchmark, settings) for benchmark in wanted):
        return None
    collected: pytest.Module = pytest.Module.from_parent(parent, path=file_path)
    return collected


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a function marked with `@cells` once for every selected cell."""
    mark = metafunc.definition.get_closest_marker(MARK)
    if mark is None:
        return
    cells: list[Cell] = []
    skipped: list[tuple[Cell, str]] = []
    if SESSION in metafunc.config.stash:
        settings = metafunc.config.stash[SESSION].settings
        benchmarks = [mark.args[0]] if mark.args[0] else settings.benchmarks
        cells = [cell for benchmark in benchmarks for cell in cells_of(benchmark, settings)]
        skipped = [one for benchmark in benchmarks for one in left_out(benchmark, settings)]
    if metafunc.config.option.loom_gate_sequential:
        items = [(cell, f"{cell.id}|{part}") for cell in cells for part in passes_of(cell.n)]
    else:
        items = [(cell, cell.id) for cell in cells]
    params = [pytest.param(cell, id=name, marks=_marks(cell)) for cell, name in items]
    for cell, reason in skipped:
        why = pytest.mark.skip(reason=f"no retrieval: {reason} (--force-retrieval runs it)")
        params.append(pytest.param(cell, id=cell.id, marks=[*_marks(cell), why]))
    metafunc.parametrize("cell", params)


def _marks(cell: Cell) -> list[pytest.MarkDecorator]:
    benchmark: Benchmark = cell.benchmark
    names = ["full", benchmark.capability, benchmark.name]
    if in_composite(benchmark, cell.task):
        names.append("loombench")
    return [getattr(pytest.mark, name) for name in names]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Order cells by engine, longest first, or by --gate-sequential's passes; keep this shard's."""
    session = config.stash.get(SESSION, None)
    if session is None:
        return
    engines: dict[object, int] = {}
    if not config.option.loom_gate_sequential:  # there the passes count more than loading a model again
        for item in items:
            engines.setdefault(_engine_of(item), len(engines))
    items.sort(
        key=lambda item: (engines.get(_engine_of(item), 0), *session.urgency(item.nodeid, _cell_of(item)))
    )
    if session.settings.shard == (1, 1):
        return
    cells = {cell.id: cell for cell in map(_cell_of, items) if cell is not None}
    others = cells.keys() - {cell.id for cell in shard_of(list(cells.values()), session.settings)}
    config.hook.pytest_deselected(items=[item for item in items if cell_id(item.nodeid) in others])
    items[:] = [item for item in items if cell_id(item.nodeid) not in others]


def _cell_of(item: pytest.Item) -> Cell | None:
    cell = item.callspec.params.get("cell") if hasattr(item, "callspec") else None
    return cell if isinstance(cell, Cell) else None


def _engine_of(item: pytest.Item) -> tuple[str, str] | None:
    cell = _cell_of(item)
    return (cell.model, cell.accelerator) if cell else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Without xdist, plan the cells that were collected."""
    loom = session.config.stash.get(SESSION, None)
    if loom is not None and not is_worker(session.config) and not session.config.option.collectonly:
        _select(loom, [cell_id(item.nodeid) for item in session.items])


def _select(loom: LoomSession, ids: Sequence[str]) -> None:
    try:
        loom.select(ids)
        if loom.settings.rescore and loom.cells:
            whole = {plan.id for plan in loom.folder.plans()} <= set(loom.cells)
            loom.folder.rescore(loom.settings.metric_version, whole)
    except LoomError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: Sequence[str]) -> None:
    """With xdist, plan the cells that the first worker collected; all collect the same."""
    loom = node.config.stash.get(SESSION, None)
    if loom is not None and not loom.cells:
        _select(loom, [cell_id(one) for one in ids])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Distribute cells with our own scheduler."""
    if SESSION not in config.stash:
        return None
    from loom_plugin.scheduler import CellScheduling

    return CellScheduling(config, log)


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Start one worker per GPU set under -n auto; without GPUs xdist decides."""
    gpus = visible_gpus()
    if not _wanted(config) or not gpus:
        return None
    per_model: int = config.option.loom_gpus_per_model
    return max(1, len(gpus) // per_model)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[Any]) -> None:
    """Give each worker its GPUs, or its share of the cores, before it imports anything."""
    loom = config.stash.get(SESSION, None)
    if loom is not None:
        for spec, variables in zip(
            specs, worker_environments(len(specs), loom.settings.gpus_per_model), strict=True
        ):
            spec.env.update(variables)
