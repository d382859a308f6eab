"""What a benchmark is made of: Benchmark, Task, Prompt, Metric, Source, and the cell they are run in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from loom_tests.contracts import Counter, Message, Request, Sample
from loom_tests.lengths import TO_128K, length_label

Capability = Literal[
    "faithfulness", "general", "retrieval", "reasoning", "generation", "specialization", "reward"
]
SourceKind = Literal["generated", "hub", "folder", "embedded"]


@dataclass(frozen=True)
class Metric:
    """A score in [0, 1] of one prediction. `score` reads references, question, choices and meta."""

    name: str
    score: Callable[[str, Sample], float]


@dataclass(frozen=True)
class Prompt:
    """A prompt template in `str.format` fields: context, question and the keys of `Sample.meta`.

    `answer_prefix` is a template too. With `chat` False the text is sent without a chat template.
    """

    template: str
    answer_prefix: str = ""
    system: str = ""
    chat: bool = True


@dataclass(frozen=True)
class Load:
    """What a source needs to know of the run: token counter, seed, where data and caches live.

    `system` is the run's system instruction, part of every prompt's length.
    """

    counter: Counter
    seed: int
    cache_dir: Path
    system: str = ""
    data_dir: Path | None = None
    offline: bool = False


class Source(Protocol):
    """Where samples come from."""

    def samples(self, task: Task, length: int, n: int, load: Load) -> list[Sample]:
        """Return the first `n` samples of the task at a length in tokens.

        The first k of n samples are the same for every n >= k.
        """


@dataclass(frozen=True)
class Task:
    """One task of a benchmark. `metrics[0]` is the task's score; `samples` the default n per cell.

    `sources` maps a kind of data to its source; the kind "generated" (the official form of the task is
    a generator) serves whatever `--data` says. `lengths` are the task's own where they differ.
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


@dataclass(frozen=True)
class Benchmark:
    """A named set of tasks. Raise `version` whenever a change alters prompts or scores."""

    name: str
    capability: Capability
    version: int
    tasks: tuple[Task, ...]
    lengths: tuple[int, ...] = TO_128K
    loombench: bool = False


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


def fill(template: str, sample: Sample) -> str:
    """Fill a template's fields from the sample."""
    return template.format(**{**sample.meta, "context": sample.context, "question": sample.question})


def render(task: Task, sample: Sample, *, seed: int = 0, system: str = "") -> Request:
    """Return the greedy request of a sample: the task's own prompt, and nothing else."""
    text = fill(task.prompt.template, sample)
    before, found, _ = task.prompt.template.partition("{context}")
    start = len(fill(before, sample))
    messages: Sequence[Message] = [Message("user", text)]
    if system or task.prompt.system:
        messages = [Message("system", system or task.prompt.system), *messages]
    return Request(
        prompt=tuple(messages) if task.prompt.chat else text,
        answer_prefix=fill(task.prompt.answer_prefix, sample),
        max_new_tokens=task.max_new_tokens,
        stop=task.stop,
        seed=seed,
        context_id=sample.context_id,
        context_span=(start, start + len(sample.context)) if found else None,
    )
