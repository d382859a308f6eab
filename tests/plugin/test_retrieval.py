"""`--retriever` as a user types it, on SmolLM2: what is asked, recorded, paired, left out and shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from loom_fixtures.retrievers.registry import parse
from loom_fixtures.retrievers.self_route import DECLINED, OFFER
from loom_plugin.evaluate import evaluate_cell
from loom_plugin.matrix import cells_of, left_out
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder
from loom_tests.benchmark import Cell, Task
from loom_tests.contracts import Request
from loom_tests.manifest import load_benchmark, load_benchmarks
from loom_tests.prompts import render
from tests.plugin.conftest import records, results, run_in
from tests.plugin.scripted import Scripted
from tests.plugin.test_controls import settings

N = 2
SMALL = "chunk=64,top=3"
LABELS = [f"{name}:{SMALL}" for name in ("bm25", "dense", "hybrid", "self-route")]
TASKS = ("longbench/multifieldqa_en",)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One finished run of SmolLM2 with none and four retrievers."""
    folder = tmp_path_factory.mktemp("retrieval") / "run"
    options = [option for label in ("none", *LABELS) for option in ("--retriever", label)]
    cells = ("-m", "full", "--tasks", ",".join((*TASKS, "ruler/cwe")), "--lengths", "1k", "--limit", N)
    quick = ("--model-args", "threads=1", "--gen-kwargs", "max_new_tokens=12", "-rs")
    done = run_in(folder.parent)(*cells, *quick, *options, "--model", "smollm2", "--output-path", folder)
    assert done.status == 0, done.output
    (folder.parent / "output.txt").write_text(done.output)
    return folder


