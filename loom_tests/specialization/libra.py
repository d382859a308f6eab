"""LIBRA (Churin et al. 2024, arXiv:2408.02439): 21 Russian tasks, from pass keys to sums in several steps.

Prompts, new tokens and lengths: ai-forever/LIBRA@94dcac03119b:configs/datasets_config.json, see
`loom_tests.data.libra.tasks`. Metrics: `loom_tests.metrics.libra`. Data: data set ai-forever/LIBRA (a
configuration a task, split test), LCM-Lab/LOOMBench (a part of it) or --data DIR with LIBRA/TASK.jsonl; the
repository states no licence. Greedy. A row says itself to which length it belongs ("4k"; the "4p" of older
files is read the same); official lengths count tokens of other tokenizers.

The embedded data are Russian rows of our own in the same schema: invented people, towns and books, whose
facts are stated plainly in generated prose. They also come at 1k and 2k, which the official files do not.

Known deviations: long prompts are not cut at the end, as the official code cuts them (which loses the
question). Chat models get their template; the official code uses it only on request. The benchmark's figure
is, for each task, the mean over its official lengths, where a length without answers counts 0.

Known flaws of the official scorer: it compares word forms as they stand (see the metrics); a short answer
such as a letter or a number is found inside others; ru_gsm100 asks for steps within 32 tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Prompt, Task
from loom_tests.cells import cells
from loom_tests.data.embedded import Item
from loom_tests.data.libra import babi, dialogues, reading, science, shots
from loom_tests.data.libra.rows import COLUMNS, at_length, convert
from loom_tests.data.libra.tasks import TASKS
from loom_tests.data.official import Rows
from loom_tests.data.remote import HubTable
from loom_tests.lengths import KILO
from loom_tests.metrics.libra import libra

SHORT = (KILO, 2 * KILO)  # of embedded data only
ROWS = Rows(
    COLUMNS,
    convert,
    file="LIBRA/{task}.jsonl",
    hub=HubTable("ai-forever/LIBRA", config="{task}"),
    loombench="LIBRA/{task}.jsonl",
    at_length=at_length,
)
GENERATORS: Mapping[str, Callable[[Item, int], Mapping[str, Any]]] = {
    "passkey": dialogues.passkey,
    "passkey_with_librusec": dialogues.passkey_with_librusec,
    "matreshka_names": dialogues.matreshka_names,
    "matreshka_yes_no": dialogues.matreshka_yes_no,
    "librusec_history": reading.librusec_history,
    "ru_trec": shots.ru_trec,
    "ru_sci_fi": science.ru_sci_fi,
    "ru_sci_abstract_retrieval": science.ru_sci_abstract_retrieval,
    "ru_tpo": reading.ru_tpo,
    "ru_quality": reading.ru_quality,
    **{f"ru_babilong_qa{i}": babi.row for i in range(1, 6)},
    "long_context_multiq": reading.long_context_multiq,
    "librusec_mhqa": reading.librusec_mhqa,
    "ru_2wikimultihopqa": reading.ru_2wikimultihopqa,
    "ru_sci_passage_count": science.ru_sci_passage_count,
    "ru_qasper": science.ru_qasper,
    "ru_gsm100": shots.ru_gsm100,
}
DOCUMENTS = {
    "librusec_history", "librusec_mhqa", "long_context_multiq", "ru_2wikimultihopqa", "ru_quality", "ru_tpo",
    "ru_qasper", "ru_sci_fi", "ru_trec", "ru_gsm100",
}  # fmt: skip
NO_RETRIEVAL = {
    **dict.fromkeys(("ru_trec", "ru_gsm100"), whole.EXAMPLES),
    "ru_sci_abstract_retrieval": whole.PLACES,
    "ru_sci_passage_count": whole.COUNT,
}


def _task(name: str) -> Task:
    settings = TASKS[name]
    lengths = tuple(sorted({*SHORT, *settings.official}))
    return Task(
        name=name,
        sources=ROWS.sources(GENERATORS[name], lengths),
        prompt=Prompt(settings.template),
        metrics=(libra(settings.metric),),
        max_new_tokens=settings.max_new_tokens,
        lengths=lengths,
        closed_book=name in DOCUMENTS,
        no_retrieval=NO_RETRIEVAL.get(name, ""),
    )


BENCHMARK = Benchmark(
    name="libra",
    capability="specialization",
    version=1,
    loombench=True,
    tasks=tuple(map(_task, GENERATORS)),
)


@cells(BENCHMARK)
def test_libra(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Read Russian."""
    evaluate(cell)
