"""Requests whose prompts are exactly so many tokens long."""

from __future__ import annotations

from loom_tests.contracts import Counter, Message, Request, Sample
from loom_tests.data.fit import fit
from loom_tests.data.prose import text
from loom_tests.errors import LoomError

QUESTION = "\n\nGo on with this text."
FILLER = " a"
ATTEMPTS = 32


def exact_request(counter: Counter, tokens: int, new: int, key: str) -> Request:
    """Return a request of `tokens` prompt tokens, chat template included, that is answered by `new` ones.

    The prompt is generated prose, another for every `key`, and its end is filled up with a word of one token.
    LoomError where nothing comes out at exactly that length.
    """
    fitted = fit(
        lambda size: Sample(id=key, context=text("en", key, size), question="", references=()),
        lambda sample: counter.count(_request(sample.context, new)),
        tokens,
    )
    words = fitted.context.split(" ")
    for fewer in range(min(ATTEMPTS, len(words))):
        context = " ".join(words[: len(words) - fewer])
        request = _request(context + FILLER * (tokens - counter.count(_request(context, new))), new)
        if counter.count(request) == tokens:
            return request
    raise LoomError(f"no prompt of exactly {tokens} tokens could be made with this tokenizer")


def _request(context: str, new: int) -> Request:
    return Request(
        (Message("user", context + QUESTION),),
        max_new_tokens=new,
        ignore_end=True,
        context_span=(0, len(context)),
    )
