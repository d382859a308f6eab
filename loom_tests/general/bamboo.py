"""BAMBOO (Dong et al. 2023, arXiv:2309.13345): ten tasks on papers, meetings, shows, reports and code.

Prompts: RUCAIBox/BAMBOO@f230f2061483:prompt.json (MIT), see `loom_tests.data.bamboo.prompts`; 32 new tokens.
Data: the official files {task}_4k.jsonl and {task}_16k.jsonl of that repository (MIT; the texts keep their
own rights); embedded are invented meetings, documents, stories and packages, also at 1k. Metric:
`loom_tests.metrics.bamboo`. For senhallu and abshallu the official figure is the F1 of the answer yes over
all samples, reported beside the accuracy.

Known deviations: private_eval is officially pass@1 by running the completed programs, which is not computed
here: `exact_line` asks for one of the given solutions, blanks aside, so it is a lower bound. The official
script puts every prompt into the conversation template of Vicuna and loses the system texts of prompt.json;
here the model's own template is used, without a system text. Its temperature of 0.7 has no effect, as it does
not turn sampling on.

Known flaws of the official scorer, kept unless the fixed metric is chosen: meetingqa and paperqa look at the
first character only, and an empty answer raises an error (0 here); in meetingpred and showspred an answer
that begins with a line break is wrong; orders counted from 1 are taken for orders counted from 0. Flaws of
the data, kept: some rows of meetingqa have a sentence of the text in the place of their options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Metric, Prompt, Task
from loom_tests.cells import cells
from loom_tests.data.bamboo import generate, rows
from loom_tests.data.bamboo.prompts import PROMPTS
from loom_tests.data.embedded import Item
from loom_tests.data.official import Rows
from loom_tests.metrics import bamboo

LENGTHS = (1024, 4096, 16384)
NO_RETRIEVAL = {
    "altqa": whole.PROMPT,
    **dict.fromkeys(("senhallu", "abshallu"), whole.CLAIMS),
    **dict.fromkeys(("meetingpred", "showspred"), whole.TALK),
    **dict.fromkeys(("reportsumsort", "showssort"), whole.ORDER),
    "private_eval": whole.CODE,
}


def _task(
    make: Callable[[Item, int], Mapping[str, Any]], official: Rows, metric: Metric, **more: Any
) -> Task:
    return Task(
        name=make.__name__,
        sources=official.sources(make, LENGTHS),
        prompt=Prompt(PROMPTS[make.__name__]),
        metrics=(metric,),
        max_new_tokens=32,
        no_retrieval=NO_RETRIEVAL.get(make.__name__, ""),
        **more,
    )


# Answering nothing is answering no, and official names are compared before anything is stripped.
HALLUCINATION: dict[str, Any] = {"closed_book": True, "floor": 1.0, "aggregate": bamboo.yes_figures}
SPEAKER: dict[str, Any] = {"postprocess": str}

BENCHMARK = Benchmark(
    name="bamboo",
    capability="general",
    version=1,
    lengths=LENGTHS,
    tasks=(
        _task(generate.meetingqa, rows.CHOICE, bamboo.LETTERS, closed_book=True),
        _task(generate.paperqa, rows.CHOICE, bamboo.LETTERS, closed_book=True),
        _task(generate.altqa, rows.NUMBER, bamboo.NUMBERS),
        _task(generate.senhallu, rows.HYPOTHESIS, bamboo.YES, **HALLUCINATION),
        _task(generate.abshallu, rows.HYPOTHESIS, bamboo.YES, **HALLUCINATION),
        _task(generate.meetingpred, rows.NUMBER, bamboo.SPEAKERS, **SPEAKER),
        _task(generate.showspred, rows.NUMBER, bamboo.SPEAKERS, **SPEAKER),
        _task(generate.reportsumsort, rows.EVENTS, bamboo.CONCORDANCE),
        _task(generate.showssort, rows.CHAPTERS, bamboo.CONCORDANCE),
        _task(generate.private_eval, rows.COMPLETION, bamboo.EXACT_LINE),
    ),
)


@cells(BENCHMARK)
def test_bamboo(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Answer, detect, complete and sort what long texts hold."""
    evaluate(cell)
