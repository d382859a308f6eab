"""LongBench-Cite of LongCite (Zhang et al. 2024, arXiv:2409.02897): answers whose statements cite sentences.

Prompt: THUDM/LongCite@d7d772e39fb1:LongBench-Cite/one_shot_prompt.txt (`loom_tests.data.longcite.prompts`);
new tokens: pred_one_shot.py, there. Data: LongBench-Cite/LongBench-Cite.json of the same repository and
commit (Apache-2.0), also below a folder; or rows of `loom_tests.data.longcite.generate`. Greedy.

Scores need a judge (`loom_tests.metrics.longcite_judged`): F1, recall and precision of the citations, and
correctness. Without one, rows that know their gold chunks, which only the generated ones do, have figures of
the cited chunks against these.

Known deviations: greedy, where the authors sample at temperature 1; the ratio of correctness with and without
citations is not reported. The prompt and its answer take more than 3000 tokens, so lengths begin at 4k.

Known flaws of the official code: an answer without citations has precision 0 even where it needs none; its
prediction script answers one sample a run; the length of citations ends in a NameError, and is not reported.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Prompt, Task
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.longcite.generate import generate
from loom_tests.data.longcite.prompts import ONE_SHOT
from loom_tests.data.longcite.rows import rows
from loom_tests.lengths import KILO
from loom_tests.metrics.longcite import gold_citations, repaired
from loom_tests.metrics.longcite_judged import CHAT, QUESTION, SUMMARY, Rate, judged

LENGTHS = tuple(KILO * k for k in (4, 8, 16, 32, 64, 128))
RATES: dict[str, Rate] = {
    "longbench-chat": CHAT,
    "multifieldqa_en": QUESTION,
    "multifieldqa_zh": QUESTION,
    "hotpotqa": QUESTION,
    "dureader": QUESTION,
    "gov_report": SUMMARY,
}
TEMPLATE = (
    ONE_SHOT.replace("{", "{{")
    .replace("}", "}}")
    .replace("<<context>>", "{context}")
    .replace("<<question>>", "{question}")
)


def cited(sample: Sample) -> str:
    """Return the reference as statements that cite the gold chunks, one each."""
    gold = sample.meta["gold"] or []
    return "\n\n".join(
        f"<statement>{sample.references[0]}<cite>[{chunk}-{chunk}]</cite></statement>" for chunk in gold
    )


BENCHMARK = Benchmark(
    name="longcite",
    capability="faithfulness",
    version=1,
    lengths=LENGTHS,
    tasks=tuple(
        Task(
            name=name,
            sources=rows(name).sources(generate, LENGTHS),
            prompt=Prompt(TEMPLATE),
            metrics=(),
            judged=judged(rate),
            max_new_tokens=1024,
            postprocess=repaired,
            loombench=False,
            closed_book=name != "gov_report",
            no_retrieval=whole.SUMMARY if name == "gov_report" else "",
            ideal=cited,
            aggregate=gold_citations,
        )
        for name, rate in RATES.items()
    ),
)


@cells(BENCHMARK)
def test_longcite(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Ask about a document of numbered sentences, and for the numbers."""
    evaluate(cell)
