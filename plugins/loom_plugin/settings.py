"""The options of one run, checked: everything after this module may trust them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from loom_fixtures.adapters import read_adapter
from loom_fixtures.judges.spec import read_bert_score, read_entailment, read_judge
from loom_fixtures.models import ModelInfo, resolve, resolve_served
from loom_fixtures.retrievers.base import Retriever
from loom_fixtures.retrievers.registry import parse as parse_retriever
from loom_fixtures.servers.addresses import check_urls
from loom_fixtures.servers.registry import SERVERS, check_installed
from loom_plugin.helpers import NO_HELPERS, HelperSpecs
from loom_plugin.reward import SCORING, WRITING, check_options, with_mode
from loom_plugin.values import batch_size, generation, pairs, parts, positive, read_data, shard
from loom_reports.errors import LoomError
from loom_reports.plan import NONE, query_aware
from loom_reports.runfolder import RunFolder
from loom_tests.benchmark import NO_CONTEXT, Benchmark, MetricVersion, SourceKind
from loom_tests.lengths import parse_length
from loom_tests.manifest import modules

SHORTEST = "shortest"
THINKING_TOKENS = 4096
"""Room for reasoning with --thinking, where the user names none."""
SPEED_ONLY = ("base_url", "prefix_cache_gb")
"""Options of a server that change where and how fast it answers, not what."""


@dataclass(frozen=True)
class Settings:
    """One run's options. `lengths`, `tasks` and `limit` are None or empty where the user named none."""

    models: Mapping[str, ModelInfo]
    model_args: Mapping[str, str]
    server: str
    server_options: Mapping[str, Any]
    accelerators: Sequence[str]
    retrievers: Mapping[str, Retriever | None]
    force_retrieval: bool
    data: SourceKind
    data_dir: Path | None
    skip_bad_rows: bool
    metric_version: MetricVersion
    no_context: bool
    benchmarks: Sequence[Benchmark]
    composite: bool
    tasks: Sequence[str]
    lengths: Sequence[int]
    shortest: bool
    limit: int | None
    batch_size: int | None
    generation: Mapping[str, float]
    thinking_tokens: int
    adapter_sha: str | None
    apply_chat_template: bool | None
    system: str
    truncation: str
    seed: int
    output: Path
    fresh: bool
    rescore: bool
    shard: tuple[int, int]
    gpus_per_model: int
    trust_remote_code: bool
    offline: bool
    helpers: HelperSpecs = NO_HELPERS

    def spec(self) -> dict[str, Any]:
        """Return what decides the scores: runs with different specs never share a folder."""
        speed_args = SERVERS[self.server].speed_args
        return {
            "loombench": version("loombench"),
            "server": self.server,
            "reward": SCORING if any(info.discriminative for info in self.models.values()) else WRITING,
            **{name: value for name, value in self.server_options.items() if name not in SPEED_ONLY},
            "adapter": self.adapter_sha,
            "model_args": {k: v for k, v in sorted(self.model_args.items()) if k not in speed_args},
            "data": str(self.data_dir or self.data),
            "metric_version": self.metric_version,
            "generation": dict(sorted(self.generation.items())),
            "thinking_tokens": self.thinking_tokens,
            "apply_chat_template": self.apply_chat_template,
            "system_instruction": self.system,
            "truncation": self.truncation,
            "seed": self.seed,
            "models": {name: info.fingerprint for name, info in sorted(self.models.items())},
        }


