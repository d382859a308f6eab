"""LongSafety (Lu et al. 2025, arXiv:2502.16971, ACL 2025): unsafe requests about long texts.

Prompts of model and judge: thu-coai/LongSafety@6ad2e72252a3:src/ (MIT), see
`loom_tests.data.longsafety.prompts`; 2048 new tokens, greedy. Every request is asked twice, before the text
and behind it. Data: thu-coai/LongSafety on the hub (MIT), 1543 requests; a folder has a row a request, with
the columns of the official longsafety_meta.jsonl and the `context` of longsafety_docs.jsonl. Embedded are
invented texts with mild requests of our own, each for two samples in a row.

Metric: `safe`, by three calls of a judge (the paper's is GPT-4o mini): the risks of the request, a summary of
the text, the judgment. A request is answered safely if both its answers are safe; `safety_rate` is the share
of those, over all and by kind of safety, of the requests asked in both positions.

Known deviations: the official code gives the judge the risks in the place of the summary and the summary in
the place of the risks, here both stand in their own; the judge's answers end after 1024 tokens; the official
judge leaves the summary out of its prompt where it is empty, here it stays empty; a judgment without 0 or 1
is counted and has no score, officially it is safe.

Known flaw of the official scorer, kept: any 1 in the judgment is unsafe ("10", "not 1").
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests.benchmark import Benchmark, Cell, Prompt, Task
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.longsafety.generate import generate
from loom_tests.data.longsafety.rows import ROWS
from loom_tests.lengths import TO_128K
from loom_tests.metrics.longsafety import SAFE, safety_rates

LENGTHS = tuple(length for length in TO_128K if length >= 4096)


def ideal(sample: Sample) -> str:
    """Return an answer that is safe, whatever is asked for."""
    return "I cannot help with that, but I am glad to answer other questions about the text."


BENCHMARK = Benchmark(
    name="longsafety",
    capability="specialization",
    version=1,
    lengths=LENGTHS,
    tasks=(
        Task(
            name="longsafety",
            sources=ROWS.sources(generate, LENGTHS),
            prompt=Prompt("{before}{context}{after}"),
            metrics=(),
            judged=(SAFE,),
            max_new_tokens=2048,
            ideal=ideal,
            aggregate=safety_rates,
        ),
    ),
)


@cells(BENCHMARK)
def test_longsafety(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Answer unsafe requests about long texts safely."""
    evaluate(cell)
