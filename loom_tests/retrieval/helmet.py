"""HELMET (Yen et al. 2025, arXiv:2410.02694): its in-context learning, recall and re-ranking tasks.

Prompts: princeton-nlp/HELMET@4526dfb:data.py (MIT), sent as plain text without a chat template, the answer
opened, as HELMET's settings do for instruct models too. Metrics: `loom_tests.metrics.helmet`. Greedy.

In-context learning (trec_coarse, trec_fine, banking77, clinic150, nlu): the data sets CogComp/trec,
PolyAI/banking77, clinc/clinc_oos (plus) and xingkunliuxtracta/nlu_evaluation_data, of which the hub's own
copies in parquet are read, or DIR/HELMET/icl/{trec,banking77,clinic150,nlu}_SPLIT.jsonl with their columns.
Examples, labels and questions are drawn as officially. Recall and re-ranking: the files of HELMET's archive
(data set princeton-nlp/HELMET), unpacked as DIR/HELMET/{ruler,json_kv,msmarco}/. With --data embedded, at
HELMET's lengths and at 1k to 4k, rows of the same form about invented things.

Known deviations: examples of in-context learning that a length does not hold are left out, where HELMET cuts
the text at its end. Embedded re-ranking has three short passages in each of its two examples, and fewer
labels than the official sets where a length has no room for an example of each.

Known flaws of the official code: the setting that should end labels and rankings at their line is misspelt
(later versions have it right), so that an example that the model makes up after its answer is scored instead
of it; the fixed score reads the first line. All samples of a set share their examples, though a comment in
the code says otherwise. "relelvant" is in the original prompt.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Metric, Prompt, Source, SourceKind, Task, all_references
from loom_tests.cells import cells
from loom_tests.data.embedded import Embedded, Item
from loom_tests.data.helmet import icl, prompts, recall, rerank
from loom_tests.data.helmet.folder import LENGTHS, Folder, at
from loom_tests.data.helmet.labelled import SETS, Labelled, LabelledSource
from loom_tests.data.official import Convert, GeneratedRow, Rows
from loom_tests.data.rows import Columns
from loom_tests.data.ruler.niah import Needles
from loom_tests.metrics import helmet, ruler

Generate = Callable[[Item, int], dict[str, Any]]
Sources = dict[SourceKind, Source]

EXACT_MATCH = Metric(
    "exact_match",
    lambda prediction, sample: helmet.label(prediction, sample.references[0]),
    fixed=lambda prediction, sample: helmet.label(helmet.first_line(prediction), sample.references[0]),
    flaw="a label that the model writes on a later line counts instead of the answer",
)
SUBSTRING = Metric(
    "substring_exact_match", lambda prediction, sample: helmet.value(prediction, sample.references[0])
)
RECALL = Metric(
    "ruler_recall", lambda prediction, sample: ruler.string_match_all(prediction, sample.references)
)
NDCG = Metric(
    "ndcg@10",
    lambda prediction, sample: helmet.ndcg(prediction, sample.meta["labels"]),
    fixed=lambda prediction, sample: helmet.ndcg(helmet.first_line(prediction), sample.meta["labels"]),
    flaw="a longer ranking that the model writes on a later line counts instead of the answer",
)


def _task(
    name: str, rows: Rows, generate: Generate, others: Sources, prompt: Prompt, metric: Metric, answer: int
) -> Task:
    return Task(
        name=name,
        sources={**others, "embedded": Embedded(GeneratedRow(generate, rows), 2)},
        prompt=prompt,
        metrics=(metric,),
        max_new_tokens=answer,
        samples=100,
        postprocess=str,
        ideal=all_references,
        no_retrieval=whole.EXAMPLES if name in SETS else whole.PLACES if name == "msmarco_rerank" else "",
    )


def _rows(columns: Columns, convert: Convert) -> Rows:
    return Rows(columns, convert, file="HELMET/{task}_{length}.jsonl")


def _icl(name: str, data: Labelled) -> Task:
    sources: Sources = {"folder": LabelledSource(data, "folder"), "hub": LabelledSource(data, "hub")}
    rows = _rows(icl.COLUMNS, icl.convert)
    return _task(name, rows, icl.rows(data.labels), sources, prompts.ICL, EXACT_MATCH, 20)


def _needles(name: str, kind: Needles, folder: str, prompt: Prompt, answer: int) -> Task:
    rows = _rows(recall.NEEDLE_COLUMNS, recall.needle_sample)
    files = Folder(rows, f"ruler/{folder}/validation_{{n}}.jsonl", at(LENGTHS))
    return _task(name, rows, recall.needles(kind), {"folder": files}, prompt, RECALL, answer)


def _json_kv() -> Task:
    rows = _rows(recall.JSON_COLUMNS, recall.json_sample)
    files = Folder(rows, "json_kv/test_k{n}_dep6.jsonl", at((105, 220, 440, 900, 1800)))
    return _task("json_kv", rows, recall.json_row, {"folder": files}, prompts.JSON_KV, SUBSTRING, 100)


def _rerank() -> Task:
    rows = _rows(rerank.COLUMNS, rerank.convert)
    name = "msmarco/test_reranking_data_k{n}_dep3.jsonl"
    files = Folder(rows, name, at((50, 130, 285, 600, 1000)), name.format(n=10), rerank.convert)
    return _task("msmarco_rerank", rows, rerank.generate, {"folder": files}, prompts.RERANK, NDCG, 200)


BENCHMARK = Benchmark(
    name="helmet",
    capability="retrieval",
    version=1,
    tasks=(
        *(_icl(name, data) for name, data in SETS.items()),
        _json_kv(),
        _needles("ruler_niah_mk_2", Needles("needle"), "niah_multikey_2", prompts.NEEDLE, 50),
        _needles(
            "ruler_niah_mk_3",
            Needles("needle", key="uuids", value="uuids"),
            "niah_multikey_3",
            prompts.NEEDLE,
            100,
        ),
        _needles("ruler_niah_mv", Needles("essay", num_values=4), "niah_multivalue", prompts.NEEDLES, 50),
        _rerank(),
    ),
)


@cells(BENCHMARK)
def test_helmet(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Learn labels from examples, recall what stands in the context, or rank its passages."""
    evaluate(cell)
