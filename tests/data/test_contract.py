"""What every generated task promises, checked on every task of the manifest."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from loom_fixtures.models import resolve
from loom_fixtures.servers.prompts import Prompts
from loom_tests.benchmark import Benchmark, Load, MetricVersion, Task, render
from loom_tests.contracts import Request, Sample
from loom_tests.data.embedded import Embedded, Item
from loom_tests.data.official import GeneratedRow, OfficialRows
from loom_tests.errors import LoomError
from loom_tests.lengths import length_label
from loom_tests.manifest import load_benchmarks
from tests.data.counters import UNSCORABLE, Bytes

N = 3
LENGTHS = (1024, 4096)
VERSIONS: tuple[MetricVersion, ...] = ("official", "fixed")


class SmolLM2Counter:
    """Counts with the real tokenizer and chat template, without loading the model."""

    def __init__(self) -> None:
        from transformers import AutoTokenizer

        self.prompts = Prompts(AutoTokenizer.from_pretrained(resolve("smollm2").folder()), None)
        self.fingerprint = self.prompts.fingerprint

    def count(self, request: Request) -> int:
        return len(self.prompts.tokens(request))


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    return Load(SmolLM2Counter(), seed=7, cache_dir=tmp_path_factory.mktemp("cache"))


def generated() -> list[tuple[Benchmark, Task, Embedded]]:
    return [
        (benchmark, task, source)
        for benchmark in load_benchmarks()
        for task in benchmark.tasks
        for source in task.sources.values()
        if isinstance(source, Embedded)
    ]


every_task = pytest.mark.parametrize(
    ("owner", "task", "source"),
    [pytest.param(*row, id=f"{row[0].name}/{row[1].name}") for row in generated()],
)


@every_task
def test_a_generated_task(owner: Benchmark, task: Task, source: Embedded, load: Load) -> None:
    lengths = owner.lengths_of(task)
    for length in [one for one in LENGTHS if one in lengths] or [min(filter(None, lengths))]:
        samples = source.samples(task, length, N, load)
        assert len({sample.id for sample in samples}) == N
        assert len({sample.hash() for sample in samples}) == N
        for sample in samples:
            request = render(task, sample)
            used = load.counter.count(request) + task.room(sample)
            assert 0.98 * length <= used <= length
            _check_scores(owner, task, sample)
            _check_span(request, sample)


def _check_scores(owner: Benchmark, task: Task, sample: Sample) -> None:
    stored = replace(sample, context="")
    right = task.postprocess(task.ideal(sample))
    for metric in task.metrics:
        for version in VERSIONS:
            if version == "fixed" or (owner.name, task.name) not in UNSCORABLE:
                assert metric.of(version)(right, stored) == pytest.approx(1), metric.name
        assert 0 <= metric.score(task.postprocess(""), stored) <= task.floor


def _check_span(request: Request, sample: Sample) -> None:
    if request.context_span is not None:
        text = request.prompt if isinstance(request.prompt, str) else request.prompt[-1].content
        assert text[slice(*request.context_span)] in (sample.context, "")


@every_task
def test_generated_rows_are_read_back_from_the_official_layout(
    owner: Benchmark, task: Task, source: Embedded, tmp_path: Path
) -> None:
    folder = task.sources.get("folder")
    if not isinstance(source.build, GeneratedRow) or not isinstance(folder, OfficialRows):
        pytest.skip("its generator does not make rows of an official file")
    length = min(filter(None, owner.lengths_of(task)))
    items = [Item(task.name, length, index, 7) for index in range(N)]
    path = tmp_path / folder.rows.file.format(task=task.name, length=length_label(length))
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [dict(source.build.generate(item, 60)) for item in items]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text(f"[{','.join(lines)}]" if path.suffix == ".json" else "\n".join(lines), encoding="utf-8")
    load = Load(Bytes(), 7, tmp_path / "cache", data_dir=tmp_path)
    read = folder.samples(task, length, N, load)
    built = [source.build(item, 60) for item in items]
    assert [_as_official(sample) for sample in read] == [_as_official(sample) for sample in built]


def _as_official(sample: Sample) -> Sample:
    """The sample without what official rows do not tell."""
    told = {name: value for name, value in sample.meta.items() if name != "evidence"}
    return replace(sample, id="", context_id="", meta=told)


@every_task
def test_evidence_stands_in_the_context(owner: Benchmark, task: Task, source: Embedded) -> None:
    length = min(filter(None, owner.lengths_of(task)))
    for index in range(N):
        sample = source.build(Item(task.name, length, index, 7), 60)
        assert all(one in sample.context for one in sample.evidence)


@every_task
def test_samples_are_the_same_whenever_they_are_built(
    owner: Benchmark, task: Task, source: Embedded, load: Load, tmp_path: Path
) -> None:
    length = max(1024, min(filter(None, owner.lengths_of(task))))
    fresh = Load(load.counter, load.seed, tmp_path)
    cached = source.samples(task, length, N, load)
    assert source.samples(task, length, 2, fresh) == cached[:2]
    assert source.samples(task, length, N, fresh) == cached
    other_seed = Load(load.counter, load.seed + 1, tmp_path)
    assert source.samples(task, length, 1, other_seed)[0].hash() != cached[0].hash()


def test_a_damaged_cache_is_built_again(load: Load, tmp_path: Path) -> None:
    _, task, source = generated()[0]
    here = Load(load.counter, load.seed, tmp_path)
    before = source.samples(task, 1024, 1, here)
    (file,) = (tmp_path / "prompts").iterdir()
    file.write_bytes(file.read_bytes()[:50])
    assert source.samples(task, 1024, 1, here) == before


def test_a_length_too_short_for_a_task_says_so(load: Load) -> None:
    task, source = next((task, source) for _, task, source in generated() if task.name == "vt")
    with pytest.raises(LoomError, match=r"vt at 256: the shortest prompt and its answer take \d+ tokens"):
        source.samples(task, 256, 1, load)
