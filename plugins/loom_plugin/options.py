"""The command line: lm-evaluation-harness's names where it has one, `-` and `_` both accepted."""

from __future__ import annotations

from typing import Any

import pytest

from loom_fixtures.judges.spec import BERT_SCORE, ENTAILMENT
from loom_fixtures.servers.registry import SERVERS
from loom_plugin.reward import MODES
from loom_tests.benchmark import NO_CONTEXT

TRUNCATION = ("error", "middle", "left")


def add_options(parser: pytest.Parser) -> None:
    """Register all options in one group; destinations begin with `loom_`."""
    group = parser.getgroup("loombench", "LoomBench: measure long-context language models")

    def add(flag: str, text: str, **arguments: Any) -> None:
        spellings = dict.fromkeys((flag, "--" + flag[2:].replace("-", "_")))
        name = "loom_" + flag[2:].replace("-", "_")
        group.addoption(*spellings, help=text, **{"dest": name, **arguments})

    _add_model(add)
    _add_data(add)
    _add_prompt(add)
    _add_judges(add)
    _add_run(add)
    _add_gate(add)


def _add_model(add: Any) -> None:
    add(
        "--model",
        "Model to measure: a hub id, a folder, or a packaged model (smollm2). Repeat for several",
        action="append",
        default=[],
        metavar="NAME",
    )
    add(
        "--model-args",
        "Arguments of the server, such as dtype, device, max_length, revision, attn_implementation, threads, "
        "or tokenizer, api, concurrency and timeout of an endpoint; docs/servers.md has all",
        default="",
        metavar="K=V,...",
    )
    add("--server", "Engine that runs the model", choices=sorted(SERVERS), default="transformers")
    add(
        "--accelerator",
        "KV-cache or sparse-attention method in the transformers server, such as snapkv:budget=1024, "
        "snapkv+kivi or none; `loombench list accelerators` shows all. Repeat to compare",
        action="append",
        default=[],
        metavar="NAME[:K=V,...]",
    )
    add(
        "--retriever",
        "Show only what a retriever keeps of the context: bm25:chunk=256,top=10, hybrid, self-route or none; "
        "`loombench list retrievers` shows all. Repeat to compare",
        action="append",
        default=[],
        metavar="NAME[:K=V,...]",
    )
    add(
        "--force-retrieval",
        "Run retrievers also on tasks that need the whole context, which are otherwise left out",
        action="store_true",
    )
    add(
        "--base-url",
        "Address of an OpenAI-compatible endpoint, such as http://localhost:8000/v1. Several, separated by "
        "commas, share the work. The key comes from the environment: OPENAI_API_KEY",
        default="",
        metavar="URL,...",
    )
    add(
        "--adapter",
        "LoRA adapter on top of the model: a folder in peft's layout, or a hub id",
        default="",
        metavar="NAME",
    )
    add(
        "--thinking",
        "Ask a reasoning model to think. Its reasoning is kept apart from the answer. Default: as the chat "
        "template does by itself",
        action="store_true",
        default=None,
    )
    add(
        "--no-thinking",
        "Ask a reasoning model not to think",
        action="store_false",
        dest="loom_thinking",
    )
    add(
        "--thinking-tokens",
        "Room for reasoning, added to each task's limit of new tokens; cells that it makes too long for the "
        "model are left out. Default: 4096 with --thinking, else 0",
        type=int,
        metavar="N",
    )
    add(
        "--prefix-cache-gb",
        "GB that the transformers server may keep of prompts' beginnings, so that questions on one document "
        "read it once. 0 reads every prompt whole. Default: 4",
        type=float,
        metavar="GB",
    )
    add(
        "--deterministic",
        "Make answers independent of the batch, where the engine has such a mode; slower",
        action="store_true",
    )
    add(
        "--reward-mode",
        "Whether a reward model judges in words or scores each answer. Default: auto, which scores where the "
        "model's architecture ends in ForSequenceClassification",
        choices=MODES,
        default="auto",
    )
    add("--batch-size", "Rows per batch. Default: auto", default="auto", metavar="auto|N")
    add("--gpus-per-model", "GPUs each worker owns under -n. Default: 1", type=int, default=1, metavar="N")
    add("--trust-remote-code", "Allow code that comes with a hub model to run", action="store_true")
    add("--offline", "Never touch the network; use what is cached", action="store_true")


