"""`--server vllm-serve`: real vLLM behind its own HTTP server, with an adapter, and another client of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loom_fixtures import models
from loom_fixtures.models import resolve_served
from loom_fixtures.servers.openai import OpenAIServer
from loom_fixtures.servers.openai.launched import VllmServe
from loom_tests.contracts import Message, Request
from tests.vllm.test_adapter import NEW, PROMPTS, Taught, folder, taught

__all__ = ["folder", "taught"]

ARGS = {"dtype": "float32", "enforce_eager": "true", "max_length": "4096"}
QUESTION = (Message("user", "What is the capital of France?"),)
DOCUMENT = "The keeper of the lighthouse wrote down the weather, the ships and the price of oil. " * 60


@pytest.fixture(scope="module")
def adapted(folder: Path, taught: Taught) -> Iterator[VllmServe]:
    server = VllmServe(models.resolve(str(folder)), adapter=str(taught[0]), model_args=ARGS)
    yield server
    server.close()


def test_the_adapter_answers_as_in_peft_and_greedy_is_greedy(adapted: VllmServe, taught: Taught) -> None:
    done = adapted.generate([Request(prompt, max_new_tokens=NEW) for prompt in PROMPTS])
    equal = [completion.text == text for completion, text in zip(done, taught[1], strict=True)]
    assert sum(equal) >= len(PROMPTS) - 1
    facts = adapted.describe()
    assert (facts["engine"], facts["prompt_form"], facts["context_length"]) == ("vllm", "tokens", 4096)


def test_questions_on_one_document_find_it_in_the_cache(adapted: VllmServe) -> None:
    asked = [Request(f"{DOCUMENT}{n}?", max_new_tokens=2, context_id="document") for n in range(4)]
    done = adapted.generate(asked)
    assert sorted(completion.cached_tokens > 900 for completion in done) == [False, True, True, True]
    assert all(
        completion.prompt_tokens == adapted.count(one) for one, completion in zip(asked, done, strict=True)
    )


def test_chat_goes_on_with_the_answer_prefix_as_completions_do(adapted: VllmServe, folder: Path) -> None:
    url = adapted.endpoints[0].client.url
    info = resolve_served(str(folder), None)
    request = Request(QUESTION, answer_prefix="The capital is", max_new_tokens=6)
    texts = []
    for api in ("chat", "completions"):
        client = OpenAIServer(info, base_url=[url], model_args={"api": api})
        (done,) = client.generate([request])
        assert done.error is None
        assert done.prompt_tokens == client.count(request)
        texts.append(done.text)
        client.close()
    assert "Paris" in texts[0]
    assert texts[0] == texts[1]
