"""Collecting is quick and light, and stays out of the way of other people's tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import loom_tests
from tests.plugin.conftest import Loom, environment

COLLECT = """
import sys
import pytest
status = pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider", *sys.argv[1:]])
heavy = sorted({"torch", "transformers", "datasets", "scipy", "jieba", "numpy"} & set(sys.modules))
print("heavy:", heavy)
sys.exit(status)
"""


def collect(folder: Path, *arguments: str) -> tuple[float, str]:
    """Return the processor seconds and the output of collecting."""
    before = os.times()
    command = [sys.executable, "-c", COLLECT, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return spent, done.stdout


def test_collecting_everything_is_quick_and_imports_no_model_library(tmp_path: Path) -> None:
    """Under 2 s on an idle machine; here against pytest's own start, so that a busy one does not decide."""
    nothing = min(collect(tmp_path)[0] for _ in range(2))
    suite, output = min(collect(tmp_path, "-m", "full") for _ in range(2))
    assert "heavy: []" in output
    assert "ruler/niah_single_1|128k" in output
    assert "babilong/qa1|0k" in output
    assert suite < 3 * nothing


def test_other_peoples_tests_run_as_ever(loom: Loom, tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text("def test_mine():\n    pass\n")
    run = loom("-q")
    assert run.status == 0
    assert "1 passed" in run.output
    assert "LoomBench" not in run.output


def test_a_marker_that_a_project_registers_itself_stays_its_own(loom: Loom, tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = full: all of my tests\n")
    (tmp_path / "test_mine.py").write_text("import pytest\n@pytest.mark.full\ndef test_mine():\n    pass\n")
    run = loom("-q", "-m", "full")
    assert run.status == 0
    assert "1 passed" in run.output


def test_a_module_that_is_named_is_collected_once(loom: Loom) -> None:
    collect = ("--model", "smollm2", "--lengths", "1k", "--collect-only", "-q")
    suite = Path(loom_tests.__file__).parent
    assert "1 test collected" in loom(*collect, suite / "retrieval" / "niah.py").output
    assert "1 test collected" in loom(*collect, "-m", "efficiency", suite / "efficiency" / "speed.py").output


def test_the_installed_package_can_be_named(loom: Loom) -> None:
    run = loom("--pyargs", "loom_tests", "-q", "-m", "loombench", "--model", "smollm2", "--collect-only")
    assert run.status == 0
    assert "ruler.py::test_ruler[smollm2|none|none|ruler/niah_single_1|8k]" in run.output


def test_an_accelerator_keeps_its_cells_together_longest_first(loom: Loom) -> None:
    model = ("--model", "smollm2", "--accelerator", "none", "--accelerator", "knorm", "-m", "full", "-q")
    run = loom(*model, "--tasks", "niah,babilong/qa1", "--lengths", "1k,4k", "--collect-only")
    cells = [
        line.split("[")[1].rstrip("]").split("|") for line in run.output.splitlines() if "smollm2|" in line
    ]
    assert [accelerator for _, accelerator, *_ in cells] == ["none"] * 4 + ["knorm"] * 4
    assert [length for *_, length in cells] == ["4k", "1k"] * 4


def test_markers_and_options_explain_themselves(loom: Loom) -> None:
    markers = loom("--markers").output
    for name in ("loombench", "full", "reasoning", "ruler", "niah"):
        assert f"@pytest.mark.{name}:" in markers
    text = loom("--help").output
    assert "LoomBench: measure long-context language models" in text
    for option in (
        "--model",
        "--tasks",
        "--lengths",
        "--truncation",
        "--from-samples",
        "--shard",
        "--dry-run",
    ):
        assert option in text


def test_underscores_are_accepted(loom: Loom) -> None:
    run = loom("-q", "-m", "loombench", "--model", "smollm2", "--batch_size", "0")
    assert "--batch-size '0'" in run.output


def test_a_users_own_test_gets_the_loaded_server(loom: Loom, tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "from loom_tests.contracts import Message, Request\n"
        "def test_own(server):\n"
        "    prompt = (Message('user', 'Hello'),)\n"
        "    one, two = server.generate([Request(prompt, max_new_tokens=3)] * 2)\n"
        "    assert one.text == two.text\n"
        "    assert one.output_tokens <= 3\n"
    )
    run = loom("test_own.py", "--model", tiny_model)
    assert run.status == 0, run.output
