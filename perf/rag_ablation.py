"""Retrieval against the whole context: chunk size x chunks kept x order x method, on embedded questions.

    OMP_NUM_THREADS=1 python perf/rag_ablation.py FOLDER [--samples 8] [--length 4k] [--scored 10] > table.md

Two tables. The first needs the tokenizer only: how much of the evidence the best chunks hold. "characters" is
BM25 as LOOM-Scope's RAG module has it, over the characters of strings that nobody cut into words. The second
has SmolLM2's scores, by the ordinary command. What is done is kept in FOLDER, and the next call goes on.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from statistics import fmean

from loom_fixtures.models import resolve
from loom_fixtures.retrievers.base import Kept, Retriever
from loom_fixtures.retrievers.chunks import Text, shown
from loom_fixtures.retrievers.registry import parse
from loom_fixtures.servers.prompts import Prompts
from loom_plugin.retrieval import evidence_recall, query_of
from loom_reports.aggregate import build_report
from loom_reports.runfolder import RunFolder
from loom_reports.tables import Table, retrieval_table
from loom_tests.benchmark import Load, Task
from loom_tests.cache import cache_dir
from loom_tests.contracts import Request, Sample
from loom_tests.lengths import parse_length
from loom_tests.manifest import load_benchmark

TASKS = ("longbench/multifieldqa_en", "longbench/hotpotqa")
METHODS = ("characters", "bm25", "dense", "hybrid")
CHUNKS = (64, 128, 256, 512)
KEPT = (1, 3, 5, 15)
MODEL = "smollm2"
SCORED = ("ruler/qa_1", "longbench/multifieldqa_en")
SCORED_LENGTH = "2k"
RETRIEVERS = (
    "none",
    *(f"bm25:chunk=128,top=3,order={order}" for order in ("document", "rank", "reversed")),
    "bm25:chunk=64,top=3",
    "hybrid:chunk=128,top=3",
    "self-route:chunk=128,top=3",
)


@dataclass(frozen=True)
class Characters(Retriever):
    """BM25 over characters."""

    NAME = "characters"

    def rank(self, texts: Sequence[str], queries: Sequence[str]) -> list[list[int]]:
        """Return all chunks."""
        import bm25s

        index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        index.index([list(text) for text in texts], show_progress=False)
        scores = [index.get_scores([c for c in query if c in index.vocab_dict]).tolist() for query in queries]
        return [sorted(range(len(texts)), key=lambda place: -row[place]) for row in scores]


class Tokenizer:
    """Counts and cuts as the transformers server does, without the model."""

    def __init__(self) -> None:
        from transformers import AutoTokenizer

        self.prompts = Prompts(AutoTokenizer.from_pretrained(resolve(MODEL).folder()), None)
        self.fingerprint = self.prompts.fingerprint

    def count(self, request: Request) -> int:
        """Return the tokens of a prompt."""
        return len(self.prompts.tokens(request))


def recalls(done: Path, samples: int, length: str) -> Iterator[dict[str, object]]:
    """Yield a row for each task, method and chunk size: the recall of the evidence by chunks kept."""
    known = [json.loads(line) for line in done.read_text().splitlines()] if done.exists() else []
    tokenizer = Tokenizer()
    for name, chunk, method in product(TASKS, CHUNKS, METHODS):
        key = {"task": name, "chunk": chunk, "method": method, "samples": samples, "length": length}
        row = next((one for one in known if key.items() <= one.items()), None)
        if row is None:
            task = _task(name)
            found = _recall(task, _samples(task, length, samples, tokenizer), method, chunk, tokenizer)
            row = {**key, **found}
            with done.open("a") as file:
                file.write(json.dumps(row) + "\n")
        yield row


def _recall(
    task: Task, samples: Sequence[Sample], method: str, chunk: int, tokenizer: Tokenizer
) -> dict[str, float]:
    """Return the mean recall by chunks kept."""
    base = Characters(chunk=chunk) if method == "characters" else parse(f"{method}:chunk={chunk}")[1]
    assert base is not None
    found: dict[int, list[float]] = {top: [] for top in KEPT}
    for sample in samples:
        text = Text(sample.context)
        spans = base.cut(text, tokenizer.prompts.spans)
        (rank,) = base.rank([text.text[slice(*span)] for span in spans], [query_of(task, sample)])
        for top, recall in found.items():
            best = replace(base, top=top).best(rank, len(spans))
            pieces = shown(text, [spans[place] for place in best], base.order)
            recall.append(evidence_recall(sample, Kept(pieces, len(best), len(spans))) or 0.0)
    return {str(top): fmean(recall) for top, recall in found.items()}


def _cells(row: Mapping[str, object]) -> list[object]:
    return [row["task"], row["chunk"], row["method"], *(f"{row[str(top)]:.2f}" for top in KEPT)]


def _task(name: str) -> Task:
    benchmark, _, task = name.partition("/")
    return next(one for one in load_benchmark(benchmark).tasks if one.name == task)


def _samples(task: Task, length: str, n: int, tokenizer: Tokenizer) -> list[Sample]:
    load = Load(counter=tokenizer, seed=42, cache_dir=cache_dir())
    return task.sources["embedded"].samples(task, parse_length(length), n, load)


def scores(folder: Path, n: int) -> Table:
    """Run the model with the retrievers, and return the report's table."""
    options = [f"--retriever={one}" for one in RETRIEVERS]
    command = [sys.executable, "-m", "pytest", "-q", "-m", "full", "--model", MODEL, "--limit", str(n)]
    command += ["--tasks", ",".join(SCORED), "--lengths", SCORED_LENGTH, "--output-path", str(folder)]
    subprocess.run([*command, *options], check=True, stdout=sys.stderr)
    return retrieval_table(build_report(RunFolder(folder)))


def _write(table: Table) -> None:
    for i, row in enumerate(table):
        print("| " + " | ".join(row) + " |", flush=True)
        if i == 0:
            print("|" + "---|" * len(row))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--samples", type=int, default=8)
    parser.add_argument("--length", default="4k")
    parser.add_argument("--scored", type=int, default=10)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = recalls(options.folder / "recall.jsonl", options.samples, options.length)
    head = ["task", "chunk", "method", *(f"recall@{top}" for top in KEPT)]
    _write([head, *([*map(str, _cells(row))] for row in rows)])
    print()
    _write(scores(options.folder / "run", options.scored))


if __name__ == "__main__":
    main()
