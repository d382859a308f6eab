"""BABILong (Kuratov et al. 2024, arXiv:2406.10149): bAbI facts hidden in long text, and a question.

Prompts and metric: booydar/babilong (Apache-2.0), see `loom_tests.data.babi.prompts` and
`loom_tests.metrics.babilong`. Data: our own simulation of the bAbI worlds qa1 to qa10 (Weston et al. 2015,
files en-10k, CC BY 3.0), whose wordings, numbers of facts and rules of answering it follows, between
sentences of generated prose. Length "0k" is the facts alone. Greedy, 20 new tokens, 100 samples a cell.

Known deviations: the haystack is generated prose, not books (PG-19); lengths count the whole prompt and the
answer in tokens of the evaluated model, not the context alone in tokens of GPT-2; short lengths keep long
stories (qa2, qa5) to what they can hold.

Known flaws of the official scorer, kept: in qa7 the answer "none" never counts, because it contains "one"
(about half of the samples); labels are matched as substrings.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests.benchmark import Benchmark, Cell, Prompt, Task
from loom_tests.cells import cells
from loom_tests.data.babi.build import build
from loom_tests.data.babi.prompts import PROMPTS, template
from loom_tests.data.embedded import Embedded
from loom_tests.lengths import TO_128K
from loom_tests.metrics.babilong import BABILONG

BENCHMARK = Benchmark(
    name="babilong",
    capability="reasoning",
    version=1,
    loombench=True,
    lengths=(0, *TO_128K),
    tasks=tuple(
        Task(
            name=task,
            sources={"embedded": Embedded(build)},
            prompt=Prompt(template(task)),
            metrics=(BABILONG,),
            max_new_tokens=20,
            samples=100,
        )
        for task in PROMPTS
    ),
)


@cells(BENCHMARK)
def test_babilong(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Ask for what the hidden facts tell."""
    evaluate(cell)
