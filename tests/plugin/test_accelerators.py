"""`--accelerator` as a user types it: cells, resume, workers, the table, and mistakes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from loom_plugin import fixtures
from loom_plugin.fixtures import EnginePool
from loom_reports.errors import LoomError
from tests.plugin.conftest import Loom, records, results, run_in, scores_and_prompts

AWARE, AGNOSTIC, LATER = "snapkv:ratio=0.5", "snapkv:ratio=0.5,scope=context", "knorm:ratio=0.25"
N = 3
CELLS = ("-m", "loombench", "--tasks", "niah", "--lengths", "1k", "--limit", N)
QUICK = ("--batch-size", 1, "--gen-kwargs", "max_new_tokens=6", "--model-args", "dtype=float32,threads=1")
OPTIONS = (*CELLS, *QUICK, "--accelerator", "none", "--accelerator", AWARE, "--accelerator", AGNOSTIC)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """One finished run of none and two scopes, `-n 0`."""
    folder = tmp_path_factory.mktemp("accelerated") / "run"
    run = run_in(folder.parent)(*OPTIONS, "--model", tiny_model, "--output-path", folder)
    assert run.status == 0, run.output
    (folder.parent / "output.txt").write_text(run.output)
    return folder


def rows(output: str) -> dict[str, list[str]]:
    """The lines of the table in the terminal, by accelerator; its head by "accelerator"."""
    _, found, table = output.partition("LoomBench: accelerators against none")
    assert found
    lines = table.splitlines()[1:]
    width = lines[0].index("question seen")
    named = [line for line in lines if line.startswith(("accelerator ", "snapkv", "knorm"))]
    return {line[:width].strip(): line[width:].split() for line in named}


def by_accelerator(folder: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for (cell, _), record in records(folder).items():
        found.setdefault(cell.split("|")[1], []).append(record)
    return found


def written(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (folder / "samples").iterdir()}


def test_every_accelerator_has_its_cells_and_their_records(base: Path) -> None:
    found = results(base)
    assert found["complete"]
    assert {cell["accelerator"] for cell in found["cells"].values()} == {"none", AWARE, AGNOSTIC}
    assert [len(cells) for cells in by_accelerator(base).values()] == [N] * 3
    for accelerator, cells in by_accelerator(base).items():
        for record in cells:
            whole = 2 * 2 * 2 * 16 * record["prompt_tokens"] * 4
            share = 1 if accelerator == "none" else 0.5
            question = 40 if accelerator == AGNOSTIC else 0  # what follows the context is kept, at most
            assert whole * share * 0.99 < record["kv_bytes_prompt"] < whole * share * (1.01 + question / 500)
            assert bool(record["kept_tokens"]) == bool(record["overhead"]) == (accelerator != "none")
    servers = {one["accelerator"]: one["server"] for one in found["subjects"]}
    assert [servers[name].get("query_aware") for name in ("none", AWARE, AGNOSTIC)] == [None, True, False]
    assert servers[AWARE]["eviction"]["ratio"] == 0.5


def test_the_terminal_compares_them_with_none(base: Path) -> None:
    table = rows((base.parent / "output.txt").read_text())
    head = " ".join(table["accelerator"])
    assert head.startswith("question seen length batch n score none difference KV on host TTFT TPOT")
    assert table[AWARE][0] == "yes"
    assert table[AGNOSTIC][0] == "no"
    for accelerator in (AWARE, AGNOSTIC):
        assert table[accelerator][1:4] == ["1k", "1", str(N)]


def test_results_and_reports_hold_the_table(base: Path) -> None:
    compared = json.loads((base / "results.json").read_text())["timings"]["accelerators_against_none"]
    assert [row["accelerator"] for row in compared] == [AWARE, AGNOSTIC]
    assert [row["kv"] for row in compared] == [pytest.approx(0.5, abs=0.01), pytest.approx(0.5, abs=0.05)]
    for row in compared:
        assert (row["batch_size"], row["difference"]["n"]) == (1, N)
        assert row["difference"]["low"] <= row["difference"]["mean"] <= row["difference"]["high"]
        assert row["ttft"] > 0
        assert row["tpot"] > 0
    for name in ("report.md", "report.html"):
        page = (base / name).read_text()
        assert "Accelerators against none" in page
        assert AGNOSTIC in page


def test_two_workers_add_accelerators_to_a_finished_run_of_none(
    base: Path, loom: Loom, tiny_model: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "run"
    shutil.copytree(base, copy)
    for path in [*(copy / "samples").glob("*snapkv*"), *(copy / "plans").iterdir()]:
        path.unlink()
    before = written(copy)
    run = loom(*OPTIONS, "--accelerator", LATER, "-n2", "--model", tiny_model, "--output-path", copy)
    assert run.status == 0, run.output
    assert run.output.count(f"{N} from before") == 1
    after = written(copy)
    assert {name: after[name] for name in before} == before
    assert len(after) == 4 * len(before)
    assert set(rows(run.output)) == {"accelerator", AWARE, AGNOSTIC, LATER}
    again, later = scores_and_prompts(copy), results(copy)
    assert {key: row for key, row in again.items() if LATER not in key[0]} == scores_and_prompts(base)
    assert {cell: row for cell, row in later["cells"].items() if LATER not in cell} == results(base)["cells"]


def test_a_finished_run_is_not_run_again(base: Path, tiny_model: Path) -> None:
    before = written(base)
    run = run_in(base.parent)(*OPTIONS, "--model", tiny_model, "--output-path", base)
    assert run.status == 0, run.output
    assert run.output.count(f"{N} from before") == 3
    assert written(base) == before
    assert set(rows(run.output)) == {"accelerator", AWARE, AGNOSTIC}


def test_a_dry_run_lists_the_cells(pytester: pytest.Pytester) -> None:
    run = pytester.runpytest(*OPTIONS, "--model", "smollm2", "--dry-run")
    output = run.stdout.str()
    assert run.ret == 0, output
    for accelerator in ("none", AWARE, AGNOSTIC):
        assert f"smollm2|{accelerator}|none|niah/niah|1k" in output
    assert "3 cells" in output
    assert not (pytester.path / "reports").exists()


# Mistakes


@pytest.fixture
def capped(tmp_path: Path) -> Path:
    """A model's folder that says its attention logits are capped."""
    folder = tmp_path / "capped"
    folder.mkdir()
    config = {"model_type": "gemma2", "attn_logit_softcapping": 50.0, "max_position_embeddings": 8192}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "model.safetensors").write_bytes(b"")
    return folder


