"""MRCR, multi-round co-reference resolution (Vodrahalli et al. 2024, arXiv:2409.12640), in OpenAI's version.

The model reads a long chat in which the same piece of writing was asked for two, four or eight times, and
repeats one of the pieces. Prompt: the chat itself; its last message is the question. Data: --data embedded,
our own chats of invented poems, riddles and letters; --data hub, the first of the two files per task of the
data set openai/mrcr (MIT); --data DIR, its rows as DIR/MRCR/TASK.jsonl, one a line. Each row stands at the
smallest length that holds it. The revision is not pinned: the data were mended in December 2025, and rows
need not fall into the published bins any more. Metric: `loom_tests.metrics.mrcr.grade`, as on the data
set's card. Greedy; new tokens as the wanted piece needs them.

Known deviations: the official set begins at 4k to 8k tokens, ours at 1k; an embedded piece has 16 to 150
words and grows with the length.

Known flaws of the official scorer: a blank before the random string costs everything; `--metric-version
fixed` drops it. Pieces are alike, so that a wrong one still earns something: about 0.5, 0.3 and 0.15 with
2, 4 and 8 needles in Google's version.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Metric, Prompt, Task
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.mrcr import COLUMNS, convert, generate
from loom_tests.data.official import Rows
from loom_tests.data.remote import HubFile
from loom_tests.lengths import TO_128K
from loom_tests.metrics.mrcr import grade

ROWS = Rows(
    columns=COLUMNS,
    convert=convert,
    file="MRCR/{task}.jsonl",
    hub=HubFile("openai/mrcr", "{task}/{task}_0.parquet"),
)


def _grade(prediction: str, sample: Sample) -> float:
    return grade(prediction, sample.references[0], sample.meta["prefix"])


def _grade_stripped(prediction: str, sample: Sample) -> float:
    return _grade(prediction.strip(), sample)


MATCH = Metric(
    name="match_ratio",
    score=_grade,
    fixed=_grade_stripped,
    flaw="an answer with a blank before the random string scores 0",
)


def _task(name: str) -> Task:
    return Task(
        name=name,
        sources=ROWS.sources(generate),
        prompt=Prompt("{question}", conversation=True),
        metrics=(MATCH,),
        max_new_tokens=2048,
        postprocess=str,  # blanks count
        no_retrieval=whole.TALK,
    )


BENCHMARK = Benchmark(
    name="mrcr",
    capability="retrieval",
    version=1,
    lengths=TO_128K,
    tasks=(_task("2needle"), _task("4needle"), _task("8needle")),
)


@cells(BENCHMARK)
def test_mrcr(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Repeat one of several like pieces of a long chat."""
    evaluate(cell)
