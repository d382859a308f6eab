"""Every mistake gets one clear message, exit status 4 and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.conftest import Loom


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--model", "no/such-model"], "--model no/such-model: no such folder"),
        (["--model", "./nowhere"], "--model ./nowhere: no such folder"),
        ([], "no model to measure: add --model"),
        (["--model", "smollm2", "--tasks", "niah_sngle_1"], "did you mean niah_single_1"),
        (["--model", "smollm2", "--tasks", "x*"], "matches no task; benchmarks: ruler, "),
        (["--model", "smollm2", "--lengths", "16k"], "beyond the context of smollm2, 8192 tokens"),
        (["--model", "smollm2", "--lengths", "3k"], "no selected task has such a length; lengths: 0k, 256"),
        (["--model", "smollm2", "--lengths", "long"], "'long' is not a number of tokens"),
        (["--model", "smollm2", "--shard", "3/2"], "--shard '3/2': write I/N with I from 1 to N"),
        (["--model", "smollm2", "--shard", "one"], "--shard 'one'"),
        (["--model", "smollm2", "--limit", "0"], "--limit 0: must be at least 1"),
        (["--model", "smollm2", "--batch-size", "big"], "--batch-size 'big': write auto or a number"),
        (
            ["--model", "smollm2", "--data", "nowhere"],
            "--data 'nowhere': neither embedded, hub, loombench",
        ),
        (["--model", "smollm2", "--gen-kwargs", "heat=1"], "unknown name 'heat'; accepted: temperature"),
        (["--model", "smollm2", "--gen-kwargs", "top_p=x"], "top_p='x' is not a float"),
        (["--model", "smollm2", "--model-args", "float32"], "'float32' is not of the form name=value"),
        (
            ["--model", "smollm2", "--base-url", "http://localhost:1/v1"],
            "--base-url has no meaning for --server transformers",
        ),
        (
            [
                "--model",
                "smollm2",
                "--prefix-cache-gb",
                "2",
                *("--accelerator", "none", "--accelerator", "knorm"),
            ],
            "--prefix-cache-gb 2.0: knorm is query-aware",
        ),
        (["--model", "smollm2", "--no-thinking", "--thinking-tokens", "5"], "--thinking-tokens 5: must be"),
        (
            ["--model", "smollm2", "--lengths", "8k", "--thinking-tokens", "4096"],
            "8192 tokens, 4096 of them for reasoning; choose up to 4k",
        ),
        (["--model", "smollm2", "--offline", "--adapter", "nowhere"], "--adapter nowhere: no such folder"),
        (["--from-samples", "nowhere"], "nowhere is not a run folder: it has no run.json"),
        (
            ["--model", "smollm2", "--output-path", "/proc/loom"],
            "cannot write to the output folder",
        ),
    ],
)
def test_options(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    run = pytester.runpytest("-q", "-m", "loombench", *arguments)
    output = run.stdout.str() + run.stderr.str()
    assert run.ret == 4
    assert message in output
    assert output.count("ERROR") == 1
    assert "Traceback" not in output


def test_a_run_with_another_seed_is_not_mixed_in(loom: Loom, tiny_model: Path, tmp_path: Path) -> None:
    options = ("-q", "-m", "loombench", "--model", tiny_model, "--output-path", tmp_path / "run")
    cells = ("--tasks", "niah", "--lengths", "1k", "--limit", "1")
    assert loom(*options, *cells).status == 0
    before = {path: path.read_bytes() for path in (tmp_path / "run" / "samples").iterdir()}
    run = loom(*options, *cells, "--seed", "7")
    assert run.status == 4
    assert "seed=42, this one has seed=7" in run.output
    assert "--fresh" in run.output
    assert "Traceback" not in run.output
    assert {path: path.read_bytes() for path in (tmp_path / "run" / "samples").iterdir()} == before


def test_a_fixture_of_the_suite_without_a_model(loom: Loom, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own(server):\n    server.generate([])\n")
    run = loom("test_own.py")
    assert run.status == 1
    assert "add --model NAME" in run.output


def test_unknown_model_argument(loom: Loom, tiny_model: Path) -> None:
    run = loom("-q", "-m", "loombench", "--model", tiny_model, "--tasks", "niah", "--lengths", "1k",
               "--limit", "1", "--model-args", "dtyp=float32")  # fmt: skip
    assert run.status == 21
    assert "dtyp" in run.output
    assert "dtype" in run.output
    assert "Traceback" not in run.output


def test_a_corrupt_data_file_is_named_and_other_cells_go_on(
    loom: Loom, tiny_model: Path, tmp_path: Path
) -> None:
    (tmp_path / "data" / "InfiniteBench").mkdir(parents=True)
    (tmp_path / "data" / "InfiniteBench" / "passkey.jsonl").write_text('{"id": 1, "context"\n')
    cells = ("--tasks", "infinitebench/passkey,niah", "--lengths", "1k", "--limit", "1")
    run = loom("-q", "-m", "loombench", "--model", tiny_model, *cells, "--data", "data")
    assert run.status == 21
    assert "passkey.jsonl" in run.output
    assert "line 1" in run.output
    assert "INCOMPLETE: 1 of 2 cells" in run.output
    assert "Traceback" not in run.output


def test_a_task_without_the_asked_for_data_says_what_it_has_and_others_go_on(
    loom: Loom, tiny_model: Path
) -> None:
    cells = ("--tasks", "en_searching,niah", "--lengths", "1k", "--limit", "1")
    run = loom("-q", "-m", "loombench", "--model", tiny_model, *cells, "--data", "hub", "-n1")
    assert run.status == 21
    assert "task en_searching has no hub data; it has: folder, loombench, embedded" in run.output
    assert "INCOMPLETE: 1 of 2 cells" in run.output
    assert "Traceback" not in run.output
