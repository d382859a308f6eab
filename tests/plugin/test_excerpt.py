"""What records keep of prompts: text that the prompt really holds, with the evidence in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loom_plugin.excerpt import AROUND, ENDS, excerpts, request_text
from loom_tests.contracts import Message, Request, Sample

FILLER = "Nothing happens here. " * 200
NEEDLE = "The magic number of Oslo is 7741."


def made(context: str, **changes: object) -> tuple[Request, Sample]:
    fields: dict[str, object] = {
        "id": "a",
        "context": context,
        "question": "",
        "references": ("7741",),
        **changes,
    }
    text = f"Read: {context}\nWhat is the number 7741 of?"
    messages = (Message("system", "Be brief."), Message("user", text))
    span = (len("Read: "), len("Read: ") + len(context))
    return Request(messages, answer_prefix="It is", context_span=span), Sample(**fields)  # type: ignore[arg-type]


@given(st.text(max_size=3000), st.text(max_size=50))
def test_excerpts_are_parts_of_the_prompt(context: str, reference: str) -> None:
    request, sample = made(context, references=(reference,))
    text, kept = request_text(request), excerpts(request, sample)
    head, tail = kept["prompt_head"], kept["prompt_tail"]
    assert text.startswith(head)
    assert text.endswith(tail)
    assert (head == text) if len(text) <= 2 * ENDS else (len(head) == len(tail) == ENDS)
    assert kept["prompt_evidence"] in context


def test_roles_and_the_answers_prefix_are_shown() -> None:
    kept = excerpts(*made(FILLER))
    assert kept["prompt_head"].startswith("[system]\nBe brief.\n\n[user]\nRead: Nothing")
    assert kept["prompt_tail"].endswith("What is the number 7741 of?\n\n[assistant]\nIt is")


@pytest.mark.parametrize("meta", [{}, {"needle": NEEDLE}])
def test_evidence_is_cut_out_of_the_context(meta: dict[str, str]) -> None:
    kept = excerpts(*made(FILLER + NEEDLE + FILLER, meta=meta))["prompt_evidence"]
    assert NEEDLE in kept
    assert len(kept) <= len(NEEDLE) + 2 * AROUND


@pytest.mark.parametrize(
    ("context", "reference"),
    [
        (f"no {FILLER} no", "no"),
        (f"{FILLER} 177412", "7741"),
        (FILLER, "7741"),
        ("", "7741"),
    ],
)
def test_what_tells_nothing_is_no_evidence(context: str, reference: str) -> None:
    assert excerpts(*made(context, references=(reference,)))["prompt_evidence"] == ""


def test_words_of_a_script_without_spaces_are_found() -> None:
    kept = excerpts(*made("他住在北京市。", references=("北京",)))
    assert kept["prompt_evidence"] == "他住在北京市。"
