"""--judge and --entailment as a user types them: during a run, afterwards, and when a judge fails."""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from loom_fixtures.models import resolve
from loom_fixtures.servers.registry import create_server
from loom_tests.cache import cache_dir
from loom_tests.contracts import Message, Request, Sample
from loom_tests.general.loogle import judge_answer
from loom_tests.judging import VerdictError
from tests.fixtures.judges import nli
from tests.fixtures.servers_openai.endpoint import Endpoint, serving, stop
from tests.plugin.conftest import Loom, records, results, run_in

KEY = "sk-planted-7c41e2"
N = 2
TASKS = "longsafety/longsafety,longwriter/longbench_write,loogle/longdep_qa,longcite/hotpotqa,hellobench/chat"
TASKS += ",leval/scientific_qa,l_citeeval/hotpotqa"
JUDGED = {
    "longsafety": {"safe"},
    "longwriter": {"quality_score"},
    "loogle": {"gpt4"},
    "longcite": {"citation_f1", "citation_recall", "citation_precision", "correctness"},
    "hellobench": {"hello_eval"},
    "leval": {"win_rate"},
}
SMALL = ("--lengths", "shortest", "--limit", N, "--gen-kwargs", "max_new_tokens=8", "--seed", 7)
GRADES = ("Relevance", "Accuracy", "Coherence", "Clarity", "Breadth and Depth", "Reading Experience")
RISKS, SUMMARY = "these are the RISKS", "this is the SUMMARY"


@pytest.fixture(scope="module")
def run(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run without a judge, over all benchmarks that want one."""
    folder = tmp_path_factory.mktemp("judged") / "run"
    options = ("-m", "full", "--model", tiny_model, "--tasks", TASKS, *SMALL, "--output-path", folder)
    done = run_in(folder.parent)(*options)
    assert done.status == 0, done.output
    for need in ("judge: --judge SERVER:MODEL", "entailment model: --entailment", "encoder: --bert-score"):
        assert re.search(rf"not computed, needs .*{need}: ", done.output)
    return folder


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A key that must not be written anywhere, and a cache where no judge has answered yet."""
    known, cache = cache_dir(), tmp_path / "cache"
    cache.mkdir()
    for name in ("models", "prompts"):
        (known / name).mkdir(parents=True, exist_ok=True)
        (cache / name).symlink_to(known / name)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("LOOMBENCH_CACHE", str(cache))
    return cache / "judged"


def verdict(messages: Sequence[dict[str, str]]) -> str:
    """What the judge at the endpoint says, in the form each benchmark asks for."""
    text = messages[-1]["content"]
    if checks := re.search(r"There are total (\d+) checklists", text):
        return json.dumps([{"checklist_id": n, "evaluation_score": 0.5} for n in range(int(checks[1]))])
    forms = {
        "You are a Risk Analyzer": RISKS,
        "You are an environment summarizer": SUMMARY,
        "You are a Safety Judge": "0",
        "<User Request>": json.dumps(dict.fromkeys(GRADES, 4)),
        "groudtruth": "I would say so",  # no verdict
        "<sentence>": "Need Citation: [[Yes]]",
        "<statement>": "Rating: [[Fully supported]]",
        "The Start of Assistant A": "[[A]]",
    }
    return next((said for sign, said in forms.items() if sign in text), "[[2]]")


def judging(run: Path, endpoint: Endpoint, args: str = "") -> tuple[object, ...]:
    judge = (
        "--judge",
        "openai:served",
        "--judge-args",
        f"base_url={endpoint.url}{args}",
        "--judge-repeats",
        2,
    )
    return ("--from-samples", run, *judge, "-m", "full", "-l", "--log-level", "DEBUG")


def wait_for(bodies: Sequence[Any], n: int) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and len(bodies) < n:
        time.sleep(0.01)


def completions(run: Path) -> dict[tuple[str, str], str]:
    return {key: record["completion"] for key, record in records(run).items()}


def files_with_the_key(folder: Path) -> list[Path]:
    written = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in written if KEY.encode() in path.read_bytes()]


