"""What a benchmark is made of: Benchmark, Task, Metric, Source, and the cell they are run in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from loom_reports.plan import NO_CONTEXT
from loom_tests.contracts import Counter, Message, Sample
from loom_tests.errors import LoomError
from loom_tests.lengths import TO_128K, length_label
from loom_tests.prompts import Prompt, Second, render, render_second

__all__ = [
    "NO_CONTEXT", "Benchmark", "Capability", "Cell", "Judged", "Load", "Metric", "Need", "Prompt", "Scored",
    "Second", "Source", "SourceKind", "Task", "all_references", "first_reference", "render", "render_second",
]  # fmt: skip

Capability = Literal[
    "faithfulness", "general", "retrieval", "reasoning", "generation", "specialization", "reward"
]
SourceKind = Literal["generated", "spec", "hub", "loombench", "folder", "embedded"]
Need = Literal["judge", "entailment", "bert_score", "wordnet"]
MetricVersion = Literal["official", "fixed"]


@dataclass(frozen=True)
class Metric:
    """A score in [0, 1] of one prediction. `score` reads references, question, choices and meta.

    `score` computes what the benchmark's official code computes. Where that has a defect, `flaw` says
    which, and `fixed` computes the mended score that `--metric-version fixed` chooses.
    """

    name: str
    score: Callable[[str, Sample], float]
    fixed: Callable[[str, Sample], float] | None = None
    flaw: str = ""

    def of(self, version: MetricVersion) -> Callable[[str, Sample], float]:
        """Return the scoring function of a version."""
        return self.fixed if version == "fixed" and self.fixed else self.score


@dataclass(frozen=True)
class Judged:
    """A score in [0, 1] that needs another model, as `loom_tests.judging` describes them, or WordNet.

    Without it the score is reported as not computed. `score` also reads the sample's context; a LoomError of
    it leaves the sample without this score. `official` names the model of the published figures.
    """

    name: str
    needs: Need
    score: Callable[[str, Sample, Any], float]
    official: str = ""


class Scored(NamedTuple):
    """A prediction, its sample (without context) and its scores by metric, for aggregates."""

    prediction: str
    sample: Sample
    scores: Mapping[str, float]


@dataclass
class Notes:
    """What a source tells of its data: rows left out, which files, revisions and hashes it read.

    `no_rows` says why a cell is empty, where the data has no row of its length.
    """

    no_rows: str = ""
    bad_rows: list[str] = field(default_factory=list)
    files: list[Mapping[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Load:
    """What a source needs to know of the run: token counter, seed, where data and caches live.

    `system` is the run's system instruction, part of every prompt's length. Rows that cannot be used end
    the load, or with `skip_bad_rows` are noted and left out.
    """

    counter: Counter
    seed: int
    cache_dir: Path
    system: str = ""
    data_dir: Path | None = None
    offline: bool = False
    skip_bad_rows: bool = False
    notes: Notes = field(default_factory=Notes)

    def folder(self, task: str) -> Path:
        """Return the folder of --data DIR; LoomError where none was given."""
        if self.data_dir is None:
            raise LoomError(f"{task}: no folder to read from; give one with --data DIR")
        return self.data_dir


class Source(Protocol):
    """Where samples come from."""

    def samples(self, task: Task, length: int, n: int, load: Load) -> list[Sample]:
        """Return the first `n` samples of the task at a length in tokens.

        The first k of n samples are the same for every n >= k.
        """


def first_reference(sample: Sample) -> str:
    """Return the first reference: what an ideal model answers, unless a task says otherwise."""
    return sample.references[0]


def all_references(sample: Sample) -> str:
    """Return all references, one after the other."""
    return " ".join(sample.references)


@dataclass(frozen=True)
class Task:
    """One task of a benchmark. The first of `metrics` (else of `judged`) is the task's score.

    `sources` maps a kind of data to its source; the kinds "generated" (the official form of the task is a
    generator) and "spec" (a spec file names the data) serve whatever `--data` says. `lengths` are the task's
    own where they differ; `samples` the default n per cell. `second` is a second request made of the first
    answer.

    `closed_book` says that `--control no-context` may ask without the context. `no_retrieval` says why parts
    of the context cannot stand for all of it; with such a reason the task is left out under --retriever.
    `ideal` is the answer of a perfect model in the form the prompt asks for: it scores 1. `floor` is the most
    an empty answer can get. `aggregate` computes the benchmark's own figures over many samples where they are
    no means of scores. `candidates` are the conversations of a sample that a discriminative reward model
    scores in place of an answer; a task without them needs a model that writes.
    """

    name: str
    sources: Mapping[SourceKind, Source]
    prompt: Prompt
    metrics: tuple[Metric, ...]
    max_new_tokens: int
    stop: tuple[str, ...] = ()
    samples: int = 50
    lengths: tuple[int, ...] = ()
    postprocess: Callable[[str], str] = str.strip
    loombench: bool = True
    judged: tuple[Judged, ...] = ()
    second: Second | None = None
    closed_book: bool = False
    no_retrieval: str = ""
    ideal: Callable[[Sample], str] = first_reference
    floor: float = 0.0
    aggregate: Callable[[Sequence[Scored]], Mapping[str, float]] | None = None
    candidates: Callable[[Sample], tuple[tuple[Message, ...], ...]] | None = None

    def __post_init__(self) -> None:
        if not self.metrics and not self.judged:
            raise ValueError(f"task {self.name} has no metric")

    @property
    def metric_names(self) -> tuple[str, ...]:
        """Names of all its metrics, the task's score first."""
        return (*(metric.name for metric in self.metrics), *(judged.name for judged in self.judged))

    def room(self, sample: Sample) -> int:
        """Return the tokens that a length must leave free after the sample's prompt."""
        room = self.max_new_tokens if sample.max_new_tokens is None else sample.max_new_tokens
        return room + (self.second.room if self.second else 0)


@dataclass(frozen=True)
class Benchmark:
    """A named set of tasks. Raise `version` whenever a change alters prompts or scores."""

    name: str
    capability: Capability
    version: int
    tasks: tuple[Task, ...]
    lengths: tuple[int, ...] = TO_128K
    loombench: bool = False

    def lengths_of(self, task: Task) -> tuple[int, ...]:
        """Return the lengths of one of its tasks."""
        return task.lengths or self.lengths


@dataclass(frozen=True)
class Cell:
    """One task at one length for one model, accelerator and retriever: the unit of work."""

    model: str
    accelerator: str
    retriever: str
    benchmark: Benchmark
    task: Task
    length: int
    n: int

    @property
    def task_id(self) -> str:
        """Benchmark and task, "ruler/niah_single_1"."""
        return f"{self.benchmark.name}/{self.task.name}"

    @property
    def id(self) -> str:
        """The key of this cell in every file and across runs."""
        return "|".join(
            (self.model, self.accelerator, self.retriever, self.task_id, length_label(self.length))
        )
