"""Many questions on one document, and prompts that share nothing: here, with `generate`, with lm-eval.

    python perf/against_others.py [--lm-eval PYTHON] [--repeats 3] [--dtype float32]

PYTHON is the interpreter of an environment of its own that holds lm_eval 0.4.13; without it only
`model.generate` is compared. All get the same prompt texts, greedy, the same stop and limit, the model loaded
before; each tool is timed at every batch size given and its best one counts. A round runs each of them once:
a machine whose speed drifts slows all alike. A ratio is the median of the rounds' ratios. Texts are compared:
a line with other answers says how many. Prints one table from one run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

import torch

from loom_fixtures.models import resolve
from loom_fixtures.servers.transformers import TransformersServer
from loom_tests.contracts import Message, Request
from loom_tests.data.worlds.documents import document
from loom_tests.data.worlds.facts import facts

DRIVER = """
import json, sys, time
from lm_eval import simple_evaluate
from lm_eval.models.huggingface import HFLM
from lm_eval.tasks import TaskManager
folder, tasks, dtype, batch = sys.argv[1:5]
model = HFLM(pretrained=folder, dtype=dtype, batch_size=int(batch), device="cpu", max_length=8192)
manager = TaskManager(include_path=tasks)
options = {"task_manager": manager, "log_samples": True, "bootstrap_iters": 0}
started = time.perf_counter()
found = simple_evaluate(model=model, tasks=["side_by_side"], **options)
seconds = time.perf_counter() - started
samples = sorted(found["samples"]["side_by_side"], key=lambda one: one["doc_id"])
print("RESULT" + json.dumps([seconds, [one["resps"][0][0] for one in samples]]))
"""
TASK = """task: side_by_side
dataset_path: json
dataset_kwargs: {{data_files: {{test: "{rows}"}}}}
test_split: test
output_type: generate_until
doc_to_text: "{{{{prompt}}}}"
doc_to_target: ""
generation_kwargs: {{until: ["<|im_end|>"], do_sample: false, max_gen_toks: {new}}}
metric_list: [{{metric: bypass, aggregation: bypass, higher_is_better: true}}]
"""
NEW = 16

Timed = tuple[float, list[str]]


def one_document(count: int, tokens: int, server: TransformersServer) -> list[Request]:
    """Return `count` questions on one document of about so many tokens."""
    known = facts("en", Random(1), count)
    text = _document("shared", [fact.statement for fact in known], tokens, server)
    return [_request(text, fact.question, "shared") for fact in known]


def unrelated(count: int, tokens: int, server: TransformersServer) -> list[Request]:
    """Return `count` questions, each on a document of its own."""
    known = facts("en", Random(2), count)
    return [
        _request(_document(f"own {i}", [fact.statement], tokens, server), fact.question, f"own {i}")
        for i, fact in enumerate(known)
    ]


def _document(key: str, statements: Sequence[str], tokens: int, server: TransformersServer) -> str:
    text = document("en", key, statements, tokens * 6)
    return text[: server.spans(text)[tokens - 80][0]]


def _request(text: str, question: str, key: str) -> Request:
    return Request((Message("user", f"{text}\n\n{question}"),), max_new_tokens=NEW, context_id=key)


def served(server: TransformersServer, requests: Sequence[Request]) -> list[str]:
    """Answer with this project's server."""
    server.prefixes.clear()
    return [answer.text for answer in server.generate(requests)]


@torch.inference_mode()
def looped(server: TransformersServer, requests: Sequence[Request], batch: int) -> list[str]:
    """Answer with `model.generate`, `batch` prompts at a time, longest first, padded on the left."""
    tokenizer, model = server.loaded.tokenizer, server.loaded.model
    rows = [server.prompts.tokens(request) for request in requests]
    order = sorted(range(len(rows)), key=lambda i: -len(rows[i]))
    texts = [""] * len(rows)
    for start in range(0, len(order), batch):
        some = order[start : start + batch]
        inputs = tokenizer.pad(
            {"input_ids": [rows[i] for i in some]}, padding_side="left", return_tensors="pt"
        )
        made = model.generate(**inputs, do_sample=False, max_new_tokens=NEW, pad_token_id=2)
        for i, row in zip(some, made, strict=True):
            texts[i] = tokenizer.decode(row[inputs["input_ids"].shape[1] :], skip_special_tokens=True)
    return texts


