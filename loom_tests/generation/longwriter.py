"""LongWriter's LongBench-Write and LongWrite-Ruler (Bai et al. 2024, arXiv:2408.07055).

Requests for a text of so many words. Data: THUDM/LongWriter@3fcfdff43dec:evaluation/{task}.jsonl (Apache-2.0;
120, 60 and 48 rows in English and Chinese), the light suite LCM-Lab/LOOMBench, or with --data DIR the
official files DIR/LongWriter/TASK.jsonl; --data embedded writes requests of the same form about invented
places. The prompt is the row's, as it is. Metrics: `loom_tests.metrics.longwriter`; S_l, the length score,
needs nothing else; S_q, the quality, needs a judge (officially gpt-4o-2024-05-13, temperature 0.5) and its
official prompt. Where both are there the cell also has their mean, the published overall score.

Known deviations: greedy instead of temperature 0.5. The answer may take what the prompt leaves of the cell's
length instead of 32768 tokens, and a row belongs to the smallest length with room for 1.5 tokens for each
word it asks for, so 30000 words are asked for at 64k. Other lengths than the file has rows for are not
filled.

Known flaws of the official scorer: an empty answer divides by zero; here it scores 0. Verdicts that cannot
be read are dropped without being counted, and grades beyond 1 to 5 are taken as they are; here the judge is
asked again, as often as officially, and then the sample is counted and has no quality score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Judged, Metric, Prompt, Scored, Task
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.longwriter import COLUMNS, GENERATORS, LENGTHS, at_length, convert
from loom_tests.data.official import Rows
from loom_tests.data.prose import text
from loom_tests.data.remote import GitHubFile
from loom_tests.metrics.longwriter import length, quality, words

COMMIT = "3fcfdff43deceb49f7936c6bf25ad88d61df0bfa"
SHA256 = {
    "longbench_write": "1f6e99497cc24d65894d65e014062f398ba946ebdd254b7f8b339e48d3ab5779",
    "longbench_write_en": "87800927761f340e48899e4df5d47fb7211ad4936a63420dbfa979660414259f",
    "longwrite_ruler": "a1d4ebf0df0fa1600567691d11c9a52de3037c4a372970ed2e8f52f2889e0a62",
}
S_L, S_Q = "length_score", "quality_score"


def _exact(sample: Sample) -> str:
    """Return a text of exactly the words asked for."""
    number: int = sample.meta["length"]
    return " ".join(words(text("en", f"longwriter|{number}", 2 * number))[:number])


def _overall(scored: Sequence[Scored]) -> Mapping[str, float]:
    """Return the mean of both scores, where a judge gave the second."""
    if not scored or not all(S_Q in one.scores for one in scored):
        return {}
    return {"overall": sum(one.scores[S_L] + one.scores[S_Q] for one in scored) / (2 * len(scored))}


def _task(name: str) -> Task:
    rows = Rows(
        columns=COLUMNS,
        convert=convert,
        file="LongWriter/{task}.jsonl",
        hub=GitHubFile("THUDM/LongWriter", "evaluation/{task}.jsonl", COMMIT, SHA256[name]),
        loombench="LongWriter/{task}.jsonl",
        at_length=at_length,
    )
    return Task(
        name=name,
        sources=rows.sources(GENERATORS[name], LENGTHS),
        prompt=Prompt("{question}"),
        metrics=(Metric(S_L, length),),
        judged=(Judged(S_Q, "judge", quality, "gpt-4o-2024-05-13"),),
        max_new_tokens=32768,
        ideal=_exact,
        aggregate=_overall,
        no_retrieval=whole.WRITING,
    )


BENCHMARK = Benchmark(
    name="longwriter",
    capability="generation",
    version=1,
    lengths=LENGTHS,
    loombench=True,
    tasks=tuple(_task(name) for name in GENERATORS),
)


@cells(BENCHMARK)
def test_longwriter(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Write a text of the length asked for."""
    evaluate(cell)
