"""A cell's samples under --retriever: what their prompts show of the context, and what records tell of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from loom_fixtures.retrievers.base import Kept, Retriever
from loom_fixtures.retrievers.self_route import OFFER, declines
from loom_fixtures.servers.base import Server
from loom_tests.benchmark import Task
from loom_tests.contracts import Completion, Request, Sample
from loom_tests.prompts import fill

RETRIEVED, FULL = "retrieved", "full"
"""The routes of a sample."""

Answered = tuple[int, Completion]


@dataclass
class Shown:
    """The samples as prompts show them, in the order of the cell; without a retriever they are as they were.

    `facts` are fields of the sample's record.
    """

    samples: list[Sample]
    retriever: Retriever | None = None
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)

    def describe(self) -> Mapping[str, Any]:
        """Return plain JSON facts of the retriever."""
        return self.retriever.describe() if self.retriever else {}

    def reroute(
        self,
        answered: Sequence[Answered],
        originals: Sequence[Sample],
        ask: Callable[[Sample], Request],
        server: Server,
    ) -> list[Answered]:
        """Ask those whose model declined the chunks once more, with the whole context; others stay.

        A record then tells what both answers took: tokens, and the time until the second began.
        """
        done = dict(answered)
        if self.retriever is None or not self.retriever.ROUTES:
            return list(done.items())
        whole = {index: ask(originals[index]) for index in done}
        again = [index for index, first in answered if first.error is None and declines(first.text)]
        for index, second in zip(again, server.generate([whole[index] for index in again]), strict=True):
            done[index] = _both(done[index], second)
            self.samples[index] = originals[index]
        for index, answer in done.items():
            route = FULL if index in again else RETRIEVED
            saved = server.count(whole[index]) - answer.prompt_tokens
            self.facts[index] |= {"route": route, "saved_tokens": saved}
        return list(done.items())


def show(task: Task, samples: Sequence[Sample], retriever: Retriever | None, server: Server) -> Shown:
    """Return what a retriever leaves of the samples' contexts. Each context is indexed once."""
    shown = Shown(list(samples), retriever)
    if retriever is None:
        return shown
    by_context: dict[str, list[int]] = {}
    for index, sample in enumerate(samples):
        by_context.setdefault(sample.context, []).append(index)
    for context, places in by_context.items():
        queries = [query_of(task, samples[index]) for index in places]
        before = len(server.spans(context))
        for index, kept in zip(places, retriever.retrieve(context, queries, server.spans), strict=True):
            text = kept.text + (f"\n\n{OFFER}" if retriever.ROUTES and context else "")
            shown.samples[index] = replace(samples[index], context=text)
            shown.facts[index] = {
                "context_tokens": before,
                "shown_tokens": len(server.spans(kept.text)),
                "chunks": kept.chunks,
                "evidence_recall": evidence_recall(samples[index], kept),
            }
    return shown


def query_of(task: Task, sample: Sample) -> str:
    """Return what is looked for: the question with its options, or else the text beside the context."""
    if sample.question.strip():
        return "\n".join([sample.question, *sample.choices])
    before, _, after = task.prompt.template.partition("{context}")
    return fill(after if after.strip() else before, sample)


def evidence_recall(sample: Sample, kept: Kept) -> float | None:
    """Return the share of the gold evidence that is shown whole; None where it is not known."""
    if not sample.evidence:
        return None
    return sum(any(one in piece for piece in kept.pieces) for one in sample.evidence) / len(sample.evidence)


def _both(first: Completion, second: Completion) -> Completion:
    """Return the second answer with what both took."""
    waited = None
    if first.ttft is not None and second.ttft is not None:
        waited = first.ttft + (first.tpot or 0.0) * max(0, first.output_tokens - 1) + second.ttft
    return replace(
        second,
        prompt_tokens=first.prompt_tokens + second.prompt_tokens,
        cached_tokens=first.cached_tokens + second.cached_tokens,
        output_tokens=first.output_tokens + second.output_tokens,
        reasoning_tokens=first.reasoning_tokens + second.reasoning_tokens,
        ttft=waited,
    )
