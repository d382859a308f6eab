"""LongIns (Gavin et al. 2024, arXiv:2406.17588): which of many answered questions are answered wrongly.

GIST states the instruction once, LIST with every question. Prompts: Ins-Bench/LongIns-Bench@cf8c59b:config/
GIST.yaml and LIST.yaml, joined as infer/data_loader.py joins them, the blanks of its indentation included.
Data: --data embedded, our own exams on invented facts, claims and sums, a seventh of the answers wrong;
--data hub, GIST at 256 and 512 from the repository's history (no licence is stated; the other files are not
there); --data DIR, the official files as DIR/LongIns/TASK/TOKENS.json (GIST/1024.json). Official lengths
count the questions alone, ours the whole prompt with the answer. Metric: F1 of the numbers in square
brackets, `loom_tests.metrics.longins`. Greedy, 1000 new tokens for official rows (LOOM-Scope 0.8; the
repository allows 10000 and samples), and for ours what the list needs. Retrievers do not suit it.

Known deviations: LIMT, the paper's third setting, has no code. Embedded questions at 256 are bare sums, for
the prompt leaves no room for more.

Known flaws of the official scorer: where no answer is wrong, no prediction can be right; with
`--metric-version fixed` brackets without a number are.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Metric, Prompt, Task
from loom_tests.cells import cells
from loom_tests.data.longins import sources
from loom_tests.metrics.longins import longins, longins_mended

TEACHER = "You are an excellent grading teacher, and you will be given many completed questions. "
ALL_WRONG = (
    "Please identify all the questions that have been answered incorrectly according to the requirements."
)
NAME_THEM = (
    "You are requested to identify which answer(s) are incorrect and to directly provide the question "
    "number(s) of the incorrect answer(s) enclosed in brackets."
)
NUMBERS_ONLY = (
    "Please note, I need the numbers of the questions that are incorrect, do not provide the numbers of the "
    "questions with correct answers. Additionally, ensure to output the question numbers in the specified "
    "standard format.Answer:"
)
GIST = ("\n" + 36 * " ").join(
    (
        TEACHER + "The requirements for these questions are as follows:",
        "{task_prompt}",
        ALL_WRONG,
        "{context}",
        "The above text contains a description of the task for this group, as well as many question-answer "
        f"pairs. Each enclosed in brackets. {NAME_THEM} {NUMBERS_ONLY}",
    )
)
LIST = ("\n" + 24 * " ").join(
    (
        TEACHER + ALL_WRONG,
        "{context}",
        "Each group [] contains the command, input, and output for the task. "
        f"{NAME_THEM}Return the selected number in list format. {NUMBERS_ONLY}",
    )
)
F1 = Metric(
    name="f1",
    score=lambda prediction, sample: longins(prediction, sample.meta["wrong"]),
    fixed=lambda prediction, sample: longins_mended(prediction, sample.meta["wrong"]),
    flaw="where no answer is wrong, no prediction can be right",
)


def _task(name: str, template: str) -> Task:
    return Task(
        name=name,
        sources=sources(name),
        prompt=Prompt(template),
        metrics=(F1,),
        max_new_tokens=1000,
        no_retrieval=whole.COUNT,
    )


BENCHMARK = Benchmark(
    name="longins",
    capability="reasoning",
    version=1,
    lengths=tuple(256 * 2**i for i in range(7)),
    tasks=(_task("GIST", GIST), _task("LIST", LIST)),
)


@cells(BENCHMARK)
def test_longins(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Name the questions of an exam that were answered wrongly."""
    evaluate(cell)