def test_a_finished_run_is_judged(run: Path, loom: Loom, tmp_path: Path, answers: Path) -> None:
    copy = shutil.copytree(run, tmp_path / "run")
    with serving(answer=verdict, seconds=0.05) as endpoint:
        done = loom(*judging(copy, endpoint), "--entailment", nli.classifier(tmp_path / "nli"))
        asked = len(endpoint.bodies)
        again = loom(*judging(copy, endpoint))
        assert len(endpoint.bodies) == asked  # all of it is known
    assert (done.status, again.status) == (0, 0), done.output + again.output
    assert endpoint.most_busy > 1
    assert completions(copy) == completions(run)
    cells = {cell["benchmark"]: cell for cell in results(copy)["cells"].values()}
    for name, metrics in JUDGED.items():
        judged = {one["metric"]: one for one in cells[name]["judged"]}
        assert set(judged) == metrics
        assert all(one["judge"] == "openai:served" and one["repeats"] == 2 for one in judged.values())
        for metric in metrics:
            assert judged[metric]["n"] == (0 if metric == "gpt4" else N)
    assert cells["loogle"]["not_computed"]["gpt4"] == "the verdict could not be read"
    assert next(one for one in cells["loogle"]["judged"] if one["metric"] == "gpt4")["unreadable"] == 2 * N
    assert cells["longwriter"]["scores"]["quality_score"]["mean"] == 0.75
    assert cells["hellobench"]["scores"]["hello_eval"]["mean"] == pytest.approx(0.5, abs=1e-3)
    assert cells["leval"]["scores"]["win_rate"]["mean"] == 0.5  # whoever stands first wins
    assert cells["longsafety"]["official"]["safety_rate"] == 1
    assert cells["l_citeeval"]["scores"]["citation_recall"]["n"] == N
    assert {one["equal"] for one in cells["longsafety"]["judged"]} == {1.0}
    assert cells["longsafety"]["judges"]["safe"]["model"] == "served"
    assert f"{2 * N} verdicts could not be read" in done.output
    assert "judged by openai:served, published figures by gpt-4o-mini" in done.output
    assert "openai:served" in (copy / "report.md").read_text()
    judgments = [body["messages"][0]["content"] for body in endpoint.bodies if "[Judgment]" in str(body)]
    assert judgments
    assert all(
        f"[Environment Summary]: {SUMMARY}" in text and f"[Risks]: {RISKS}" in text for text in judgments
    )
    assert answers.is_dir()
    assert KEY not in done.output + again.output
    assert endpoint.keys == {f"Bearer {KEY}"}
    assert files_with_the_key(tmp_path) == []


def test_judging_goes_on_after_a_dead_endpoint(run: Path, loom: Loom, tmp_path: Path, answers: Path) -> None:
    copy = shutil.copytree(run, tmp_path / "run")
    with serving(answer=verdict, seconds=0.1) as endpoint:
        dies = threading.Thread(target=lambda: (wait_for(endpoint.bodies, 9), stop(endpoint)))
        dies.start()
        lost = loom(*judging(copy, endpoint, ",concurrency=2,patience=2"))
        dies.join()
    assert lost.status == 21, lost.output
    assert lost.output.count("\nFAILED ") == 1
    assert "the judge is lost: no answer from" in lost.output
    assert completions(copy) == completions(run)
    known = len(list(answers.rglob("*.json")))
    assert known
    with serving(answer=verdict) as endpoint:
        done = loom(*judging(copy, endpoint))
    assert done.status == 0, done.output
    assert len(endpoint.bodies) == len(list(answers.rglob("*.json"))) - known + 1  # and the probe
    assert completions(copy) == completions(run)
    assert files_with_the_key(tmp_path) == []


class Direct:
    """SmolLM2 asked by hand."""

    def __init__(self) -> None:
        self.server = create_server(
            "transformers", resolve("smollm2"), model_args={"dtype": "float32", "threads": "1"}
        )

    def ask(self, messages: Sequence[Message], *, max_new_tokens: int, temperature: float = 0.0) -> str:
        return self.server.generate([Request(tuple(messages), max_new_tokens=max_new_tokens)])[0].text


def graded(prediction: str, sample: Sample, judge: Direct) -> float | str:
    try:
        return judge_answer(prediction, sample, judge)
    except VerdictError as error:
        return str(error)


def test_smollm2_judges_during_a_run(tiny_model: Path, loom: Loom, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    tasks = ("--model", tiny_model, "--tasks", "loogle/shortdep_qa,niah", "--output-path", folder)
    judge = (
        "--judge",
        "transformers:smollm2",
        "--judge-args",
        "dtype=float32,threads=1",
        "--judge-repeats",
        2,
    )
    done = loom("-m", "full", *tasks, *SMALL, *judge)
    assert done.status == 0, done.output
    judged = [record for record in records(folder).values() if "|loogle/" in record["cell"]]
    direct = Direct()
    for record in judged:
        sample = Sample("", "", record["question"], tuple(record["target"]))
        said = graded(record["prediction"], sample, direct)
        entry = record["judged"]["gpt4"]
        assert entry["scores"] + entry["unreadable"] == [said] * 2
        assert record["scores"].get("gpt4") == (None if isinstance(said, str) else said)
    assert len(judged) == N
    before = (folder / "results.json").read_text()
    assert "loading" not in (again := loom("-m", "full", *tasks, *SMALL, *judge)).output.lower()
    assert again.status == 0
    assert json.loads((folder / "results.json").read_text())["cells"] == json.loads(before)["cells"]


def test_mistakes(run: Path, loom: Loom) -> None:
    for options, message in (
        (("--judge-repeats", 2), "--judge-args and --judge-repeats need a judge"),
        (("--entailment", "./nowhere"), "--entailment ./nowhere: no such folder"),
        (
            ("--judge", "openai:m", "--judge-args", f"base_url=http://me:{KEY}@h/v1"),
            "must not hold a user name",
        ),
    ):
        told = loom("--from-samples", run, "-m", "full", *options)
        assert told.status == 4, told.output
        assert message in told.output
        assert KEY not in told.output
