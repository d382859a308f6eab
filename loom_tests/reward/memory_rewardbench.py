"""MemoryRewardBench (Tang et al. 2026, arXiv:2601.11969): which of two agents manages its memory better.

A trajectory shows what an agent kept in memory while it read a long context, and its result; the rejected one
has noise, drops or falsifies what the question needs, or ends wrong. Data: LCM-Lab/MemoryRewardBench on the
hub (Apache-2.0), 2400 pairs in three configs, split train; a folder has them as
MemoryRewardBench/CONFIG.jsonl. Embedded are invented texts with trajectories of the same ten subtasks. The
prompt, a system message that wants the verdict first, is in our own words.

Every pair is asked in both orders, two samples of one cluster; what stands first follows a shuffle with seed
42, as LongRewardBench has it. Metrics: `loom_tests.metrics.reward`; accuracy is by chance 1/2. A reward model
that scores does so for the question with each trajectory.

Known deviations: greedy with 2048 new tokens, where the official run samples at temperature 0.7 and top_p
0.95 with up to 16384 (--gen-kwargs temperature=0.7,top_p=0.95,max_new_tokens=16384 does so where the model
has room); one order a pair there. The official code searches the first five characters of the answer alone,
so that a right verdict after a lead-in scores 0: here the first verdict counts wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests.benchmark import Benchmark, Cell, Source, SourceKind, Task
from loom_tests.cells import cells
from loom_tests.data.embedded import Embedded, Item
from loom_tests.data.remote import HubTable
from loom_tests.data.reward.comparisons import Compared, Comparison, conversations
from loom_tests.data.reward.prompts import MEMORY
from loom_tests.data.reward.rows import Files, read_trajectories
from loom_tests.data.reward.trajectories import SUBTASKS, generate_trajectories
from loom_tests.data.rows import Row
from loom_tests.lengths import TO_128K
from loom_tests.metrics.reward import accuracy, first_verdict, pair_figures
from loom_tests.whole import PROMPT

HUB = HubTable("LCM-Lab/MemoryRewardBench", config="{area}", split="train")
PATH = "MemoryRewardBench/{area}.jsonl"


def read(row: Row, item: Item) -> Comparison:
    """Return the comparison of a generated row."""
    return read_trajectories(row, row["task"])


def every(comparison: Comparison) -> bool:
    """Whether the task wants a row: all of its file."""
    return True


def sources(config: str) -> dict[SourceKind, Source]:
    """Return the sources of a config's task."""
    return {
        "folder": Files((config,), PATH, HUB, "folder", read_trajectories, every),
        "hub": Files((config,), PATH, HUB, "hub", read_trajectories, every),
        "embedded": Embedded(Compared(generate_trajectories, read, 2)),
    }


BENCHMARK = Benchmark(
    name="memory_rewardbench",
    capability="reward",
    version=1,
    lengths=tuple(length for length in TO_128K if length >= 8192),
    tasks=tuple(
        Task(
            name=config.lower().replace("-", "_"),
            sources=sources(config),
            prompt=MEMORY,
            metrics=(accuracy(first_verdict),),
            max_new_tokens=2048,
            candidates=conversations,
            no_retrieval=PROMPT,
            aggregate=pair_figures(first_verdict),
        )
        for config in SUBTASKS
    ),
)


@cells(BENCHMARK)
def test_memory_rewardbench(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Prefer the agent that keeps in memory what the question needs."""
    evaluate(cell)
