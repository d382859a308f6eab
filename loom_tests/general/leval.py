"""L-Eval (An et al. 2023, arXiv:2307.11088): exams, questions and summaries of long documents, twenty tasks.

Prompts: OpenLMLab/LEval@cd34b05:Baselines/LEval_config.py and Baselines/turbo16k-test.py; 512 new tokens.
Data: the repository's LEval-data (GPL-3.0, fetched and never shipped), the light suite, or our own generators
of the same schema. Metrics: `loom_tests.metrics.leval`. Greedy.

Exams count exact matches after parsing the answer, a quarter for some of several right letters. Questions
count token F1, summaries the geometric mean of ROUGE-1, 2 and L, over a file that of their means. sci_fi asks
a second time for the facts of the world; its score is the mean of both. topic_retrieval_longchat averages
over first, second and third topics. The prompts of open tasks give away the length of the reference: that is
the official protocol.

Known deviations: the second request of sci_fi is made without the document, as the official scripts of open
models make it, in the words of that of GPT-3.5. Documents are not cut. Rows for people and GPT-4 to judge are
left out, as by the official scorer; `win_rate` puts the judge's question on the other open rows instead,
against the row's "turbo-16k-0613_pred", or the reference where there is none.

Known flaws of the official scorer, mended by `fixed`: in multiple choice a capital A to D inside a word is an
answer, and an answer without a letter counts as A (an empty one is wrong). Numbers lose sign and decimals.
From outputs of code "is" is deleted inside words too, and a longer output that contains the right one counts.
Older rows of sci_fi, which tell nothing of the world, make the official scorer raise: here they are scored by
the document alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Metric, Prompt, Second, Task
from loom_tests.cells import cells
from loom_tests.data.embedded import Item
from loom_tests.data.leval import exams, prompts, texts
from loom_tests.data.leval.rows import COLUMNS, convert
from loom_tests.data.official import Rows
from loom_tests.data.remote import GitHubFile
from loom_tests.lengths import TO_128K
from loom_tests.metrics import leval_scores as scores

COMMIT = "cd34b050269148aed75acbbe4a599873ad0f37e9"
TOKENS = 512
ASKED = ("meeting_summ", "review_summ")  # summaries of what the question names
Generate = Callable[[Item, int], Mapping[str, Any]]


def _exam(
    name: str, generate: Generate, system: str, *metrics: Metric, template: str = prompts.EXAM, **more: Any
) -> Task:
    return _task(name, "Closed", generate, Prompt(template, system=system), metrics=metrics, **more)


def _open(name: str, generate: Generate, *metrics: Metric, **more: Any) -> Task:
    prompt = Prompt(prompts.OPEN, system=prompts.SYSTEM_OPEN)
    return _task(name, "Open", generate, prompt, metrics=metrics, judged=(scores.WINS,), **more)


def _summary(name: str, generate: Generate) -> Task:
    reason = "" if name in ASKED else whole.SUMMARY
    return _open(name, generate, *scores.ROUGE, aggregate=scores.rouge_of_means, no_retrieval=reason)


def _task(name: str, kind: str, generate: Generate, prompt: Prompt, **more: Any) -> Task:
    official = GitHubFile("OpenLMLab/LEval", f"LEval-data/{kind}-ended-tasks/{name}.jsonl", COMMIT)
    rows = Rows(COLUMNS, convert, f"LEval/{name}.jsonl", official, loombench=f"LEval/{name}.jsonl")
    sources = rows.sources(generate, more.get("lengths", TO_128K))
    return Task(name=name, sources=sources, prompt=prompt, max_new_tokens=TOKENS, **more)


def with_fact(first: str, second: str) -> str:
    """Return both answers of sci_fi the way the official scorer reads them."""
    return f"{first.strip()} [fact: {second.strip()}]"


BENCHMARK = Benchmark(
    name="leval",
    capability="general",
    version=1,
    loombench=True,
    tasks=(
        _exam(
            "coursera",
            exams.several_choices,
            prompts.SYSTEM_COURSERA,
            scores.choice(several=True),
            closed_book=True,
        ),
        *(
            _exam(
                name, exams.single_choice, prompts.SYSTEM_EXAM, scores.choice(several=False), closed_book=True
            )
            for name in ("quality", "tpo")
        ),
        _exam(
            "gsm100",
            exams.gsm100,
            prompts.SYSTEM_GSM,
            scores.NUMBER,
            template=prompts.PLAIN,
            no_retrieval=whole.EXAMPLES,
        ),
        _exam(
            "codeU",
            exams.code_u,
            prompts.SYSTEM_CODE,
            scores.OUTPUT,
            template=prompts.PLAIN,
            no_retrieval=whole.CODE,
            lengths=TO_128K[1:],  # the functions of a call and 512 new tokens can exceed 1k
        ),
        _exam(
            "sci_fi",
            exams.sci_fi,
            prompts.SYSTEM_FICTION,
            *scores.VERDICTS,
            second=Second(Prompt(prompts.FACT), TOKENS, with_fact),
            closed_book=True,
        ),
        _exam(
            "topic_retrieval_longchat",
            exams.topic_retrieval,
            prompts.SYSTEM_TOPIC,
            scores.TOPIC,
            aggregate=scores.by_rank,
            no_retrieval=whole.TALK,
        ),
        *(
            _open(name, texts.answer, scores.F1, closed_book=True)
            for name in (
                "narrative_qa",
                "scientific_qa",
                "natural_question",
                "financial_qa",
                "legal_contract_qa",
            )
        ),
        _open("multidoc_qa", texts.answer_from_many, scores.F1, closed_book=True),
        *(_summary(name, texts.summary) for name in ("gov_report_summ", "patent_summ", "news_summ")),
        _summary("meeting_summ", texts.decision),
        *(_summary(name, texts.section) for name in ("review_summ", "paper_assistant")),
        _summary("tv_show_summ", texts.events),
    ),
)


@cells(BENCHMARK)
def test_leval(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Sit an exam on a long document, answer questions about it, or sum it up."""
    evaluate(cell)