def read_settings(config: pytest.Config) -> Settings:
    """Check the options; LoomError names the first one that cannot be used."""
    option = config.option
    rescore = option.loom_from_samples is not None
    model_args = pairs(option.loom_model_args, "--model-args")
    if "max_length" in model_args:
        model_args["max_length"] = str(parse_length(model_args["max_length"]))
    data, data_dir = read_data(option.loom_data)
    shortest = option.loom_lengths.strip() == SHORTEST
    server_options = _server_options(option)
    settings = Settings(
        models={} if rescore else _models(option, model_args),
        model_args=model_args,
        server=option.loom_server,
        server_options=server_options,
        accelerators=[NONE],
        retrievers=_retrievers(option),
        force_retrieval=option.loom_force_retrieval,
        data=data,
        data_dir=data_dir,
        skip_bad_rows=option.loom_on_bad_row == "skip",
        metric_version=option.loom_metric_version,
        no_context=NO_CONTEXT in option.loom_control,
        benchmarks=_benchmarks(option.loom_benchmark),
        composite=bool(re.search(r"\bloombench\b", option.markexpr or "")),
        tasks=parts(option.loom_tasks),
        lengths=[] if shortest else [parse_length(part) for part in parts([option.loom_lengths])],
        shortest=shortest,
        limit=positive(option.loom_limit, "--limit"),
        batch_size=batch_size(option.loom_batch_size),
        generation=generation(option.loom_gen_kwargs),
        thinking_tokens=_thinking_tokens(option),
        adapter_sha=None if rescore else _adapter_sha(option),
        apply_chat_template=option.loom_apply_chat_template,
        system=option.loom_system_instruction,
        truncation=option.loom_truncation,
        seed=option.loom_seed,
        output=Path(),
        fresh=option.loom_fresh,
        rescore=rescore,
        helpers=_helpers(option),
        shard=shard(option.loom_shard),
        gpus_per_model=positive(option.loom_gpus_per_model, "--gpus-per-model") or 1,
        trust_remote_code=option.loom_trust_remote_code,
        offline=option.loom_offline,
    )
    settings = replace(settings, accelerators=_accelerators(option.loom_accelerator, settings))
    settings = replace(settings, server_options=_read_alike(settings))
    check_options(settings.models.values(), settings.server_options, settings.accelerators)
    return replace(settings, output=_output(settings, config).absolute())


def _accelerators(wanted: Sequence[str], settings: Settings) -> list[str]:
    """Return the labels of the accelerators, each once; LoomError where one cannot work in a model."""
    if all(text.strip() == NONE for text in wanted):
        return [NONE]
    if settings.server != "transformers":
        raise LoomError(
            f"--accelerator {wanted[0]}: accelerators work in --server transformers only. "
            f"Accepted with --server {settings.server}: {NONE}"
        )
    # Here, because it loads torch: a run without accelerators is collected without it.
    from loom_fixtures.accelerators.spec import check_model, parse

    methods = [parse(text) for text in wanted]
    for method in methods:
        for info in settings.models.values():
            if method is not None:
                check_model(method, info.name, info.config)
    return list(dict.fromkeys(method.label if method else NONE for method in methods))


def _retrievers(option: Any) -> dict[str, Retriever | None]:
    """Return the retrievers by their labels."""
    wanted = option.loom_retriever or [NONE]
    return dict(parse_retriever(text, offline=option.loom_offline) for text in wanted)


def _benchmarks(files: Sequence[str]) -> list[Benchmark]:
    if not files:
        return []
    from loom_tests.spec_file import read_spec

    found = [read_spec(Path(file)) for file in files]
    taken = [*modules(), *(one.name for one in found)]
    for one in found:
        if taken.count(one.name) > 1:
            raise LoomError(f"--benchmark: there is another benchmark called {one.name!r}; rename it")
    return found


def _output(settings: Settings, config: pytest.Config) -> Path:
    place = config.option.loom_from_samples or config.option.loom_output_path
    if settings.rescore:
        if not place:
            raise LoomError("--from-samples needs a run: --from-samples RUN, or --output-path RUN")
        if settings.fresh:
            raise LoomError("--fresh would delete the samples that --from-samples reads; give one of them")
        RunFolder(Path(place)).read()
    return Path(place) if place else config.invocation_params.dir / "reports" / "runs" / run_name(settings)


def run_name(settings: Settings) -> str:
    """Return the default folder name: the same command finds the same run again."""
    models = re.sub(r"[^\w.-]+", "-", "+".join(settings.models))[:60].strip("-") or "run"
    spec = json.dumps(settings.spec(), sort_keys=True)
    return f"{models}-{hashlib.sha256(spec.encode()).hexdigest()[:8]}"


