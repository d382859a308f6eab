"""Control models on every task: one that knows the answers, one that is silent, one that answers others.

They show that prompts, references and metrics fit each other on the whole way from a source to the report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from types import MappingProxyType

import pytest

from loom_fixtures.models import resolve
from loom_plugin.evaluate import evaluate_cell
from loom_plugin.loading import load_cell
from loom_plugin.settings import Settings
from loom_reports.runfolder import RunFolder
from loom_tests.benchmark import Benchmark, Cell, Task
from loom_tests.contracts import Request, Sample
from loom_tests.lengths import KILO
from loom_tests.manifest import load_benchmarks
from loom_tests.prompts import last
from tests.data.counters import UNSCORABLE
from tests.plugin.scripted import Scripted

N = 4

ALIKE = {
    "niah": "the protocol has one needle",
    "counting_stars": "the protocol has one list of numbers",
    "longwriter": "only the length of the text is scored",
}
"""Benchmarks whose samples have the same right answers, so that shuffling them says nothing."""

Answer = Callable[[Sequence[Sample], int], str]


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOOMBENCH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def settings(folder: Path) -> Settings:
    return Settings(
        models=MappingProxyType({"m": resolve("smollm2")}),
        model_args={},
        server="transformers",
        server_options={},
        accelerators=["none"],
        retrievers={"none": None},
        force_retrieval=False,
        data="embedded",
        data_dir=None,
        skip_bad_rows=False,
        metric_version="official",
        no_context=False,
        benchmarks=(),
        composite=False,
        tasks=(),
        lengths=(),
        shortest=True,
        limit=N,
        batch_size=None,
        generation={},
        apply_chat_template=None,
        system="",
        truncation="error",
        seed=11,
        output=folder,
        fresh=False,
        rescore=False,
        shard=(1, 1),
        thinking_tokens=0,
        adapter_sha=None,
        gpus_per_model=1,
        trust_remote_code=False,
        offline=True,
    )


def score(owner: Benchmark, task: Task, folder: Path, answer: Answer) -> list[float]:
    """Return the scores of a model that answers sample i with `answer(samples, i)`."""
    lengths = owner.lengths_of(task)
    length = min((one for one in lengths if one >= KILO), default=max(lengths))
    cell = Cell("m", "none", "none", owner, task, length, N)
    options = settings(folder)
    loaded = load_cell(cell, options, Scripted(lambda request: ""))
    samples = loaded.samples
    answers = {request.hash(): answer(samples, i) for i, request in enumerate(loaded.requests)}

    def reply(request: Request) -> str:
        if request.hash() in answers:
            return answers[request.hash()]
        text = str(request.prompt)  # a second request: it repeats the question
        return next(answer(samples, i) for i, sample in enumerate(samples) if sample.question in text)

    run = RunFolder(folder)
    run.open({}, {})
    outcome = evaluate_cell(cell, options, run, lambda: Scripted(reply))
    assert not outcome.failed
    records = run.cell(cell.id).records()
    return [record.scores[task.metric_names[0]] for record in records if record.scores]


every_task = pytest.mark.parametrize(
    ("owner", "task"),
    [
        pytest.param(owner, task, id=f"{owner.name}/{task.name}")
        for owner in load_benchmarks()
        for task in owner.tasks
        if task.metrics
    ],
)
SHUFFLED: dict[str, list[float]] = {}


@every_task
def test_controls(owner: Benchmark, task: Task, tmp_path: Path) -> None:
    plain = replace(task, second=None) if task.second and task.second.join is not last else task
    right = score(owner, plain, tmp_path / "oracle", lambda samples, i: task.ideal(samples[i]))
    assert (owner.name, task.name) in UNSCORABLE or right == [pytest.approx(1)] * N
    empty = score(owner, plain, tmp_path / "empty", lambda samples, i: "")
    assert max(empty) <= task.floor
    others = score(owner, plain, tmp_path / "shuffled", lambda samples, i: task.ideal(samples[(i + 1) % N]))
    if owner.name not in ALIKE:
        SHUFFLED.setdefault(owner.name, []).extend(others)


def test_answers_to_other_questions_score_near_chance() -> None:
    """Every benchmark by itself: some tasks have two possible answers, so a single task says little."""
    if len(SHUFFLED) < len(load_benchmarks()) // 2:
        pytest.skip("needs the tests above in the same process")
    means = {name: round(fmean(scores), 2) for name, scores in SHUFFLED.items()}
    assert {name: mean for name, mean in means.items() if mean > 0.5} == {}
