"""What every accelerator keeps and saves, in one table: score, KV bytes, TTFT and TPOT against none.

    python perf/frontier.py [--lengths 4k,8k] [--samples 20] [--accelerator NAME …] [--out FILE] [--table]

Every prompt is read once by the stock model and once with exact attention of ours. Each method that leaves
the prefill exact then holds the same keys and values and writes its own answer; its TTFT is that of the stock
model plus the seconds of its own work on this prompt. H2O's and CaM's sums of attention are computed once,
and their seconds are counted for each. A sparse prefill reads the prompt itself. One prompt at a time,
greedy, for models whose layers are all full attention.

A line of JSON a measurement is appended to `--out` and not measured again, so the command can be stopped and
repeated; with --shard, processes with files of their own share the samples, and `cat` joins the files. The
table is printed at the end, or at once with --table.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from loom_fixtures.accelerators.layer import AcceleratedCache, register
from loom_fixtures.accelerators.methods import Eviction, Method, Prompt, all_tokens
from loom_fixtures.accelerators.spec import parse
from loom_fixtures.accelerators.stopwatch import overhead
from loom_fixtures.models import resolve
from loom_fixtures.servers.transformers import TransformersServer
from loom_fixtures.servers.transformers.accounting import bytes_in_use, footprint
from loom_fixtures.servers.transformers.cache import roomy_cache
from loom_reports.paired import paired
from loom_reports.plan import NONE
from loom_tests.benchmark import Load, Task
from loom_tests.cache import cache_dir
from loom_tests.contracts import Request, Sample
from loom_tests.lengths import length_label, parse_length
from loom_tests.manifest import load_benchmarks
from loom_tests.prompts import render

TASKS = ("niah_single_1", "niah_multikey_1", "vt")
BUDGETED = (
    *("h2o", "streamingllm", "sink_recent", "snapkv", "tova", "knorm", "keydiff", "pyramidkv", "cake"),
    *("expected_attention", "adakv", "cam", "calidrop:base=snapkv"),
)
FIXED = (
    *("think:channels=0.4", "think:channels=0.6", "kivi:bits=2", "kivi:bits=4", "ott:bits=2", "ott:bits=4"),
    *("duo_attention:heads=0.5", "duo_attention:heads=0.25", "snapkv:ratio=0.25+kivi"),
    *("flexprefill:gamma=0.95", "flexprefill:gamma=0.9", "xattention:stride=8", "xattention:stride=16"),
    *("minference", "minference:vertical=500,slash=1500"),
)
ACCELERATORS = (
    *(f"{name}{',' if ':' in name else ':'}ratio={r}" for name in BUDGETED for r in (0.5, 0.25)),
    *FIXED,
)
NEW_TOKENS = 32


@dataclass(frozen=True, eq=False)
class Recorder(Eviction):
    """Notes what a method would see of every layer."""

    name = "recorder"
    prompts: list[Prompt] = field(default_factory=list)

    def select(self, prompt: Prompt) -> torch.Tensor:
        """Return the first token's index, for nothing is read after the prompt."""
        self.prompts.append(prompt)
        return all_tokens(prompt.keys)[..., :1]


@dataclass(frozen=True)
class Shared(Prompt):
    """A layer of a prompt that is held many times; its sums of attention are computed once."""

    sums: dict[int, tuple[torch.Tensor, float]]
    """By layer, and the seconds they took."""
    spared: list[float]
    """Seconds of sums that were there."""

    @cached_property
    def received(self) -> torch.Tensor:
        """The attention that each token receives from all queries: (rows, KV heads, n), float32."""
        if self.layer in self.sums:
            self.spared.append(self.sums[self.layer][1])
        else:
            started = time.perf_counter()
            sums = super().received
            self.sums[self.layer] = sums, time.perf_counter() - started
        return self.sums[self.layer][0]


