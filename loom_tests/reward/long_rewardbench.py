"""LongRewardBench (Tang et al. 2025, arXiv:2510.06915): which of two answers on a long context is better, and
how do up to four rank.

A generative reward model is asked as a judge, in prompts of our own words (`loom_tests.data.reward.prompts`):
the official ones state no licence. A discriminative one scores the question with each answer, and ranks by
score. Data: LCM-Lab/LongRewardBench on the hub (Apache-2.0), 1900 rows in seven files; a folder has them as
LongRewardBench/AREA.jsonl. Embedded are invented texts with answers that are gold, partly right, fluent but
wrong, off the context, or empty.

pair_AREA asks every pair in both orders, two samples of one cluster; best_of_N asks for a ranking, the areas
taking turns. What stands first follows the official shuffle (seed 42). 2048 new tokens, greedy; the official
runs ask without thinking (--no-thinking). Metrics: `loom_tests.metrics.reward`. By chance accuracy is 1/2,
position_match (Eq. 2 of the paper) and top_1 are 1/N, exact_match is 1/N!. The paper prints the chance of
exact_match beside scores that its code computes as position_match.

Known deviations: the official code asks each pair in one order; a row belongs to the length that its column
ctx_length_for_length says, so its prompt, which holds the answers too, may be longer; --truncation middle
keeps the answer's room free when it cuts a judge's prompt, where the official code keeps the first 65536 and
the last 65531 tokens of 131072, as discriminative models do here.

Known flaws of the official scorer, kept: a judgment with both verdicts counts as [[A]]; a ranking may stand
in single brackets anywhere; one of too many or too few answers still gets its share.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests.benchmark import Benchmark, Cell, Source, SourceKind, Task
from loom_tests.cells import cells
from loom_tests.data.embedded import Embedded, Item
from loom_tests.data.remote import HubFile
from loom_tests.data.reward.answers import AREAS
from loom_tests.data.reward.comparisons import Compared, Comparison, conversations
from loom_tests.data.reward.generate import area_of, generate_pair, generate_ranking
from loom_tests.data.reward.prompts import PAIR, ranking
from loom_tests.data.reward.rows import Files, read_comparison
from loom_tests.data.rows import Row
from loom_tests.lengths import TO_128K
from loom_tests.metrics.reward import RANKING, accuracy, pair_figures, ranking_figures, verdict
from loom_tests.whole import PROMPT

HUB = HubFile("LCM-Lab/LongRewardBench", "{area}.jsonl")


def read(row: Row, item: Item) -> Comparison:
    """Return the comparison of a generated row."""
    return read_comparison(row, area_of(item))


def sources(
    areas: tuple[str, ...], wanted: Callable[[Comparison], bool], embedded: Compared
) -> dict[SourceKind, Source]:
    """Return the sources of a task that wants some rows of some areas."""
    path = "LongRewardBench/{area}.jsonl"
    return {
        "folder": Files(areas, path, HUB, "folder", read_comparison, wanted),
        "hub": Files(areas, path, HUB, "hub", read_comparison, wanted),
        "embedded": Embedded(embedded),
    }


def pairs(area: str) -> Task:
    """Return the task of an area's pairs."""
    return Task(
        name=f"pair_{area.lower()}",
        sources=sources((area,), lambda one: not one.ranked, Compared(generate_pair, read, 2)),
        prompt=PAIR,
        metrics=(accuracy(verdict),),
        max_new_tokens=2048,
        candidates=conversations,
        no_retrieval=PROMPT,
        aggregate=pair_figures(verdict),
    )


def best_of(n: int) -> Task:
    """Return the task of rankings of n answers."""
    return Task(
        name=f"best_of_{n}",
        sources=sources(
            AREAS, lambda one: one.ranked and len(one.responses) == n, Compared(generate_ranking, read, 1)
        ),
        prompt=ranking(n),
        metrics=RANKING,
        max_new_tokens=2048,
        candidates=conversations,
        no_retrieval=PROMPT,
        aggregate=ranking_figures,
    )


BENCHMARK = Benchmark(
    name="long_rewardbench",
    capability="reward",
    version=1,
    lengths=tuple(length for length in TO_128K if length >= 4096),
    tasks=(*map(pairs, AREAS), *map(best_of, (2, 3, 4))),
)


@cells(BENCHMARK)
def test_long_rewardbench(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Prefer the better of several answers to a question about a long context."""
    evaluate(cell)
