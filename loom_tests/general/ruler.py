"""RULER: thirteen synthetic tasks of retrieval, tracking, counting and questions at any length.

Paper: Hsieh et al. 2024, "RULER: What's the Real Context Size of Your Long-Context Language Models?"
(arXiv:2404.06654). Parameters, prompts and answer lengths: NVIDIA/RULER@c3f5e3b scripts/synthetic.yaml and
scripts/data/synthetic/constants.py (Apache-2.0). Data: our own generators; `qa_1` and `qa_2` officially take
SQuAD 2.0 (CC BY-SA 4.0) and HotpotQA (CC BY-SA 4.0), which the hub or a folder supplies. Rows that the
official generators have made are read from a folder or the light suite, see `loom_tests.data.ruler.ready`;
where there are none for a length, ours take their place.

Metric: share of the references contained in the answer (`string_match_all`), for questions whether any is
(`string_match_part`).

Known deviations: the essays are generated prose, another text for every sample, instead of Paul Graham's
essays repeated; the key and list words are our own; without the official files the questions are about
invented people. Contexts are filled to the length: the last question document is cut, and below 4k the last
noise line is cut and noise fills the room that is too small for another needle. With HotpotQA below 4k only
the supporting documents are certain to be present. Samples differ by their length and index, not by one
global random state, and keys, values and names never collide.
"""

from __future__ import annotations

from collections.abc import Callable

from loom_tests import whole
from loom_tests.benchmark import Benchmark, Cell, Metric, Prompt, Source, SourceKind, Task, all_references
from loom_tests.cells import cells
from loom_tests.contracts import Sample
from loom_tests.data.embedded import Embedded, Item
from loom_tests.data.remote import HubTable
from loom_tests.data.ruler import qa, qa_data, qa_world, variable_tracking, word_counts
from loom_tests.data.ruler.niah import Needles
from loom_tests.data.ruler.ready import Ready
from loom_tests.metrics.ruler import postprocess, string_match_all, string_match_part

NO_RETRIEVAL = {"vt": whole.CHAIN, "cwe": whole.COUNT, "fwe": whole.COUNT}


def _all(prediction: str, sample: Sample) -> float:
    return string_match_all(prediction, sample.references)


def _part(prediction: str, sample: Sample) -> float:
    return string_match_part(prediction, sample.references)


MATCH_ALL = Metric("string_match_all", _all)
MATCH_PART = Metric("string_match_part", _part)


def needle_prompt(needles: Needles) -> Prompt:
    """Return the official prompt, in the singular where one value is asked for."""
    kind = needles.value if needles.plural else needles.value.removesuffix("s")
    some, are, all_are = ("Some", "are", "are all") if needles.plural else ("A", "is", "is")
    return Prompt(
        template=f"{some} special magic {kind} {are} hidden within the following text. Make sure to memorize "
        f"it. I will quiz you about the {kind} afterwards.\n{{context}}\n"
        f"What {all_are} the special magic {kind} for {{question}} mentioned in the provided text?",
        answer_prefix=f" The special magic {kind} for {{question}} mentioned in the provided text {are}",
    )


def _generated(build: Callable[[Item, int], Sample]) -> dict[SourceKind, Source]:
    """Return the sources of a task that is officially generated."""
    own = Embedded(build, 2)
    return {"generated": own, "folder": Ready("folder", own), "loombench": Ready("loombench", own)}


def _task(
    name: str,
    sources: dict[SourceKind, Source],
    prompt: Prompt,
    max_new_tokens: int,
    metric: Metric = MATCH_ALL,
) -> Task:
    return Task(
        name,
        sources,
        prompt,
        (metric,),
        max_new_tokens,
        samples=100,
        postprocess=postprocess,
        ideal=all_references,
        no_retrieval=NO_RETRIEVAL.get(name, ""),
    )


NEEDLES = {
    "niah_single_1": Needles("noise"),
    "niah_single_2": Needles("essay"),
    "niah_single_3": Needles("essay", value="uuids"),
    "niah_multikey_1": Needles("essay", num_keys=4),
    "niah_multikey_2": Needles("needle"),
    "niah_multikey_3": Needles("needle", key="uuids", value="uuids"),
    "niah_multivalue": Needles("essay", num_values=4),
    "niah_multiquery": Needles("essay", num_queries=4),
}
VT = Prompt("{example}\n" + variable_tracking.TEMPLATE, variable_tracking.ANSWER_PREFIX)
CWE = Prompt("{example}\n" + word_counts.CWE_TEMPLATE, word_counts.CWE_ANSWER_PREFIX)
FWE = Prompt(word_counts.FWE_TEMPLATE, word_counts.FWE_ANSWER_PREFIX)
QA = Prompt(qa.TEMPLATE, qa.ANSWER_PREFIX)
QA_1: dict[SourceKind, Source] = {
    "embedded": Embedded(qa_world.build_single_hop, 2),
    "folder": Ready("folder", qa_data.Folder("squad.json", qa_data.squad)),
    "loombench": Ready("loombench"),
    "hub": qa_data.Hub(
        HubTable("rajpurkar/squad_v2", "squad_v2", "validation"), qa_data.squad_articles, qa_data.squad
    ),
}
QA_2: dict[SourceKind, Source] = {
    "embedded": Embedded(qa_world.build_two_hop, 2),
    "folder": Ready("folder", qa_data.Folder("hotpotqa.json", qa_data.hotpotqa)),
    "loombench": Ready("loombench"),
    "hub": qa_data.Hub(
        HubTable("hotpotqa/hotpot_qa", "distractor", "validation"), qa_data.hotpotqa_rows, qa_data.hotpotqa
    ),
}

BENCHMARK = Benchmark(
    name="ruler",
    capability="general",
    version=1,
    loombench=True,
    tasks=(
        *(
            _task(name, _generated(needles.build), needle_prompt(needles), 128)
            for name, needles in NEEDLES.items()
        ),
        _task("vt", _generated(variable_tracking.build), VT, 30),
        _task("cwe", _generated(word_counts.build_cwe), CWE, 120),
        _task("fwe", _generated(word_counts.build_fwe), FWE, 50),
        _task("qa_1", QA_1, QA, 32, MATCH_PART),
        _task("qa_2", QA_2, QA, 32, MATCH_PART),
    ),
)


@cells(BENCHMARK)
def test_ruler(cell: Cell, evaluate: Callable[[Cell], None]) -> None:
    """Evaluate one cell."""
    evaluate(cell)
