"""LooGLE (Li et al. 2023, arXiv:2311.04939): questions, clozes and summaries of very long documents.

Prompts: bigai-nlco/LooGLE@6734382215be:config/task2prompt.json; new tokens: config/task2maxlen.json (MIT).
Data: bigainlco/LooGLE on the Hugging Face hub (CC-BY-SA-4.0 by its card; five documents a task are in the
repository, MIT), or our own generators of the same schema. Metrics: `loom_tests.metrics.loogle`. Greedy.

The official script reports BLEU-1, BLEU-4 (4-grams alone), ROUGE-1, 2 and L recall, METEOR and BERTScore, no
one of them first; here ROUGE-L leads. GPT-4 grades answers as True or False, summaries from 0 to 100. The
cloze counts masks over the whole file.

Known deviations: no repetition penalty (2.0 officially); nothing is cut out of long prompts; the chat
template is used, as for the official GPT models but not the open ones; questions that reorder a timeline are
scored like the others. An answer of the judge that is no grade leaves the sample out, as officially, and is
counted; "true." is True.

Known flaws of the official scorer: METEOR gets sets of words, so its value depends on hash order, repeated
words count once and a right answer stays below 1; here the sets are sorted. It is computed where nltk finds
WordNet's data. ROUGE raises on empty texts and on full stops alone (0 here). The cloze runs the model's text
as code (here it is read as a literal), takes no dictionary inside other text, and raises on entities that are
no texts; `fixed` mends both. What is called BERTScore recall swaps the texts: it is the recall of the
answer's words in the reference, in other words precision. BLEU-4 is 0 where a reference has fewer than four
words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Judged, Metric, Prompt, Scored, Task
from loom_tests.cells import cells
from loom_tests.contracts import Message, Sample
from loom_tests.data.embedded import Item
from loom_tests.data.loogle import rows as data
from loom_tests.data.loogle.prompts import CLOZE, JUDGE_QA, JUDGE_SUMMARY, QA, SUMMARY
from loom_tests.data.official import Rows
from loom_tests.data.remote import HubTable
from loom_tests.judging import BertScore, Judge, VerdictError
from loom_tests.metrics import loogle
from loom_tests.metrics.meteor import meteor


def _bleu(n: int, prediction: str, sample: Sample) -> float:
    return loogle.bleu(prediction, sample.references[0], n)


def _rouge(place: int, prediction: str, sample: Sample) -> float:
    try:
        return loogle.rouge_recall(prediction, sample.references[0])[place]
    except (ValueError, RecursionError):
        return 0.0


def meteor_of_sets(prediction: str, sample: Sample, wordnet: Any) -> float:
    """Return METEOR of the sets of words, in the order of the alphabet."""
    return meteor(sorted(set(sample.references[0].split())), sorted(set(prediction.split())), wordnet)


def _masks(count: Callable[[str, loogle.Masks], loogle.Found], prediction: str, sample: Sample) -> float:
    return loogle.share(count, prediction, sample.meta["masks"])


def judge_answer(prediction: str, sample: Sample, judge: Judge) -> float:
    """Return 1 where the judge says that answer and reference mean the same; VerdictError for no grade."""
    asked = f"Question: {sample.question}\ngroudtruth = {sample.references[0]}\npredict_answer = {prediction}"
    said = judge.ask([Message("system", JUDGE_QA), Message("user", asked)], max_new_tokens=10)
    verdict = said.strip(" \n\"'.").lower()
    if verdict not in ("true", "false"):
        raise VerdictError(f"the judge said neither True nor False: {said[:60]!r}")
    return float(verdict == "true")


def judge_summary(prediction: str, sample: Sample, judge: Judge) -> float:
    """Return the judge's grade of a summary, 0 to 1; VerdictError for no grade."""
    text = JUDGE_SUMMARY.format(reference=sample.references[0], prediction=prediction)
    grade = judge.ask([Message("system", text)], max_new_tokens=10).strip()
    if not grade.isdecimal():
        raise VerdictError(f"the judge's grade is no number: {grade[:60]!r}")
    return min(int(grade), 100) / 100


def bert_score(prediction: str, sample: Sample, helper: BertScore) -> float:
    """Return BERTScore as the official call has it, the two texts swapped."""
    return helper.recall(sample.references[0], prediction)


def over_file(scored: Sequence[Scored]) -> Mapping[str, float]:
    """Return the shares of all masks of a file, with four decimals."""
    totals = [len(one.sample.meta["masks"]) for one in scored]
    return {
        name: loogle.match_score(
            [(one.scores[name] * total, total) for one, total in zip(scored, totals, strict=True)]
        )
        for name in ("exact_match", "partial_match")
    }


SIMILARITY = (
    *(Metric(name, partial(_rouge, i)) for name, i in (("rouge_l", 2), ("rouge_1", 0), ("rouge_2", 1))),
    *(Metric(f"bleu_{n}", partial(_bleu, n)) for n in (1, 4)),
)
MATCHES = (
    Metric(
        "exact_match",
        partial(_masks, loogle.exact_matches),
        partial(_masks, loogle.lenient_exact_matches),
        "takes no dictionary inside other text",
    ),
    Metric(
        "partial_match",
        partial(_masks, loogle.partial_matches),
        partial(_masks, loogle.lenient_partial_matches),
        "takes no dictionary inside other text, and raises on entities that are no texts",
    ),
)
METEOR = Judged("meteor", "wordnet", meteor_of_sets)
BERT = Judged("bert_score", "bert_score", bert_score, "roberta-large")


def _task(
    name: str, generate: Callable[[Item, int], dict[str, Any]], template: str, tokens: int, **more: Any
) -> Task:
    rows = Rows(data.COLUMNS, data.convert, f"LooGLE/{name}.jsonl", HubTable("bigainlco/LooGLE", name))
    return Task(
        name=name,
        sources=rows.sources(generate),
        prompt=Prompt(template),
        max_new_tokens=tokens,
        postprocess=lambda text: text.strip() or loogle.EMPTY,
        **more,
    )


ANSWERS = {
    "metrics": SIMILARITY,
    "judged": (METEOR, BERT, Judged("gpt4", "judge", judge_answer, "gpt-4")),
    "closed_book": True,
}
SUMMARIES = {
    "metrics": SIMILARITY,
    "judged": (METEOR, BERT, Judged("gpt4", "judge", judge_summary, "gpt-4")),
    "no_retrieval": whole.SUMMARY,
}

BENCHMARK = Benchmark(
    name="loogle",
    capability="general",
    version=1,
    tasks=(
        _task("shortdep_qa", data.shortdep_qa, QA, 300, **ANSWERS),
        _task("longdep_qa", data.longdep_qa, QA, 500, **ANSWERS),
        _task("longdep_summarization", data.longdep_summarization, SUMMARY, 500, **SUMMARIES),
        _task(
            "shortdep_cloze",
            data.shortdep_cloze,
            CLOZE,
            50,
            metrics=MATCHES,
            closed_book=True,
            aggregate=over_file,
        ),
    ),
)


@cells(BENCHMARK)
def test_loogle(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Answer questions about a long document, or sum it up."""
    evaluate(cell)
