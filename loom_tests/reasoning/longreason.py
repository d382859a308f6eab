"""LongReason (Ling et al. 2025, arXiv:2501.15089): short reasoning problems, their background spread widely.

Prompt: the data's own `prompt` column, which holds text and question, sent as it is. Data: the splits 8k to
128k of lz1bytedance/LongReason (CC-BY-4.0), 794 rows each, the same problems in all; before May 2025 some of
its answers belonged to other questions, so an old copy is to be fetched again. The length of a real row is
its split's. Embedded, also at shorter lengths, are invented problems of two to five steps: facts that name
one another, stocks to compute, and an order of arrivals. Metric: the letter, by
`loom_tests.metrics.longreason`, extractor version 1; `unparsed` is the share of answers without one.

Known deviations: the benchmark publishes neither code, nor an extractor, nor a number of new tokens; the
paper lets models think in writing, for which 512 new tokens are given here. Greedy. The closed-book control
asks the `final_inquiry` alone.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Prompt, Task
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.longreason import ROWS, generate
from loom_tests.metrics.longreason import ACCURACY, unparsed


def ideal(sample: Sample) -> str:
    """Return the right answer in the form that our prompts ask for."""
    return f"The answer is {sample.references[0]}"


BENCHMARK = Benchmark(
    name="longreason",
    capability="reasoning",
    version=1,
    tasks=(
        Task(
            name="longreason",
            sources=ROWS.sources(generate),
            prompt=Prompt("{context}", without_context="{question}"),
            metrics=(ACCURACY,),
            max_new_tokens=512,
            closed_book=True,
            ideal=ideal,
            aggregate=unparsed,
            no_retrieval=whole.PROMPT,
        ),
    ),
)


@cells(BENCHMARK)
def test_longreason(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Reason over facts that stand far apart."""
    evaluate(cell)
