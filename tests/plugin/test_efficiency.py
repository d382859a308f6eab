"""`-m efficiency` as a user types it: real answers of SmolLM2, figures that agree, and mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from loom_fixtures.models import resolve
from loom_fixtures.servers.base import LocalModel
from loom_fixtures.servers.counter import TokenCounter
from loom_fixtures.servers.transformers.rows import Row
from loom_plugin.work import prefill_flops, step_bytes
from loom_tests.contracts import Completion, Request
from loom_tests.efficiency.prompts import exact_request
from tests.fixtures.servers_openai.endpoint import serving
from tests.plugin.conftest import Loom, run_in

NEW = 4
LANE = ("-m", "efficiency", "-n", 0, "--limit", 1, "--gen-kwargs", f"max_new_tokens={NEW}")
SMOLLM2 = ("--model", "smollm2", "--model-args", "dtype=float32,threads=1", "--accelerator", "none")
KNORM = "knorm:ratio=0.5"


def points(folder: Path) -> dict[str, dict[str, Any]]:
    stored = json.loads((folder / "efficiency.json").read_text())
    return {point["id"]: point for point in stored["points"]}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SmolLM2 at 256 tokens with an accelerator and without, and at 512 without; then the same once more."""
    folder = tmp_path_factory.mktemp("efficiency")
    wanted = ("--accelerator", KNORM, "--lengths", "256,512", "-k", "none or 256", "--output-path", "run")
    first = run_in(folder)(*LANE, *SMOLLM2, *wanted, "--benchmark-json", "benchmark.json")
    assert first.status == 0, first.output
    assert "3 passed" in first.output
    again = run_in(folder)(*LANE, *SMOLLM2, *wanted)
    assert "3 skipped" in again.output
    (folder / "output.txt").write_text(again.output)
    return folder


def test_prompts_and_answers_are_as_long_as_the_length_says(run: Path) -> None:
    found = points(run / "run")
    assert list(found) == ["smollm2|none|256", "smollm2|none|512", f"smollm2|{KNORM}|256"]
    for point in found.values():
        (answer,) = point["rounds"]
        assert answer["prompt_tokens"] == point["length"] - NEW
        assert answer["output_tokens"] == NEW


def test_figures_agree_with_each_other(run: Path) -> None:
    found = points(run / "run")
    for point in found.values():
        figures = point["figures"]
        assert 0 < figures["mfu"] <= 1.2
        assert 0 < figures["read_share"] <= 1.5
        assert figures["decode_tokens_per_second"] == pytest.approx(1 / figures["tpot"])
        assert figures["peak_memory"] > point["step_bytes"] > 134e6 * 4  # the weights, in float32
        assert point["memory"].startswith(("VmHWM", "resident memory"))
    plain, longer, halved = found.values()
    assert halved["figures"]["kv_bytes"] < 0.8 * plain["figures"]["kv_bytes"]
    assert halved["step_bytes"] < plain["step_bytes"] < longer["step_bytes"]
    assert plain["prefill_flops"] == halved["prefill_flops"] < longer["prefill_flops"]


def test_pytest_benchmark_has_the_whole_answer_and_our_figures(run: Path) -> None:
    entries = json.loads((run / "benchmark.json").read_text())["benchmarks"]
    assert len(entries) == 3
    for entry, point in zip(entries, points(run / "run").values(), strict=True):
        whole = point["figures"]["ttft"] + (NEW - 1) * point["figures"]["tpot"]
        assert entry["extra_info"] == point["figures"]
        assert entry["stats"]["rounds"] == 1
        assert point["figures"]["ttft"] < whole <= entry["stats"]["total"]


def test_the_table_shows_earlier_points_too(run: Path) -> None:
    _, found, table = (run / "output.txt").read_text().partition("LoomBench: efficiency ===")
    assert found
    assert [line.split()[1:3] for line in table.splitlines() if line.startswith("smollm2 ")] == [
        ["none", "256"],
        ["none", "512"],
        [KNORM, "256"],
    ]


def test_other_options_do_not_share_a_folder(run: Path) -> None:
    before = points(run / "run")
    other = run_in(run)(*LANE, *SMOLLM2, "--seed", 7, "--lengths", "256", "--output-path", "run")
    assert other.status == 4
    assert "was measured with another seed; choose another --output-path" in other.output
    assert points(run / "run") == before