@pytest.fixture
def recurrent(tmp_path: Path) -> Path:
    """A model's folder that says it is a Mamba."""
    folder = tmp_path / "recurrent"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "mamba"}')
    (folder / "model.safetensors").write_bytes(b"")
    return folder


@pytest.mark.parametrize(
    ("model", "accelerators", "message"),
    [
        ("smollm2", ["snapvk"], "--accelerator snapvk: unknown method 'snapvk'; did you mean snapkv"),
        ("smollm2", ["none", "magic"], "accepted: none, h2o, streamingllm"),
        ("smollm2", ["snapkv:budget=0"], "budget=0: tokens per layer and KV head, at least 1"),
        ("smollm2", ["snapkv+h2o"], "snapkv and h2o are both eviction methods; give one"),
        ("smollm2", ["adakv+kivi"], "equally many in all heads; adakv does not leave them so"),
        ("capped", ["none", "snapkv"], "capped: its attention logits are capped (attn_logit_softcapping)"),
        ("recurrent", ["snapkv"], "recurrent: it has no KV cache. Accepted for it: none"),
    ],
)
def test_a_mistake_ends_the_run_before_it_begins(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    model: str,
    accelerators: list[str],
    message: str,
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    name = model if model == "smollm2" else str(request.getfixturevalue(model))
    given = [part for accelerator in accelerators for part in ("--accelerator", accelerator)]
    run = pytester.runpytest("-q", "-m", "loombench", "--model", name, *given)
    output = run.stdout.str() + run.stderr.str()
    assert run.ret == 4
    assert message in output
    assert output.count("ERROR") == 1
    assert "Traceback" not in output


def test_none_is_accepted_of_every_model(recurrent: Path, pytester: pytest.Pytester) -> None:
    run = pytester.runpytest(*CELLS, "--model", recurrent, "--accelerator", "none", "--dry-run")
    assert run.ret == 0


def test_an_accelerator_that_fails_is_not_taken_for_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server may have lost the accelerator before, so the next cell must ask for it again."""
    asked = []

    def accelerate(accelerator: str) -> None:
        asked.append(accelerator)
        if accelerator == "broken":
            raise LoomError("cannot work")

    settings: Any = SimpleNamespace(
        server="s", models={"m": None}, batch_size=None, truncation="error", apply_chat_template=None,
        trust_remote_code=False, accelerators=["none", "broken"], model_args={},
        gpus_per_model=1, server_options={},
    )  # fmt: skip
    server = SimpleNamespace(accelerate=accelerate, close=lambda: None)
    monkeypatch.setattr(fixtures, "create_server", lambda *_, **__: server)
    pool = EnginePool(settings)
    pool.get("m", "snapkv")
    with pytest.raises(LoomError):
        pool.get("m", "broken")
    pool.get("m", "snapkv")
    pool.get("m", "snapkv")
    pool.get("m", "none")
    assert asked == ["snapkv", "broken", "snapkv", "none"]
