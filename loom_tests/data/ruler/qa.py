"""RULER's question tasks: a question's own documents among as many others as the length holds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from loom_tests.contracts import Sample
from loom_tests.data.embedded import Item

# Protocol text: NVIDIA/RULER scripts/data/synthetic/constants.py and qa.py.
TEMPLATE = (
    "Answer the question based on the given documents. Only give me the answer and do not output any other "
    "words.\n\nThe following are given documents.\n\n{context}\n\nAnswer the question based on the given "
    "documents. Only give me the answer and do not output any other words.\n\nQuestion: {question}"
)
ANSWER_PREFIX = " Answer:"
DOCUMENT = "Document {i}:\n{document}"


@dataclass(frozen=True)
class Question:
    """A question, its answers and the documents that hold the answer."""

    text: str
    answers: tuple[str, ...]
    documents: tuple[str, ...]


def assemble(item: Item, size: int, question: Question, others: Iterator[str]) -> Sample:
    """Return the question with its documents shuffled among other ones of `size` words in all.

    The last of the others is cut to meet the size and stands at the end.
    """
    whole: list[str] = []
    last = ""
    while size > 0:
        words = next(others).split(" ")
        if len(words) > size:
            last = " ".join(words[:size])
        else:
            whole.append(" ".join(words))
        size -= len(words)
    documents = [*question.documents, *whole]
    rng: random.Random = item.rng("order")
    rng.shuffle(documents)
    documents += [last] * bool(last)
    return Sample(
        id=item.id,
        context="\n\n".join(DOCUMENT.format(i=i, document=d) for i, d in enumerate(documents, 1)),
        question=question.text,
        references=question.answers,
        context_id=item.id,
        meta={"documents": len(documents), "evidence": list(question.documents)},
    )