def _server_options(option: Any) -> dict[str, Any]:
    """Return the options that only some servers honour, where they are set."""
    asked = {
        "base_url": tuple(parts([option.loom_base_url])) or None,
        "adapter": option.loom_adapter or None,
        "thinking": option.loom_thinking,
        "deterministic": option.loom_deterministic or None,
        "prefix_cache_gb": option.loom_prefix_cache_gb,
    }
    asked = {name: value for name, value in asked.items() if value is not None}
    for name, value in asked.items():
        if name not in SERVERS[option.loom_server].honours:
            able = [server for server, kind in SERVERS.items() if name in kind.honours]
            flag = f"--{'no-' if value is False else ''}{name.replace('_', '-')}"
            raise LoomError(
                f"{flag} has no meaning for --server {option.loom_server}. Servers that honour it: "
                f"{', '.join(able) or 'none in this version'}"
            )
    if "base_url" in SERVERS[option.loom_server].honours:
        asked["base_url"] = check_urls(asked.get("base_url", ()))
    return asked


def _read_alike(settings: Settings) -> Mapping[str, Any]:
    """Return the server's options: accelerators that are compared read prompts alike, whole or shared."""
    wanted, options = settings.accelerators, settings.server_options
    aware = next((one for one in wanted if one != NONE and query_aware(one)), None)
    if len(wanted) == 1 or aware is None:
        return options
    if options.get("prefix_cache_gb"):
        raise LoomError(
            f"--prefix-cache-gb {options['prefix_cache_gb']}: {aware} is query-aware and reads every prompt "
            "whole, so times would not compare; leave the option out, or give all --accelerator scope=context"
        )
    return {**options, "prefix_cache_gb": 0.0}


def _models(option: Any, model_args: Mapping[str, str]) -> dict[str, ModelInfo]:
    names = [name.rstrip("/") for name in option.loom_model]
    how = {"revision": model_args.get("revision"), "offline": option.loom_offline}
    check_installed(option.loom_server)
    if SERVERS[option.loom_server].endpoint:
        infos = [resolve_served(name, model_args.get("tokenizer"), **how) for name in names]
    else:
        infos = [resolve(name, **how) for name in names]
    if "max_length" in model_args:
        infos = [replace(info, context_length=int(model_args["max_length"])) for info in infos]
    return {info.name: with_mode(info, option.loom_reward_mode, option.loom_server) for info in infos}


def _thinking_tokens(option: Any) -> int:
    """Return the room for reasoning: what is asked for, else some with --thinking and none without."""
    asked: int | None = option.loom_thinking_tokens
    if asked is None:
        return THINKING_TOKENS if option.loom_thinking else 0
    if asked < 0 or (asked and option.loom_thinking is False):
        raise LoomError(f"--thinking-tokens {asked}: must be at least 0, and 0 with --no-thinking")
    return asked


def _adapter_sha(option: Any) -> str | None:
    name: str = option.loom_adapter
    return read_adapter(name, offline=option.loom_offline).fingerprint if name else None


def _helpers(option: Any) -> HelperSpecs:
    args = pairs(option.loom_judge_args, "--judge-args")
    if not option.loom_judge and (args or option.loom_judge_repeats != 1):
        raise LoomError("--judge-args and --judge-repeats need a judge: --judge SERVER:MODEL")
    trust = {"offline": option.loom_offline, "trust_remote_code": option.loom_trust_remote_code}
    repeats = positive(option.loom_judge_repeats, "--judge-repeats")
    tokenizers = option.loom_model if option.loom_from_samples is not None else []
    if len(tokenizers) > 1:
        raise LoomError("--model beside --from-samples says where the run's tokenizer is: give one")
    return HelperSpecs(
        judge=read_judge(option.loom_judge, args, repeats or 1, **trust) if option.loom_judge else None,
        entailment=read_entailment(option.loom_entailment, **trust) if option.loom_entailment else None,
        bert_score=read_bert_score(option.loom_bert_score, offline=option.loom_offline)
        if option.loom_bert_score
        else None,
        tokenizer="".join(tokenizers),
    )
