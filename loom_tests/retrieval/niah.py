"""NIAH: one sentence hidden at a depth of a long text, ten depths at every length.

Source: Kamradt 2023, "Needle in a Haystack" (github.com/gkamradt/LLMTest_NeedleInAHaystack, MIT): needle and
question. Prompt: LOOM-Scope 0.8 benchmarks/Retrieve/NIAH. Data: our own generated prose.

Metrics: `needlebench_origin` is 1 where the answer names Dolores Park and at most 0.2 otherwise. The place
is what only the needle tells: the question names the city, and common words prove nothing. The second,
`word_set_recall`, is the score of LOOM-Scope, for comparison with its tables.

Known deviations: the prose is generated, another text for every sample, instead of Paul Graham's essays;
the needle stands between whole sentences; samples of one depth are several, not one; no judge model; the
`<|im_start|>` that LOOM-Scope puts before the prompt of every model is left out.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests.benchmark import Benchmark, Cell, Metric, Prompt, Task
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.embedded import Embedded
from loom_tests.data.needle_grid import build
from loom_tests.metrics.niah import needlebench_origin, word_set_recall


def _origin(prediction: str, sample: Sample) -> float:
    return needlebench_origin(prediction, sample.meta["needle"], sample.meta["keyword"])


def _recall(prediction: str, sample: Sample) -> float:
    return word_set_recall(prediction, sample.references[0])


PROMPT = Prompt(
    "This is a very long story book: <book> {context} </book>.\n"
    " Based on the content of the book, Question: {question}\nAnswer:"
)

BENCHMARK = Benchmark(
    name="niah",
    capability="retrieval",
    version=1,
    loombench=True,
    tasks=(
        Task(
            name="niah",
            sources={"generated": Embedded(build)},
            prompt=PROMPT,
            metrics=(Metric("needlebench_origin", _origin), Metric("word_set_recall", _recall)),
            max_new_tokens=50,
            samples=20,
        ),
    ),
)


@cells(BENCHMARK)
def test_niah(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Evaluate one cell."""
    evaluate(cell)
