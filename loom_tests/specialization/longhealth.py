"""LongHealth (Adams et al. 2024, arXiv:2401.14490): questions with five options on discharge letters.

task1 shows the letters that answer the question among others of the patient; task2 among letters of other
patients, with a sixth option for questions that cannot be answered; task3 shows letters of other patients
alone, so that the sixth option is right.

Prompt: tmabraham/med-lm-envs@7ee0452:environments/longhealth/longhealth.py (MIT), a port of
kbressem/LongHealth (Apache-2.0); 50 new tokens, as another port (CLUE) has it. Data: data/benchmark_v5.json
of kbressem/LongHealth, 20 invented patients with 20 questions each, which the authors ask not to spread;
embedded are patients of our own. Metric: `loom_tests.metrics.longhealth`.

Letters fill a cell's length: those that answer the question, whole, then others, the last one cut, all in
random order. A question is left out at a length that does not hold its letters, and at one that its letters
and those of its patient (task1) do not reach.

Known deviations: the official run fills 16,000 tokens whatever the model, with at most ten letters of others,
and cuts letters that answer a question, too; it repeats each question in five orders of its letters, where
this has one an item. Greedy.

Known flaw of the official scorer, kept unless the fixed metric is chosen: the right option is taken to be the
last one that contains the right text, so that "12 mg" may stand for "2 mg".
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Prompt, Task
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.longhealth.prompts import PROMPT, SYSTEM
from loom_tests.data.longhealth.sources import SOURCES
from loom_tests.metrics.longhealth import ACCURACY


def ideal(sample: Sample) -> str:
    """Return the right answer in the form that the prompt asks for."""
    return f"The correct answer is {sample.references[0]}."


BENCHMARK = Benchmark(
    name="longhealth",
    capability="specialization",
    version=1,
    tasks=tuple(
        Task(
            name=name,
            sources=SOURCES,
            prompt=Prompt(PROMPT, system=SYSTEM),
            metrics=(ACCURACY,),
            max_new_tokens=50,
            closed_book=name == "task1",
            ideal=ideal,
            no_retrieval=whole.CLAIMS,
        )
        for name in ("task1", "task2", "task3")
    ),
)


@cells(BENCHMARK)
def test_longhealth(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Choose what discharge letters say, or that they do not say it."""
    evaluate(cell)