def test_what_an_endpoint_does_not_tell_is_left_out(
    loom: Loom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-any")
    with serving() as endpoint:
        asked = ("--server", "openai", "--base-url", endpoint.url, "--model", "served")
        done = loom(
            *LANE, *asked, "--model-args", "tokenizer=smollm2", "--lengths", "1k", "--output-path", "run"
        )
    assert done.status == 0, done.output
    (point,) = points(tmp_path / "run").values()
    assert point["figures"]["ttft"] > 0
    unknown = {"mfu", "read_share", "peak_memory", "kv_bytes"}
    assert unknown == {name for name in unknown if point["figures"][name] is None}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-m", "efficiency", "-n", "2"], "leave -n out, or type -n 0"),
        (["-m", "efficiency or niah"], "efficiency is measured alone, with -m efficiency"),
        (["-m", "full and not efficiency"], "efficiency is measured alone"),
        (["-m", "efficiency", "--tasks", "niah"], "--tasks has no meaning for -m efficiency"),
        (["-m", "efficiency", "--from-samples", "nowhere"], "nowhere is not a run folder"),
        (["-m", "efficiency", "--lengths", "16k"], "beyond the context of smollm2, 8192 tokens"),
        (["-m", "efficiency", "-p", "no:benchmark"], "pip install 'loombench[efficiency]'"),
        (["-m", "efficiency", "--output-path", "/proc/loom"], "cannot write to the output folder"),
        (["-m", "efficiency", "--benchmark-disable"], "--benchmark-disable turns off"),
    ],
)
def test_mistakes(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    done = pytester.runpytest("-q", "--model", "smollm2", *arguments)
    output = done.stdout.str() + done.stderr.str()
    assert done.ret == 4
    assert message in output
    assert "Traceback" not in output


def test_the_lane_is_collected_by_its_own_marker_alone(loom: Loom) -> None:
    collect = ("--model", "smollm2", "--collect-only", "-q")
    lane = loom("-m", "efficiency", *collect)
    assert "speed.py::test_speed[smollm2|none|8k]" in lane.output
    assert "4 tests collected" in lane.output
    assert "test_speed" not in loom("-m", "full", "--tasks", "niah", *collect).output


@pytest.mark.parametrize("tokens", [64, 257, 1000])
def test_a_prompt_is_exactly_as_long_as_asked(tokens: int) -> None:
    counter = TokenCounter(resolve("smollm2"))
    one, other = (exact_request(counter, tokens, NEW, key) for key in "ab")
    assert counter.count(one) == counter.count(other) == tokens
    assert one.prompt != other.prompt


def test_an_answer_that_ignores_its_end_goes_on_to_its_limit() -> None:
    end = frozenset({2})
    ends, goes_on = (
        Row(0, Request("A", max_new_tokens=2, ignore_end=ignore), [1]) for ignore in (False, True)
    )
    for token in (2, 7):
        for row in (ends, goes_on):
            row.add(token, 0.0, end, cast(Any, None))
    assert (ends.new, ends.finish_reason) == ([2], "stop")
    assert (goes_on.new, goes_on.finish_reason) == ([2, 7], "length")
    assert ends.request.hash() != goes_on.request.hash()


CONFIG = {"num_attention_heads": 4, "head_dim": 8, "num_hidden_layers": 2}


@pytest.mark.parametrize(
    ("config", "pairs"),
    [
        (CONFIG, 2 * 5000),  # two layers, half of a square of 100
        ({**CONFIG, "sliding_window": 10}, 2 * 950),  # ten for each, but the first ones
        ({**CONFIG, "sliding_window": 10, "layer_types": ["full_attention", "sliding_attention"]}, 5950),
    ],
)
def test_work_of_a_prompt_by_hand(config: dict[str, Any], pairs: int) -> None:
    model = LocalModel(None, None, config, body=1000, head=50, nbytes=4200)
    answer = Completion("", "length", prompt_tokens=100, kv_bytes=120, kv_bytes_prompt=100)
    assert prefill_flops(model, answer) == 2 * (1000 * 100 + 50) + 4 * 32 * pairs
    assert step_bytes(model, answer) == 4200 + 110


@pytest.mark.parametrize(
    "config", [{}, {**CONFIG, "num_experts": 8}, {**CONFIG, "layer_types": ["mamba"] * 2}]
)
def test_work_that_is_not_known_is_none(config: dict[str, Any]) -> None:
    model = LocalModel(None, None, config, body=1000, head=50, nbytes=4200)
    assert prefill_flops(model, Completion("", "length", prompt_tokens=100)) is None