def by_retriever(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for (cell, _), record in records(folder).items():
        if not cell.endswith("cwe|1k"):
            found.setdefault(cell.split("|")[2], []).append(record)
    return found


def test_prompts_shrink_and_samples_stay_the_same(run: Path) -> None:
    found = by_retriever(run)
    assert set(found) == {"none", *(parse(label)[0] for label in LABELS)}
    none = {record["doc_hash"]: record for record in found.pop("none")}
    assert len(none) == N * len(TASKS)
    for retriever, group in found.items():
        for record in group:
            whole = none[record["doc_hash"]]
            assert record["prompt_hash"] != whole["prompt_hash"]
            assert record["context_tokens"] > record["shown_tokens"] > 0
            assert record["shown_tokens"] <= 3 * 64 + 8
            assert (record["chunks"], record["error"]) == (3, None)
            assert 0 <= record["evidence_recall"] <= 1
            if not retriever.startswith("self-route"):
                assert record["prompt_tokens"] < whole["prompt_tokens"] / 2
                assert (record["route"], record["saved_tokens"]) == ("", None)
            else:
                assert record["saved_tokens"] == whole["prompt_tokens"] - record["prompt_tokens"]
                assert (record["route"] == "full") == (record["saved_tokens"] < 0)
    assert all(record["shown_tokens"] is None for record in none.values())


def test_the_report_compares_them_with_none(run: Path) -> None:
    found = results(run)
    assert found["complete"]
    rows = json.loads((run / "results.json").read_text())["timings"]["retrievers_against_none"]
    assert {row["retriever"] for row in rows} == {parse(label)[0] for label in LABELS}
    for row in rows:
        assert row["difference"]["n"] == N * len(TASKS)
        assert row["recall"] > 0
        assert (row["full"] is not None) == row["retriever"].startswith("self-route")
        assert row["tokens"] < 0.5 or row["full"]
    output = (run.parent / "output.txt").read_text()
    for text in (output, (run / "report.md").read_text(), (run / "report.html").read_text()):
        assert "etrievers against none" in text
        assert "whole context" in text


def test_the_retriever_is_described_where_the_cell_ended(run: Path) -> None:
    done = [json.loads(path.read_text()) for path in (run / "samples").glob("*.done.json")]
    facts = {one["retriever"].get("name"): one["retriever"] for one in done}
    assert set(facts) == {None, "bm25", "dense", "hybrid", "self-route"}
    assert facts["hybrid"]["chunk"] == 64
    assert len(facts["hybrid"]["weights"]) == 16


def test_unsuited_tasks_are_skipped_with_the_reason(run: Path) -> None:
    output = (run.parent / "output.txt").read_text()
    assert f"{len(LABELS)} skipped" in output
    assert "no retrieval: what is counted or compared is all of the text (--force-retrieval" in output
    assert {cell for cell in results(run)["cells"] if "cwe" in cell} == {"smollm2|none|none|ruler/cwe|1k"}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOOMBENCH_CACHE", str(tmp_path / "cache"))


def every_task() -> Iterator[Task]:
    return (task for benchmark in load_benchmarks() for task in benchmark.tasks)


def test_talks_are_never_cut_and_other_tasks_can_be_forced(tmp_path: Path) -> None:
    assert all(task.no_retrieval for task in every_task() if task.prompt.conversation)
    retrievers = dict([parse("bm25")])
    for force in (False, True):
        options = replace_settings(tmp_path, retrievers=retrievers, force_retrieval=force)
        ruler, mrcr = load_benchmark("ruler"), load_benchmark("mrcr")
        run = {cell.task.name for cell in cells_of(ruler, options)}
        out = {cell.task.name for cell, _ in left_out(ruler, options)}
        assert out == (set() if force else {"vt", "cwe", "fwe"})
        assert run == {task.name for task in ruler.tasks} - out
        assert not cells_of(mrcr, options)
        assert {reason for _, reason in left_out(mrcr, options)} == {
            "its context is a conversation, whose turns are not cut"
        }


def replace_settings(folder: Path, **changes: Any) -> Any:
    from dataclasses import replace

    return replace(settings(folder), **changes)


def evaluated(folder: Path, name: str, text: str, answer: Callable[[Request], str]) -> list[SampleRecord]:
    """Run one cell with a retriever and a server that answers as told."""
    label, retriever = parse(text)
    options = replace_settings(folder, retrievers={label: retriever})
    benchmark, _, task_name = name.partition("/")
    owner = load_benchmark(benchmark)
    task = next(task for task in owner.tasks if task.name == task_name)
    run = RunFolder(folder)
    run.open({}, {})
    cell = Cell("m", "none", label, owner, task, owner.lengths_of(task)[0], 4)
    evaluate_cell(cell, options, run, lambda: Scripted(answer))
    return run.cell(cell.id).records()


def prompt_of(request: Request) -> str:
    return request.prompt if isinstance(request.prompt, str) else request.prompt[-1].content


def test_self_route_asks_again_only_where_the_model_declines(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(request: Request) -> str:
        asked.append(prompt_of(request))
        return f"{DECLINED.title()}." if OFFER in asked[-1] and len(asked) % 2 else "Paris"

    text = "self-route:base=bm25,chunk=64,top=2"
    found = evaluated(tmp_path, "longbench/multifieldqa_en", text, answer)
    offered = [prompt for prompt in asked if OFFER in prompt]
    whole = [prompt for prompt in asked if OFFER not in prompt]
    assert (len(offered), len(whole)) == (4, 2)
    assert max(map(len, offered)) < min(map(len, whole))
    assert [record.route for record in found] == ["full", "retrieved"] * 2
    assert {record.completion for record in found} == {"Paris"}
    assert [(record.saved_tokens or 0) > 0 for record in found] == [True] * 4  # this server counts no tokens
    asked.clear()
    assert evaluated(tmp_path, "longbench/multifieldqa_en", text, answer) == found
    assert not asked


def test_a_second_request_sees_what_the_first_saw(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(request: Request) -> str:
        asked.append(prompt_of(request))
        return "B"

    evaluated(tmp_path, "longbench_v2/longbench_v2_cot", "bm25:chunk=64,top=2", answer)
    lengths = [len(prompt) for prompt in asked]
    assert len(lengths) == 8
    assert max(lengths) < 3000 < len(prompt_of(render(*whole_sample())))


def whole_sample() -> tuple[Task, Any]:
    from loom_tests.data.embedded import Embedded, Item

    task = next(task for task in load_benchmark("longbench_v2").tasks if task.name == "longbench_v2_cot")
    source = task.sources["embedded"]
    assert isinstance(source, Embedded)
    return task, source.build(Item(task.name, 4096, 0, 11), 600)


def test_mistakes_are_usage_errors(loom: Any) -> None:
    done = loom("-m", "loombench", "--model", "smollm2", "--retriever", "bm26")
    assert done.status == 4
    assert "unknown retriever 'bm26'; did you mean bm25?" in done.output