class Bench:
    """A loaded model that answers one prompt with every accelerator."""

    def __init__(self, name: str, dtype: str, labels: list[str]) -> None:
        self.server = TransformersServer(resolve(name), dtype=dtype, batch_size=1)
        self.model = self.server.loaded.model
        self.stock = self.model.config._attn_implementation
        self.methods = {label: self._prepared(label) for label in labels}

    def _prepared(self, label: str) -> Method:
        method = parse(label)
        assert method is not None
        return replace(method, eviction=method.eviction and method.eviction.prepared(self.model))

    @torch.inference_mode()
    def rows(
        self, task: Task, sample: Sample, request: Request, missing: set[str]
    ) -> Iterator[dict[str, Any]]:
        """Yield what the stock model did, then what every missing accelerator did."""
        ids = torch.tensor([self.server.prompts.tokens(request)], device=self.model.device)
        self.model.set_attn_implementation(self.stock)
        cache: Any = roomy_cache(self.model.config, ids.shape[1] + NEW_TOKENS)
        first, ttft = self._read(ids, cache)
        full = bytes_in_use(cache)
        base = {"tokens": ids.shape[1], "full": full}
        yield {
            "accelerator": NONE,
            "ttft": ttft,
            "kv": full,
            **base,
            **self._answer(cache, first, task, sample, base),
        }
        self.model.set_attn_implementation(register())
        exact = [label for label in missing if self.methods[label].prefill is None]
        prompts = self._record(ids) if exact else []
        sums: dict[int, tuple[torch.Tensor, float]] = {}
        for label in sorted(missing, key=list(self.methods).index):
            method = self.methods[label]
            cache = AcceleratedCache(self.model, method)
            if method.prefill is None:
                own = self._hold(cache, prompts, sums)
                token, seconds = first, ttft + own
            else:
                token, seconds = self._read(ids, cache)
                own = cache.stopwatch.seconds()
            facts = {"ttft": seconds, "overhead": own, **self._facts(cache)}
            yield {"accelerator": label, **base, **facts, **self._answer(cache, token, task, sample, base)}

    def _read(self, ids: torch.Tensor, cache: Any) -> tuple[int, float]:
        """Return the first token after a prompt and the seconds until it."""
        places = torch.arange(ids.shape[1], device=ids.device)[None]
        started = time.perf_counter()
        out = self.model(ids, position_ids=places, past_key_values=cache, use_cache=True, logits_to_keep=1)
        return int(out.logits[0, -1].argmax()), time.perf_counter() - started

    def _record(self, ids: torch.Tensor) -> list[Prompt]:
        recorder = Recorder()
        self._read(ids, AcceleratedCache(self.model, Method("recorder", eviction=recorder)))
        return recorder.prompts

    def _hold(
        self,
        cache: AcceleratedCache,
        prompts: list[Prompt],
        sums: dict[int, tuple[torch.Tensor, float]],
    ) -> float:
        """Let a method hold the recorded prompt; return the seconds it would take alone."""
        spared: list[float] = []
        for layer, prompt in zip(cache.accelerated, prompts, strict=True):
            earlier = [before.held for before in cache.accelerated[: layer.index] if before.held]
            layer.seen = prompt.length
            states = {one.name: getattr(prompt, one.name) for one in fields(Prompt)}
            states |= {"earlier": earlier, "generator": cache.generator}
            with overhead():
                layer.held = layer.hold(Shared(**states, sums=sums, spared=spared))
        return cache.stopwatch.seconds() + sum(spared)

    def _facts(self, cache: AcceleratedCache) -> dict[str, Any]:
        layers = cache.accelerated
        kv = footprint(cache)
        return {
            "kv": kv.device,
            "host": kv.host,
            "kept": statistics.fmean(
                float(layer.held.tokens().float().mean()) for layer in layers if layer.held
            ),
            "density": statistics.fmean(layer.density for layer in layers),
        }

    def _answer(
        self, cache: Any, first: int, task: Task, sample: Sample, base: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the answer's score and seconds per token after the first.

        It ends once all that is asked for is there: what would follow takes nothing from the score.
        """
        new, seconds = [first], 0.0
        score = self._score(new, task, sample)
        most = min(NEW_TOKENS, task.max_new_tokens)
        while score < 1 and new[-1] not in self.server.decoder.end and len(new) < most:
            started = time.perf_counter()
            token = torch.tensor([[new[-1]]], device=self.model.device)
            place = torch.tensor([[base["tokens"] + len(new) - 1]], device=self.model.device)
            out = self.model(token, position_ids=place, past_key_values=cache, use_cache=True)
            new.append(int(out.logits[0, -1].argmax()))
            seconds += time.perf_counter() - started
            score = self._score(new, task, sample)
        return {"score": score, "tpot": seconds / (len(new) - 1) if len(new) > 1 else None}

    def _score(self, tokens: list[int], task: Task, sample: Sample) -> float:
        text = self.server.loaded.tokenizer.decode(tokens, skip_special_tokens=True)
        return float(task.metrics[0].score(task.postprocess(text), sample))


def measure(options: argparse.Namespace, labels: list[str]) -> None:
    """Append what is missing to the file."""
    before = _rows(options.out)
    done = {_key(row) for row in before}
    bench = Bench(options.model, options.dtype, labels)
    dtype = str(bench.model.dtype).removeprefix("torch.")
    if other := {row["dtype"] for row in before} - {dtype}:
        raise SystemExit(f"{options.out} has rows in {', '.join(other)}: give that --dtype, or another --out")
    ruler = next(benchmark for benchmark in load_benchmarks() if benchmark.name == "ruler")
    tasks = {task.name: task for task in ruler.tasks}
    load = Load(counter=bench.server, seed=42, cache_dir=cache_dir())
    places = []
    for length in map(parse_length, options.lengths.split(",")):
        for name in options.tasks.split(","):
            source = next(iter(tasks[name].sources.values()))
            samples = source.samples(tasks[name], length, options.samples, load)
            places += [(length, index, name, sample) for index, sample in enumerate(samples)]
    places.sort(key=lambda place: place[1])  # what is there when it is stopped is of all tasks and lengths
    shard, shards = map(int, options.shard.split("/"))
    for length, index, name, sample in places:
        place = {"dtype": dtype, "task": name, "length": length, "index": index}
        missing = {label for label in labels if _key({**place, "accelerator": label}) not in done}
        if index % shards != shard - 1 or (not missing and _key({**place, "accelerator": NONE}) in done):
            continue
        with options.out.open("a", encoding="utf-8") as file:
            for row in bench.rows(tasks[name], sample, render(tasks[name], sample, seed=42), missing):
                file.write(json.dumps({**place, **row}) + "\n")
                file.flush()


def table(rows: list[dict[str, Any]], labels: list[str]) -> Iterator[str]:
    """Yield the table in Markdown: medians of ratios to none on the same prompts."""
    latest = {_key(row): row for row in rows}
    columns = (
        "length",
        "n",
        "score",
        "none",
        "difference",
        "KV",
        "host",
        "TTFT",
        "TPOT",
        "density",
        "own work (s)",
    )
    yield f"| accelerator | {' | '.join(columns)} |"
    yield "|---" + "|---:" * len(columns) + "|"
    for length in sorted({row["length"] for row in rows}):
        for label in labels:
            mine = [row for row in latest.values() if row["accelerator"] == label and row["length"] == length]
            pairs = [(row, latest[_key({**row, "accelerator": NONE})]) for row in mine]
            if pairs:
                yield _line(label, length, pairs)


def _line(label: str, length: int, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    clusters = [f"{mine['task']} {mine['index']}" for mine, _ in pairs]
    both = paired([mine["score"] for mine, _ in pairs], [base["score"] for _, base in pairs], clusters)
    change = both.difference
    ratios = [
        statistics.median(
            mine[name] / base[of] for mine, base in pairs if mine[name] is not None and base[of]
        )
        for name, of in (("kv", "full"), ("host", "full"), ("ttft", "ttft"), ("tpot", "tpot"))
    ]
    own = [statistics.median(mine[name] for mine, _ in pairs) for name in ("density", "overhead")]
    values = " | ".join(f"{value:.3f}" for value in (*ratios, *own))
    scores = f"{100 * both.first.mean:.1f} | {100 * both.second.mean:.1f}"
    bounds = f"{100 * change.mean:+.1f} [{100 * change.low:+.1f}, {100 * change.high:+.1f}]"
    return f"| {label} | {length_label(length)} | {change.n} | {scores} | {bounds} | {values} |"


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("task", "length", "index", "accelerator"))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def main() -> None:
    """Measure what is missing and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="smollm2")
    parser.add_argument("--dtype", default="auto")
    parser.add_argument("--lengths", default="4k,8k")
    parser.add_argument("--tasks", default=",".join(TASKS), help="tasks of RULER")
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--accelerator", action="append", default=[])
    parser.add_argument("--out", type=Path, default=Path("frontier.jsonl"))
    parser.add_argument("--shard", default="1/1", help="this process's part of the samples, K of N")
    parser.add_argument("--table", action="store_true", help="print the table of what is there")
    options = parser.parse_args()
    labels = [method.label for text in options.accelerator or ACCELERATORS if (method := parse(text))]
    if not options.table:
        measure(options, labels)
    print("\n".join(table(_rows(options.out), labels)))


if __name__ == "__main__":
    main()
