"""A run folder made up for tests of reports: scores fall with length and depth, and models write HTML."""

from __future__ import annotations

import random
from pathlib import Path

from loom_reports.aggregate import RunReport, build_report
from loom_reports.gate.result import Finding, GateResult
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder, write_json

EVIL = "</script><script>document.title = 'owned'</script><img src=x onerror=alert(1)>"
LENGTHS = (1024, 2048, 4096, 8192)
TASKS = (
    ("retrieval", "niah", "niah"),
    ("retrieval", "ruler", "niah_single_1"),
    ("retrieval", "nolima", "needle_set"),
    ("general", "longbench", "hotpotqa"),
    ("reasoning", "babilong", "qa1"),
    ("faithfulness", "l_citeeval", "niah"),
)
WORDS = ("river", "town", "of", "Garbozette", "lies", "under", "a", "dark", "hill", "nobody", "lamps")


def made_run(
    path: Path,
    samples: int = 20,
    accelerators: tuple[str, ...] = ("none",),
    loss: float = 0.0,
    words: int = 12,
) -> tuple[RunReport, RunFolder]:
    """Write a run of `samples` a cell in which every accelerator but none, and `loss`, cost some score."""
    folder = RunFolder(path)
    folder.open({"seed": 42, "model_args": {"dtype": "float32"}}, {"cores": 2, "packages": {"numpy": "2"}})
    plans = [
        CellPlan(
            f"m|{accelerator}|none|{benchmark}/{task}|{length}",
            "m",
            accelerator,
            "none",
            capability,
            benchmark,
            task,
            length,
            1,
            ("hit",),
            samples,
            "embedded",
        )
        for accelerator in accelerators
        for capability, benchmark, task in TASKS
        for length in LENGTHS
    ]
    folder.plan(plans)
    for number, plan in enumerate(plans):
        rng = random.Random(number)
        cost = loss + (0.2 if plan.accelerator != "none" else 0.0) + 0.1 * LENGTHS.index(plan.length)
        records = [_record(plan, index, cost, rng, words) for index in range(samples)]
        folder.cell(plan.id).append(records)
        folder.cell(plan.id).finish({"planned": samples, "n": samples, "server": {"dtype": "float32"}})
    return build_report(folder), folder


def made_gate(path: Path) -> GateResult:
    """Leave a gate's result in a run folder."""
    shapes = (("overall", "overall", -0.03, "regressed"), ("capability", "retrieval", -0.06, "regressed"))
    shapes += (("task", "babilong/qa1", -0.01, "inconclusive"), ("length", "4k", 0.01, "pass"))
    findings = [_finding(family, name, change, verdict) for family, name, change, verdict in shapes]
    findings.append(_finding("timing", "TTFT", 1.2, "inconclusive"))
    gate = GateResult(
        "regressed", "candidate", "baseline", 0.05, 0.01, ["retrieval fell by 6.0 points"], findings, 0.4
    )
    write_json(path / "gate.json", gate.to_json())
    return gate


def _finding(family: str, name: str, change: float, verdict: str) -> Finding:
    bounds = {"difference": change, "low": change - 0.02, "high": change + 0.02}
    tests = {"p": 0.01, "adjusted": 0.03, "wins": 3, "losses": 12, "ties": 385, "mde": 0.021, "needed": 900}
    return Finding(
        family=family,
        name=name,
        n=400,
        clusters=380,
        candidate=0.5,
        baseline=0.53,
        max_drop=0.01,
        verdict=verdict,
        gates=family != "task",
        **bounds,
        **tests,
    )


def _record(plan: CellPlan, index: int, cost: float, rng: random.Random, words: int) -> SampleRecord:
    depth = rng.randrange(101)
    score = float(rng.random() > cost + (0.3 if 30 < depth < 70 else 0.0))
    broken = index == 3 and plan.task == "qa1"
    text = " ".join(rng.choices(WORDS, k=words))
    head, tail = (" ".join(rng.choices(WORDS, k=90)) for _ in range(2))
    return SampleRecord(
        cell=plan.id,
        index=index,
        doc_id=f"{plan.task}-{plan.length}-{index}",
        doc_hash=f"{plan.task}-{plan.length}-{index}",
        prompt_hash="p",
        context_id="",
        target=("Garbozette", "lamps"),
        question=f"Which town is number {index}?",
        meta=_meta(plan.benchmark, depth),
        prompt_head=f"[user]\n{EVIL} {head}",
        prompt_tail=tail,
        prompt_evidence=f"{head[:200]} the lamps of Garbozette burn all night {tail[:200]}",
        completion=EVIL if index == 0 else text,
        prediction=text[:40],
        scores={} if broken else {"hit": score},
        error="out of memory" if broken else None,
        finish_reason="stop",
        prompt_tokens=plan.length,
        output_tokens=words,
        truncated_tokens=int(index == 5),
        ttft=plan.length / 4096 * rng.uniform(0.9, 1.1),
        tpot=0.02 * rng.uniform(0.9, 1.1),
        kv_bytes=plan.length * (1000 if plan.accelerator == "none" else 400),
        kv_bytes_prompt=plan.length * (1000 if plan.accelerator == "none" else 400),
    )


def _meta(benchmark: str, depth: int) -> dict[str, object]:
    known: dict[str, dict[str, object]] = {
        "niah": {"depth_percent": depth, "needle": "the lamps of Garbozette"},
        "ruler": {"depths": [depth], "keys": ["sore-arm"]},
        "nolima": {"depth": depth / 100},
        "longbench": {"length": 900, "odd": float("nan")},
    }
    return known.get(benchmark, {})
