"""HelloBench (Que et al. 2024, arXiv:2409.16191): long answers in five kinds of tasks.

Data: Quehry/HelloBench@92c7d469230b:data/main_data/{task}.jsonl (MIT; 200, 100, 147, 77 and 123 rows) and
data/length_constrained_data/{task}.jsonl (123 rows each, the same requests with a least number of words), or
with --data DIR the official files DIR/HelloBench/TASK.jsonl; --data embedded writes requests of the same form
about invented people, with shorter checks of our own. The prompt is the row's instruction, as it is. Score:
HelloEval (`loom_tests.metrics.hellobench`), which needs a judge (officially gpt-4o, temperature 0.8) and its
official prompt. A cell also has the mean number of words of its answers, as the published tables have, and
with a judge the published figure, from -300 to 100. There is no score without a judge.

Known deviations: greedy instead of temperature 0.8. Official rows leave 16384 tokens for the answer, as
officially, so they are all at 32k; at the shorter lengths there are generated requests only, which ask for
fewer words. Words are counted without NLTK's downloaded model of sentence ends.

Known flaws of the official code: verdicts that cannot be read are dropped without being counted; here the
judge is asked again, as often as officially, and then the sample is counted and has no score. An answer of
16000 words does not fit 16384 tokens, so no model can meet heuristic_text_generation_16k.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Judged, Prompt, Task, all_references
from loom_tests.cells import cells
from loom_tests.data.hellobench import COLUMNS, FORMS, LENGTHS, VARIANTS, convert, generate
from loom_tests.data.official import Rows
from loom_tests.data.remote import GitHubFile
from loom_tests.metrics.hellobench import HELLO_EVAL, figures, hello_eval

REPO, COMMIT = "Quehry/HelloBench", "92c7d469230b5b6b6ee1bfc1ea2ce49cb9125b57"


def _task(name: str, folder: str) -> Task:
    rows = Rows(
        columns=COLUMNS,
        convert=convert,
        file="HelloBench/{task}.jsonl",
        hub=GitHubFile(REPO, f"data/{folder}/{{task}}.jsonl", COMMIT),
    )
    return Task(
        name=name,
        sources=rows.sources(generate, LENGTHS),
        prompt=Prompt("{question}"),
        metrics=(),
        judged=(Judged(HELLO_EVAL, "judge", hello_eval, "gpt-4o"),),
        max_new_tokens=16384,
        ideal=all_references,
        aggregate=figures,
        no_retrieval=whole.WRITING,
    )


BENCHMARK = Benchmark(
    name="hellobench",
    capability="generation",
    version=1,
    lengths=LENGTHS,
    tasks=(
        *(_task(name, "main_data") for name in FORMS),
        *(_task(name, "length_constrained_data") for name in VARIANTS),
    ),
)


@cells(BENCHMARK)
def test_hellobench(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Write a long answer that stands up to a list of checks."""
    evaluate(cell)
