"""The public fixtures: `server`, `evaluate`, and the pool behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from loom_fixtures.servers.base import Server, ServerLostError
from loom_fixtures.servers.registry import create_server
from loom_plugin.evaluate import CellOutcome, evaluate_cell
from loom_plugin.helpers import Helpers
from loom_plugin.session import PROPERTY, SESSION, LoomSession, pass_of
from loom_plugin.settings import Settings
from loom_reports.errors import LoomError
from loom_reports.gate.stop import stop_requested
from loom_reports.plan import NONE
from loom_tests.benchmark import Cell

UNKNOWN = "?"


class EnginePool:
    """Keeps one engine loaded, changes its accelerator, and replaces it when another model is asked for."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._name, self._accelerator = "", NONE
        self._server: Server | None = None

    def get(self, model: str, accelerator: str) -> Server:
        """Return the loaded server of a model; load it, closing the one before, where it is another."""
        server = self._loaded(model)
        if accelerator != self._accelerator:
            self._accelerator = UNKNOWN  # until it has worked
            server.accelerate(accelerator)
            self._accelerator = accelerator
        return server

    def _loaded(self, model: str) -> Server:
        if self._server is None or self._name != model:
            self.close()
            self._server = create_server(
                self._settings.server,
                self._settings.models[model],
                batch_size=self._settings.batch_size or "auto",
                truncation=self._settings.truncation,
                apply_chat_template=self._settings.apply_chat_template,
                trust_remote_code=self._settings.trust_remote_code,
                equal_lengths=len(self._settings.accelerators) > 1,
                gpus=self._settings.gpus_per_model,
                model_args={k: v for k, v in self._settings.model_args.items() if k != "revision"},
                **self._settings.server_options,
            )
            self._name, self._accelerator = model, NONE
        return self._server

    def close(self) -> None:
        """Free the loaded engine, if there is one."""
        if self._server is not None:
            self._server.close()
            self._server = None


def _session(config: pytest.Config) -> LoomSession:
    session = config.stash.get(SESSION, None)
    if session is None:
        raise pytest.UsageError(
            "LoomBench fixtures need a model: add --model NAME (a hub id, a folder, smollm2)"
        )
    return session


@pytest.fixture(scope="session")
def engines(pytestconfig: pytest.Config) -> Iterator[EnginePool]:
    """Pool of loaded engines of this process."""
    pool = EnginePool(_session(pytestconfig).settings)
    yield pool
    pool.close()


@pytest.fixture(scope="session")
def helpers(pytestconfig: pytest.Config) -> Iterator[Helpers]:
    """Judges and other models that scores ask, loaded when they are first asked."""
    found = Helpers(_session(pytestconfig).settings.helpers)
    yield found
    found.close()


@pytest.fixture
def server(pytestconfig: pytest.Config, engines: EnginePool) -> Server:
    """Loaded server of the first --model and --accelerator, for your own tests: `server.generate([...])`."""
    settings = _session(pytestconfig).settings
    if not settings.models:
        raise pytest.UsageError("the server fixture needs a model: add --model NAME")
    return engines.get(next(iter(settings.models)), settings.accelerators[0])


@pytest.fixture
def evaluate(
    request: pytest.FixtureRequest,
    engines: EnginePool,
    helpers: Helpers,
    record_property: Callable[[str, object], None],
) -> Callable[[Cell], None]:
    """Function that runs a cell into the run folder. It fails only where samples could not be scored."""
    session = _session(request.config)
    part = pass_of(request.node.nodeid)

    def run(cell: Cell) -> None:
        if part.number > 1 and cell.id in session.broken:
            pytest.skip(f"an earlier pass failed: {session.broken[cell.id]}")
        try:
            engine = partial(engines.get, cell.model, cell.accelerator)
            outcome = evaluate_cell(cell, session.settings, session.folder, engine, part, helpers)
        except (LoomError, OSError) as error:
            kept = "What was finished is kept; mend it and run the same command again"
            reason = str(error) if isinstance(error, LoomError) else f"cannot go on: {error}. {kept}"
            session.broken[cell.id] = reason
            if isinstance(error, ServerLostError):
                request.session.shouldfail = "the server is lost, and no other cell can be run"
            pytest.fail(reason, pytrace=False)
        if outcome is None or not part.last:
            if verdict := stop_requested(session.folder):
                pytest.skip(f"the verdict is decided: {verdict}")
            return
        for name, value in {PROPERTY: outcome.to_json(), **_junit(outcome)}.items():
            record_property(name, value)
        if outcome.failed:
            listed = "\n".join(f"  {doc}: {reason}" for doc, reason in outcome.failed[:10])
            more = f"\n  and {len(outcome.failed) - 10} more" if len(outcome.failed) > 10 else ""
            pytest.fail(
                f"{len(outcome.failed)} of {outcome.n} samples have no score:\n{listed}{more}", pytrace=False
            )

    return run


def _junit(outcome: CellOutcome) -> dict[str, object]:
    """Return what --junitxml shows of a cell; Python numbers only, for they cross xdist."""
    counts = {"n": outcome.n, "failed": len(outcome.failed)}
    score = outcome.score
    if score is None:
        return {**counts}
    means = {"score": float(score.mean), "low": float(score.low), "high": float(score.high)}
    return {**counts, **means, "clusters": score.clusters}
