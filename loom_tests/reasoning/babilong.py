"""BABILong (Kuratov et al. 2024, arXiv:2406.10149): bAbI facts hidden in long text, and a question.

Prompts and metric: booydar/babilong (Apache-2.0), see `loom_tests.data.babi.all_prompts` and
`loom_tests.metrics.babilong`. Data: RMT-team/babilong-1k-samples up to 32k, RMT-team/babilong beyond (both
qa1 to qa10 only), or our own simulation of the bAbI worlds qa1 to qa20 (Weston et al. 2015, files en-10k,
CC BY 3.0), whose wordings, numbers of facts and rules of answering it follows, between sentences of
generated prose. Length "0k" is the facts alone. Greedy, 20 new tokens, 100 samples a cell. The leaderboard
of LOOM-Scope has qa1 to qa5.

Known deviations: the generated haystack is prose, not books (PG-19); lengths of generated samples count the
whole prompt and the answer in tokens of the evaluated model, not the context alone in tokens of GPT-2; short
lengths keep long stories (qa2, qa5) to what they can hold; in qa16, where animals of one species differ in
colour in some official stories, ours agree.

Known flaws of the official scorer: in qa7 the answer "none" never counts, because it contains "one" (about
half of the samples); labels are matched as substrings. --metric-version fixed scores without them.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests.benchmark import Benchmark, Cell, Prompt, Task
from loom_tests.cells import cells
from loom_tests.data.babi.all_prompts import ALL_PROMPTS, template
from loom_tests.data.babi.build import generate
from loom_tests.data.babi.rows import IN_LOOMBENCH, rows
from loom_tests.lengths import TO_128K
from loom_tests.metrics.babilong import BABILONG

LENGTHS = (0, *TO_128K)
BENCHMARK = Benchmark(
    name="babilong",
    capability="reasoning",
    version=2,
    loombench=True,
    lengths=LENGTHS,
    tasks=tuple(
        Task(
            name=task,
            sources=rows(task).sources(generate, lengths=LENGTHS, version=3),
            prompt=Prompt(template(task)),
            metrics=(BABILONG,),
            max_new_tokens=20,
            samples=100,
            loombench=task in IN_LOOMBENCH,
        )
        for task in ALL_PROMPTS
    ),
)


@cells(BENCHMARK)
def test_babilong(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Ask for what the hidden facts tell."""
    evaluate(cell)