def timed(work: Callable[[], list[str]]) -> Timed:
    """Return the seconds it took and the texts."""
    started = time.perf_counter()
    texts = work()
    return time.perf_counter() - started, texts


def harness(python: str, server: TransformersServer, requests: Sequence[Request], batch: int) -> Timed:
    """Answer with lm-evaluation-harness in its own environment, through a task file with the same prompts."""
    dtype = str(server.loaded.dtype).removeprefix("torch.")
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.jsonl"
        prompts = [server.prompts.render(request) for request in requests]
        rows.write_text("".join(json.dumps({"prompt": text}) + "\n" for text in prompts), "utf-8")
        (Path(folder) / "side_by_side.yaml").write_text(TASK.format(rows=rows, new=NEW), "utf-8")
        (Path(folder) / "driver.py").write_text(DRIVER, "utf-8")
        command = [python, "driver.py", server.info.folder(), folder, dtype, str(batch)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = next((line for line in done.stdout.splitlines() if line.startswith("RESULT")), None)
    if found is None:
        sys.exit(f"lm_eval gave no result:\n{done.stderr[-2000:]}")
    seconds, texts = json.loads(found.removeprefix("RESULT"))
    return seconds, texts


def compare(
    name: str, server: TransformersServer, requests: Sequence[Request], options: argparse.Namespace
) -> None:
    """Print a table's lines for one set of prompts."""
    tools: dict[tuple[str, str], Callable[[], Timed]] = {
        ("this server", "auto"): partial(timed, partial(served, server, requests))
    }
    for batch in options.batches:
        tools["generate", batch] = partial(timed, partial(looped, server, requests, int(batch)))
        if options.lm_eval:
            run = partial(harness, options.lm_eval, server, requests, int(batch))
            tools["lm-evaluation-harness", batch] = run
    rounds = [{tool: work() for tool, work in tools.items()} for _ in range(options.repeats)]
    tokens = statistics.median(server.count(request) for request in requests)
    mine = [one["this server", "auto"] for one in rounds]
    for tool, batch in tools:
        its = [one[tool, batch] for one in rounds]
        seconds = statistics.median(taken for taken, _ in its)
        ratios = [taken / own for (taken, _), (own, _) in zip(its, mine, strict=True)]
        same = sum(a.strip() == b.strip() for a, b in zip(its[-1][1], mine[-1][1], strict=True))
        each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        figures = f"{seconds:.1f} | {each} | {statistics.median(ratios):.2f} | {same}/{len(requests)}"
        print(f"| {name} | {len(requests)} x {tokens:.0f} | {tool} | {batch} | {figures} |", flush=True)


def main() -> None:
    """Run both sets of prompts through every tool and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lm-eval", default="", metavar="PYTHON")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--batches", type=lambda text: text.split(","), default=["1", "4"])
    parser.add_argument("--shared", default="10x4096", help="questions x tokens of one document")
    parser.add_argument("--unrelated", default="20x2048", help="prompts x tokens that share nothing")
    options = parser.parse_args()
    server = TransformersServer(resolve("smollm2"), dtype=options.dtype)
    print("| prompts | n x tokens | tool | batch | seconds | of this server's | median | same text |")
    print("|---|---|---|---:|---:|---|---:|---:|")
    for name, make in (("shared", one_document), ("unrelated", unrelated)):
        count, tokens = map(int, getattr(options, name).split("x"))
        if count:
            compare(name, server, make(count, tokens, server), options)


if __name__ == "__main__":
    main()
