"""L-CiteEval (Tang et al. 2024, arXiv:2410.02115): answers, summaries and counts with citations of passages.

Prompts: `loom_tests.data.l_citeeval.prompts`; new tokens: ZetangForward/L-CITEEVAL@6e493267767a:
script/inference_1shot_vllm.py (the repository states no licence). Data: Jonaszky123/L-CiteEval on the hub
(Apache-2.0), which has three configs: the 11 sets of L-CiteEval-Data, and five of them in L-CiteEval-Length
and in L-CiteEval-Hardness, here "length_SET" and "hardness_SET". A folder holds them as
L-CiteEval/L-CiteEval-CONFIG/SET.json. Or rows of `loom_tests.data.l_citeeval.generate`. Greedy.

Scores: correctness in `loom_tests.metrics.l_citeeval` (token F1, ROUGE-L, ROUGE-1 recall of needles, share of
stars); citations by rule for needles and stars, else by an entailment model (`loom_tests.metrics.alce`).

Known deviations: demonstrations of our own, with as many but shorter passages; 200 new tokens for
narrativeqa, as its kind has, where a misspelt name gives it 800; no stop at a line break, which theirs has
for some models; rows belong to a length by the tokens of the whole prompt, not by their field `length`; what
entailment reads of a passage is what the prompt shows; the mean number of citations is not reported.

Known flaws of the official scorer: those in `flaw` of the metrics and in `loom_tests.metrics.alce`; the
levels of L-CiteEval-Hardness end in a NameError, here they are figures of the task.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Metric, Scored, Task, first_reference
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.l_citeeval.generate import generate
from loom_tests.data.l_citeeval.prompts import FORMS, prompt
from loom_tests.data.l_citeeval.rows import rows
from loom_tests.lengths import KILO
from loom_tests.metrics import l_citeeval
from loom_tests.metrics.alce import JUDGED

SUMMARIES = ("multi_news", "gov_report", "qmsum")
VARIED = ("narrativeqa", "hotpotqa", "gov_report", "locomo", "counting_stars")
METRICS: Mapping[str, tuple[Metric, ...]] = {
    **dict.fromkeys(FORMS, l_citeeval.ANSWER),
    **dict.fromkeys(SUMMARIES, l_citeeval.SUMMARY),
    "niah": l_citeeval.NEEDLE,
    "counting_stars": l_citeeval.STARS,
}
NEW_TOKENS = {**dict.fromkeys(SUMMARIES, 800), "niah": 128, "counting_stars": 128}
LONG = (*SUMMARIES, "narrativeqa", "hotpotqa", "2wikimultihopqa", "locomo", "dialsim")
LENGTHS = {  # up to the longest official rows with a demonstration and an answer
    "Data": (1, 2, 4, 8, 16, 24, 32, 40, 48, 64),
    "Length": (1, 2, 4, 8, 16, 32, 64),
    "Hardness": (1, 2, 4, 8, 16, 32, 64),
}


def needle(sample: Sample) -> str:
    """Return the answer with its citation."""
    return f"{sample.references[0]} [{sample.meta['gold'] + 1}]."


def by_level(scored: Sequence[Scored]) -> Mapping[str, float]:
    """Return the mean of the first score for each level of hardness."""
    levels: dict[str, list[float]] = {}
    for one in scored:
        name, score = next(iter(one.scores.items()))
        levels.setdefault(f"{name} {one.sample.meta.get('hardness', '?')}", []).append(score)
    return {level: fmean(scores) for level, scores in levels.items()}


def _task(config: str, name: str) -> Task:
    found = rows(name, config)
    lengths = tuple(KILO * k for k in LENGTHS[config] if k > 1 or name not in LONG)
    ruled = name in ("niah", "counting_stars")
    return Task(
        name=name if config == "Data" else f"{config.lower()}_{name}",
        sources=found.sources(generate, lengths),
        prompt=prompt(name),
        metrics=METRICS[name],
        judged=() if ruled else JUDGED,
        max_new_tokens=NEW_TOKENS.get(name, 200),
        lengths=lengths,
        loombench=config == "Data",
        closed_book=name not in SUMMARIES and name != "counting_stars",
        no_retrieval=whole.SUMMARY if name in SUMMARIES else "",
        aggregate=by_level if config == "Hardness" else None,
        ideal=needle if name == "niah" else first_reference,
    )


BENCHMARK = Benchmark(
    name="l_citeeval",
    capability="faithfulness",
    version=1,
    loombench=True,
    tasks=(
        *(_task("Data", name) for name in FORMS),
        *(_task(config, name) for config in ("Length", "Hardness") for name in VARIED),
    ),
)


@cells(BENCHMARK)
def test_l_citeeval(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Ask of many passages, and for citations of those that tell."""
    evaluate(cell)
