"""Prompts: templates, and the request that a sample and its task's prompt make."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loom_tests.contracts import Message, Request, Sample

if TYPE_CHECKING:
    from loom_tests.benchmark import Task

TEMPLATE_TOKENS = 64  # more than a second prompt adds to the first besides the first answer


@dataclass(frozen=True)
class Prompt:
    """A prompt template in `str.format` fields: context, question and the keys of `Sample.meta`.

    `answer_prefix` is a template too. With `chat` False the text is sent without a chat template.
    `without_context` is the closed-book form; without one the template is filled with an empty context.
    With `conversation` the context is a JSON list of chat messages and the template makes the last one.
    """

    template: str
    answer_prefix: str = ""
    system: str = ""
    chat: bool = True
    without_context: str = ""
    conversation: bool = False


def last(first: str, second: str) -> str:
    """Return the second of two answers."""
    return second


@dataclass(frozen=True)
class Second:
    """A second request after the first answer; its prompt may use the field `first`.

    `join(first, second)` makes the prediction of both answers.
    """

    prompt: Prompt
    max_new_tokens: int
    join: Callable[[str, str], str] = last

    @property
    def room(self) -> int:
        """Tokens to leave free for it, beside the first answer, where it repeats the context."""
        return self.max_new_tokens + TEMPLATE_TOKENS if "{context}" in self.prompt.template else 0


def fill(template: str, sample: Sample, **more: str) -> str:
    """Fill a template's fields from the sample."""
    fields = {**sample.meta, "context": sample.context, "question": sample.question, **more}
    return template.format(**fields)


def render(
    task: Task, sample: Sample, *, seed: int = 0, system: str = "", with_context: bool = True
) -> Request:
    """Return the greedy request of a sample: the task's own prompt, and nothing else."""
    limit = task.max_new_tokens if sample.max_new_tokens is None else sample.max_new_tokens
    request = _request(task.prompt, sample, limit, task.stop, seed, system, with_context)
    if task.candidates is None:
        return request
    before = (Message("system", system),) if system else ()
    return replace(request, candidates=tuple((*before, *one) for one in task.candidates(sample)))


def render_second(
    task: Task, sample: Sample, first: str, *, seed: int = 0, system: str = "", with_context: bool = True
) -> Request:
    """Return the request that follows a first answer; the task has a `second`."""
    if task.second is None:
        raise ValueError(f"{task.name} asks once")
    second = task.second
    return _request(second.prompt, sample, second.max_new_tokens, (), seed, system, with_context, first=first)


def _request(
    prompt: Prompt,
    sample: Sample,
    max_new_tokens: int,
    stop: tuple[str, ...],
    seed: int,
    system: str,
    with_context: bool,
    **more: str,
) -> Request:
    template = prompt.template if with_context else prompt.without_context or prompt.template
    context = sample.context if with_context and not prompt.conversation else ""
    text = fill(template, sample, **{**more, "context": context})
    messages = [Message("user", text)]
    if prompt.conversation and with_context:
        messages = [Message(one["role"], one["content"]) for one in json.loads(sample.context)] + messages
    if system or prompt.system:
        messages = [Message("system", system or fill(prompt.system, sample)), *messages]
    before, found, _ = template.partition("{context}")
    start = len(fill(before, sample, **more))
    return Request(
        prompt=tuple(messages) if prompt.chat else text,
        answer_prefix=fill(prompt.answer_prefix, sample, **more),
        max_new_tokens=max_new_tokens,
        stop=stop,
        seed=seed,
        context_id=sample.context_id,
        context_span=(start, start + len(context)) if found else None,
    )