def _add_data(add: Any) -> None:
    add(
        "--data",
        "Where samples come from: embedded (our generators, no network), hub (the original data sets), "
        "loombench (the light suite LCM-Lab/LOOMBench), or a folder in the official layout. Tasks whose "
        "official form is a generator ignore it. Default: embedded",
        default="embedded",
        metavar="SOURCE",
    )
    add(
        "--benchmark",
        "TOML file that describes a benchmark of your own; `loombench add` drafts one. Repeat for several",
        action="append",
        default=[],
        metavar="FILE",
    )
    add(
        "--on-bad-row",
        "What to do with a row of a data file that cannot be used: fail its cell, or leave the row out and "
        "count it in the report. Default: error",
        choices=("error", "skip"),
        default="error",
    )
    add(
        "--tasks",
        "Benchmarks or tasks to run, such as ruler, 'ruler/niah_*' or '*/qa1'. Repeat, or separate with "
        "commas. Default: all that the marker selects",
        action="append",
        default=[],
        metavar="GLOB",
    )
    add(
        "--lengths",
        "Lengths in tokens of the model, or `shortest`: each task's shortest. Default: each task's own, up "
        "to the model's context",
        default="",
        metavar="4k,8k",
    )
    add("--limit", "Samples per cell. Default: each task's own", type=int, metavar="N")
    add("--seed", "Seed of data and sampling. Default: 42", type=int, default=42, metavar="N")


def _add_prompt(add: Any) -> None:
    add(
        "--metric-version",
        "Score as the official code does, or with its documented defects fixed. Default: official",
        choices=("official", "fixed"),
        default="official",
    )
    add(
        "--control",
        "Run question answering once more as a control: no-context asks without the context, and the report "
        "shows what the context gains",
        choices=(NO_CONTEXT,),
        action="append",
        default=[],
    )
    add(
        "--gen-kwargs",
        "Change every task's generation: temperature, top_p, max_new_tokens. Default: greedy",
        default="",
        metavar="K=V,...",
    )
    add(
        "--apply-chat-template",
        "Insist on the model's chat template. Default: used where model and task have one",
        action="store_true",
        default=None,
    )
    add(
        "--no-apply-chat-template",
        "Send plain text, as for base models",
        action="store_false",
        dest="loom_apply_chat_template",
    )
    add("--system-instruction", "System message of every prompt", default="", metavar="TEXT")
    add(
        "--truncation",
        "What to do with a prompt that does not fit the model: fail the sample, cut its middle, or cut its "
        "left. Recorded per sample. Default: error",
        choices=TRUNCATION,
        default="error",
    )


def _add_judges(add: Any) -> None:
    add(
        "--judge",
        "Language model that grades answers where a benchmark asks for one, such as openai:gpt-4o-2024-08-06 "
        "or transformers:FOLDER. An endpoint's key comes from the environment: OPENAI_API_KEY",
        default="",
        metavar="SERVER:MODEL",
    )
    add(
        "--judge-args",
        "Arguments of the judge's server: those of --model-args, base_url, gpus",
        default="",
        metavar="K=V,...",
    )
    add(
        "--judge-repeats",
        "Judge every answer N times: the score is the mean, and the report shows how far the verdicts agree. "
        "Default: 1",
        type=int,
        default=1,
        metavar="N",
    )
    add(
        "--entailment",
        f"Natural language inference model for citation recall and precision. By itself: {ENTAILMENT}",
        nargs="?",
        const=ENTAILMENT,
        default="",
        metavar="MODEL",
    )
    add(
        "--bert-score",
        f"Encoder for BERTScore, and which of its layers. By itself: {BERT_SCORE}",
        nargs="?",
        const=BERT_SCORE,
        default="",
        metavar="MODEL[:LAYER]",
    )


def _add_run(add: Any) -> None:
    add(
        "--output-path",
        "Run folder. A run that is there and has the same spec is resumed. Default: "
        "reports/runs/<models>-<hash of the spec>",
        metavar="DIR",
    )
    add("--fresh", "Delete the run in the output folder and start over", action="store_true")
    add(
        "--from-samples",
        "Score the stored completions of a run again, without a model; with --judge, judge them. Default: "
        "the run at --output-path",
        nargs="?",
        const="",
        metavar="RUN",
    )
    add(
        "--shard",
        "Run the I-th of N parts of the cells; parts may share a folder",
        default="",
        metavar="I/N",
    )
    add("--dry-run", "Show cells, samples, tokens, FLOPs and hours, then exit", action="store_true")


def _add_gate(add: Any) -> None:
    add(
        "--baseline",
        "Compare with a run, sample by sample: a run folder, a packed run or a results.json; or show the "
        "scores beside published:NAME",
        default="",
        metavar="RUN",
    )
    add(
        "--gate",
        "What the comparison does: nothing, report its verdict, or fail with exit status 20 (regressed) or "
        "21 (inconclusive, incomparable). Default: report with --baseline",
        choices=("off", "report", "fail"),
    )
    add(
        "--gate-sequential",
        "Stop as soon as the verdict against the --baseline run is decided: cells are run in passes, watched "
        "at half of alpha; the other half is for a run that goes to its end",
        action="store_true",
    )
    add(
        "--alpha",
        "False alarms that the verdict may give. Default: 0.05, or as [tool.loombench] of pyproject.toml "
        "says",
        type=float,
        metavar="P",
    )
    add(
        "--max-drop",
        "Drop of the mean score that is allowed, 0.01 being a point. Default: 0, or as [tool.loombench] says",
        type=float,
        metavar="X",
    )
