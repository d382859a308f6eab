"""CLongEval (Qiu et al. 2024, arXiv:2403.03514): seven Chinese tasks on stories, chats, news and tables.

Prompts and new tokens: zexuanqiu/CLongEval@81ba789bdbf8:config (MIT), see
`loom_tests.data.clongeval.prompts`. Metrics: `loom_tests.metrics.clongeval`. Data: data set
zexuanqiu22/CLongEval, or with --data DIR the files DIR/CLongEval/1-1_long_story_qa/small.jsonl and so on
(`FOLDERS` in `loom_tests.data.clongeval.rows`). Greedy where the official temperature is 0.01.

The official files small, medium and large (1k to 16k, 16k to 50k, 50k to 100k tokens) are read one after the
other; a sample belongs to the smallest length that holds it, and its id begins with its file's name. The
embedded data are Chinese rows of our own in the same schema. The two stacked tasks start at 2k: their answers
may take 800 tokens.

Known deviations: requests that failed are errors of the run, not left out of the mean. The gold of a typo is
in either order in the official files; the text tells which is which.

Known flaws of the official scorer: for every model but gpt4-turbo-128k it cuts the gold list of typos to its
first one and a line that no answer can match, so that a right answer gets 0.5 (1 where there is one typo),
and an answer with a blank line gets 0; the mended score uses the whole list. In the two stacked tasks wrong
lines beside the right one cost nothing. Blanks around a retrieved passage count as edits (mended), and two
empty texts cannot be scored. ROUGE-L raises for an empty reference, which counts 0 here. Table cells are
found as substrings without punctuation, so that "43459" is "434.59".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Prompt, Task
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.clongeval import stacked, texts
from loom_tests.data.clongeval.prompts import MAX_NEW_TOKENS, TEMPLATES
from loom_tests.data.clongeval.rows import Generate, sources
from loom_tests.lengths import TO_128K
from loom_tests.metrics.clongeval import metric

GENERATORS: dict[str, Generate] = {
    "long_story_qa": texts.long_story_qa,
    "long_conversation_memory": texts.long_conversation_memory,
    "long_story_summarization": texts.long_story_summarization,
    "stacked_news_labeling": stacked.stacked_news_labeling,
    "stacked_typo_detection": stacked.stacked_typo_detection,
    "key_passage_retrieval": texts.key_passage_retrieval,
    "table_querying": texts.table_querying,
}
NO_RETRIEVAL = {
    "long_story_summarization": whole.SUMMARY,
    **dict.fromkeys(("stacked_news_labeling", "stacked_typo_detection"), whole.COUNT),
}
QUESTIONS = {"long_story_qa", "long_conversation_memory", "table_querying"}


def asked_form(sample: Sample) -> str:
    """Return the right answer in the form the prompt asks for: news are labelled "新闻1，体育"."""
    return sample.references[0].replace("新闻 ", "新闻").replace("：", "，")


def _task(name: str) -> Task:
    lengths = TO_128K[1:] if name.startswith("stacked") else TO_128K
    task = Task(
        name=name,
        sources=sources(name, GENERATORS[name], lengths),
        prompt=Prompt(TEMPLATES[name]),
        metrics=(metric(name),),
        max_new_tokens=MAX_NEW_TOKENS[name],
        lengths=lengths,
        postprocess=str,  # the official scorer sees the answer as it is
        closed_book=name in QUESTIONS,
        no_retrieval=NO_RETRIEVAL.get(name, ""),
    )
    return replace(task, ideal=asked_form) if name == "stacked_news_labeling" else task


BENCHMARK = Benchmark(
    name="clongeval", capability="specialization", version=1, tasks=tuple(map(_task, GENERATORS))
)


@cells(BENCHMARK)
def test_clongeval(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Read Chinese."""
    evaluate(cell)
