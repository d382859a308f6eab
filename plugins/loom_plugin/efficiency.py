"""The efficiency lane, `-m efficiency`: time and memory of single answers, beside the machine's limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import loom_tests
from loom_fixtures.models import ModelInfo
from loom_fixtures.servers.base import Server
from loom_plugin.fixtures import EnginePool
from loom_plugin.machine import machine
from loom_plugin.settings import Settings
from loom_plugin.work import prefill_flops, step_bytes
from loom_reports.efficiency import FILE, Measured, Round, efficiency_table, read_efficiency, write_efficiency
from loom_reports.errors import LoomError
from loom_reports.tables import as_text
from loom_tests.contracts import Completion, Request
from loom_tests.efficiency.point import Point
from loom_tests.efficiency.prompts import exact_request
from loom_tests.lengths import TO_128K, length_label

if TYPE_CHECKING:
    from loom_fixtures.memory import PeakMemory

MARKER = "efficiency"
NAME = "loombench-efficiency"
MODULE = Path(loom_tests.__file__).parent / "efficiency" / "speed.py"
ROUNDS = 3
NEW_TOKENS = 32
MEANINGLESS = (
    "tasks", "retriever", "force_retrieval", "control", "shard", "dry_run", "baseline", "gate",
    "gate_sequential", "judge", "entailment", "bert_score", "benchmark", "thinking_tokens",
    "system_instruction",
)  # fmt: skip
"""Options of scores: here there are none."""


class Lane:
    """A pytest plugin: the points of this session, what is known of them, and the table at the end.

    LoomError where the options leave nothing to measure, or where the output folder holds other figures.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.rounds = settings.limit or ROUNDS
        self.generation: dict[str, Any] = {"max_new_tokens": NEW_TOKENS, **settings.generation}
        spec = {
            **settings.spec(),
            "base_url": settings.server_options.get("base_url"),
            "model_args": dict(settings.model_args),
            "generation": self.generation,
            "rounds": self.rounds,
        }
        self.facts = {"spec": spec, "machine": machine()}
        self.points = [
            Point(name, accelerator, length)
            for name, info in settings.models.items()
            for accelerator in settings.accelerators
            for length in _lengths(info, settings)
        ]
        before = [] if settings.fresh else read_efficiency(settings.output, self.facts)
        self.measured = {one.id: one for one in before}

    def pytest_report_header(self) -> list[str]:
        """Say what is measured and where it goes."""
        what = f"{len(self.points)} points, {self.rounds} answers each after one to warm up"
        return [f"LoomBench efficiency: {what}; server {self.settings.server}"]

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
        """Collect the lane's module, whatever `python_files` says."""
        if file_path != MODULE or parent.session.isinitpath(file_path):  # pytest collects what is named
            return None
        module: pytest.Module = pytest.Module.from_parent(parent, path=file_path)
        return module

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run the lane's test once for every point; those measured before are skipped."""
        if "point" not in metafunc.fixturenames:
            return
        before = pytest.mark.skip(reason="measured before; --fresh measures it again")
        known = [one.id in self.measured for one in self.points]
        params = [
            pytest.param(one, id=one.id, marks=[pytest.mark.efficiency, *[before] * done])
            for one, done in zip(self.points, known, strict=True)
        ]
        metafunc.parametrize("point", params)

    def measure(self, point: Point, server: Server, benchmark: Any) -> None:
        """Measure a point and write it to the output folder. LoomError where the server cannot answer."""
        local = server.local_model()
        meter = _meter(local.device) if local else None
        answers, peaks = self._run(point, server, meter, benchmark)
        flops, read = _limits(local.device, local.dtype) if local else (None, None)
        measured = Measured(
            id=point.id,
            model=point.model,
            accelerator=point.accelerator,
            length=point.length,
            rounds=tuple(map(_round, answers, peaks)),
            prefill_flops=prefill_flops(local, answers[-1]) if local else None,
            step_bytes=step_bytes(local, answers[-1]) if local else None,
            matmul_peak=flops,
            read_peak=read,
            memory=meter.name if meter else None,
            server=server.describe(),
        )
        benchmark.extra_info.update(measured.figures)
        self.measured[point.id] = measured
        self.write()

    def write(self) -> None:
        """Put what is known into the output folder; LoomError where it cannot be written."""
        write_efficiency(self.settings.output, list(self.measured.values()), self.facts)

    def _run(
        self, point: Point, server: Server, meter: PeakMemory | None, benchmark: Any
    ) -> tuple[list[Completion], list[int | None]]:
        """Return the answers, and the peak of memory of each. Every one is to a prompt of its own, so that no
        cache of prompts has it.
        """
        answers: list[Completion] = []
        peaks: list[int | None] = []
        numbers = count()

        def prepare() -> tuple[tuple[Request], dict[str, Any]]:
            new = self.generation["max_new_tokens"]
            key = f"efficiency|{self.settings.seed}|{next(numbers)}"
            request = replace(exact_request(server, point.length - new, new, key), **self.generation)
            if meter:
                meter.reset()
            return (request,), {}

        def answer(request: Request) -> None:
            (completion,) = server.generate([request])
            if completion.error:
                raise LoomError(completion.error)
            answers.append(completion)

        def finish(request: Request) -> None:
            peaks.append(meter.read() if meter else None)

        benchmark.pedantic(answer, setup=prepare, teardown=finish, rounds=self.rounds, warmup_rounds=1)
        return answers[1:], peaks[1:]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the table and what its shares are of."""
        if not self.measured:
            return
        terminalreporter.section("LoomBench: efficiency")
        for line in as_text(efficiency_table(list(self.measured.values()))):
            terminalreporter.write_line(line)
        for line in dict.fromkeys(filter(None, map(_where, self.measured.values()))):
            terminalreporter.write_line(line)
        terminalreporter.write_line(
            f"medians of {self.rounds} answers, one at a time; MFU and read are shares of what matrix "
            "products and reading memory reached right after them"
        )
        terminalreporter.write_line(f"figures: {self.settings.output / FILE}")


def start_lane(config: pytest.Config, settings: Settings) -> None:
    """Make this session measure efficiency; LoomError where the command line asks for what it cannot do."""
    if config.option.markexpr.strip() != MARKER:
        raise LoomError(f"-m {config.option.markexpr!r}: efficiency is measured alone, with -m {MARKER}")
    if getattr(config.option, "dist", "no") != "no":
        raise LoomError(
            f"-m {MARKER} with -n: workers share the machine's cores and memory, so each would be timed "
            "while the others work; leave -n out, or type -n 0"
        )
    if not config.pluginmanager.hasplugin("benchmark"):
        raise LoomError(f"-m {MARKER} needs pytest-benchmark: pip install 'loombench[efficiency]'")
    if config.option.benchmark_disable:
        raise LoomError(f"-m {MARKER} measures with pytest-benchmark, which --benchmark-disable turns off")
    asked = [name for name in MEANINGLESS if getattr(config.option, f"loom_{name}")]
    for name in ["from_samples"] * settings.rescore + asked:
        flag = name.replace("_", "-")
        raise LoomError(f"--{flag} has no meaning for -m {MARKER}, which measures speed and scores nothing")
    for info in settings.models.values():
        if info.discriminative:
            raise LoomError(f"--model {info.name}: a reward model that scores writes no tokens to be timed")
    if not settings.models:
        raise LoomError("no model to measure: add --model NAME (a hub id, a folder, or smollm2)")
    lane = Lane(settings)
    if not config.option.collectonly:
        lane.write()  # now, where no work can be lost
    config.pluginmanager.register(lane, NAME)


@pytest.fixture
def measure(pytestconfig: pytest.Config, engines: EnginePool, benchmark: Any) -> Callable[[Point], None]:
    """Function that measures a point. It fails only where the model could not answer."""
    lane = pytestconfig.pluginmanager.get_plugin(NAME)
    assert isinstance(lane, Lane)

    def run(point: Point) -> None:
        try:
            lane.measure(point, engines.get(point.model, point.accelerator), benchmark)
        except LoomError as error:
            pytest.fail(str(error), pytrace=False)

    return run


def _lengths(info: ModelInfo, settings: Settings) -> list[int]:
    limit = info.context_length
    for length in settings.lengths:
        if limit is not None and length > limit:
            raise LoomError(
                f"--lengths {length_label(length)} is beyond the context of {info.name}, {limit} tokens; "
                "choose shorter ones"
            )
    lengths = [*settings.lengths] or [one for one in TO_128K if limit is None or one <= limit]
    return lengths[:1] if settings.shortest else lengths


def _meter(device: Any) -> PeakMemory:
    from loom_fixtures.memory import peak_memory

    return peak_memory(device)


def _limits(device: Any, dtype: Any) -> tuple[float, float]:
    from loom_fixtures.limits import measure_limits

    return measure_limits(device, dtype)


def _round(answer: Completion, peak: int | None) -> Round:
    return Round(
        prompt_tokens=answer.prompt_tokens,
        output_tokens=answer.output_tokens,
        cached_tokens=answer.cached_tokens,
        ttft=answer.ttft,
        tpot=answer.tpot,
        kv_bytes=answer.kv_bytes,
        peak_memory=peak,
    )


def _where(one: Measured) -> str:
    """Return a line on what was measured and how, "" for a model that lies elsewhere."""
    if one.memory is None:
        return ""
    server = one.server
    where = f"{server['dtype']} on {server['device']}, {server['threads']} threads"
    return f"{one.model}: {where}; peak memory by {one.memory}"
