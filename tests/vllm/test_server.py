"""The vllm server on SmolLM2, one engine for all tests: what it says, what vLLM was told, what it records."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from loom_fixtures.models import ModelInfo
from loom_fixtures.servers.registry import create_server
from loom_tests.contracts import Completion, Message, Request
from loom_tests.errors import LoomError
from tests.vllm.conftest import ARGS

NEW = 12
COUNTRIES = ("France", "Japan", "Peru", "Kenya", "Norway", "Cuba", "Italy", "Egypt", "India", "Chile")
PROMPTS = [
    *(f"The capital of {country} is" for country in COUNTRIES),
    *(f"What is {a} plus {b}?" for a, b in [(2, 2), (17, 5), (100, 250), (7, 70), (9, 9), (31, 11)]),
    *(f"Write one sentence about {thing}." for thing in ("rain", "a ship", "bread", "winter", "a violin")),
    *(f"The opposite of {word} is" for word in ("hot", "early", "loud", "empty", "brave", "left", "rich")),
    *(f"{n}, {n + 1}, {n + 2}, {n + 3}," for n in (1, 7, 20, 96)),
    *(f"Translate to French: {word}" for word in ("dog", "house", "water", "bread", "night", "friend")),
    "Once upon a time",
    "def fibonacci(n):\n    ",
    "naïve café — 数据科学 🧵",
    "Roses are red,\nviolets are",
    "Dear Sir or Madam,\n\n",
    "Q: Who wrote Hamlet?\nA:",
    "The quick brown fox",
    "To be, or not to be,",
    "Москва — столица",
    "import numpy as",
    "Water boils at",
    "The sun rises in the",
]
STORY = "The keeper of the lighthouse wrote down the weather, the ships and the price of oil. "


@pytest.fixture(scope="module")
def server(smollm2_info: ModelInfo) -> Iterator[Any]:
    server = create_server("vllm", smollm2_info, model_args=ARGS)
    yield server
    server.close()


def chat(text: str, **changes: Any) -> Request:
    return Request((Message("user", text),), **{"max_new_tokens": NEW, **changes})


def text(prompt: str, **changes: Any) -> Request:
    return Request(prompt, **{"max_new_tokens": NEW, **changes})


def test_greedy_answers_equal_those_of_transformers(server: Any, smollm2_info: ModelInfo) -> None:
    """At least 48 of 50, both in float32; sums in another order may turn a near tie."""
    requests = [chat(p) if i % 2 else text(p) for i, p in enumerate(PROMPTS)]
    assert len(requests) == 50
    theirs = create_server("transformers", smollm2_info, batch_size=8, model_args={"dtype": "float32"})
    expected = [done.text for done in theirs.generate(requests)]
    theirs.close()
    found = [done.text for done in server.generate(requests)]
    rows = zip(PROMPTS, expected, found, strict=True)
    differing = [f"{p!r}: transformers {a!r}, vllm {b!r}" for p, a, b in rows if a != b]
    print(f"{50 - len(differing)} of 50 identical", *differing, sep="\n")  # noqa: T201
    assert len(differing) <= 2, "\n".join(differing)
    assert len(set(found)) > 40


def test_the_engine_gets_every_parameter(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[Any] = []
    add = server.engine.engine_core.add_request
    monkeypatch.setattr(server.engine.engine_core, "add_request", lambda r: (got.append(r), add(r)))
    sampled = text("A", temperature=0.7, top_p=0.9, seed=5, stop=("x", "yy"), max_new_tokens=3)
    server.generate([chat("Hi", max_new_tokens=2), sampled])
    greedy, random = (next(r for r in got if r.sampling_params.max_tokens == n) for n in (2, 3))
    asked = greedy.sampling_params
    assert asked.sampling_type.name == "GREEDY"
    assert (asked.temperature, asked.top_p, asked.top_k, asked.min_p) == (0.0, 1.0, 0, 0.0)
    assert (asked.repetition_penalty, asked.presence_penalty, asked.frequency_penalty) == (1.0, 0.0, 0.0)
    assert (asked.n, asked.stop, asked.min_tokens, asked.ignore_eos) == (1, [], 0, False)
    asked = random.sampling_params
    assert (asked.temperature, asked.top_p, asked.top_k, asked.seed) == (0.7, 0.9, 0, 5)
    assert asked.stop == ["x", "yy"]
    assert greedy.prompt_token_ids == server.prompts.tokens(chat("Hi"))


def test_answers_do_not_depend_on_who_else_asks(server: Any) -> None:
    question = chat("What is the capital of France? Answer in one word.")
    one = server.generate([question])
    many = server.generate([question, *map(chat, PROMPTS[:7])])
    assert one[0].text == many[0].text
    assert "Paris" in one[0].text
    assert (one[0].batch_size, max(c.batch_size for c in many)) == (1, 8)


def test_an_answer_ends_with_its_turn(server: Any) -> None:
    (ended,) = server.generate(
        [chat("What is the capital of France? Answer in one word.", max_new_tokens=30)]
    )
    assert ended.finish_reason == "stop"
    assert "<|im_end|>" not in ended.text


def test_a_stop_string_waits_for_the_answer_where_the_model_reasons(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = chat("What is the capital of France? Answer in one word.", stop=(" is",))
    (at_once,) = server.generate([question])
    monkeypatch.setattr(server.prompts, "template", "… <think> …")
    (waited,) = server.generate([question])
    assert (at_once.text, waited.text) == ("The capital of France",) * 2
    assert (at_once.finish_reason, waited.finish_reason) == ("stop",) * 2
    assert at_once.output_tokens < waited.output_tokens


def test_a_shared_document_is_read_once(server: Any) -> None:
    """Ten questions on one document take at most 0.6 of the time of ten documents of the same length."""
    document = STORY * 50
    shared = [text(f"{document}Question {i}:", context_id="a", max_new_tokens=2) for i in range(10)]
    apart = [text(f"{i} {document}Question:", context_id=str(i), max_new_tokens=2) for i in range(10)]
    seconds, done = zip(*(timed(server, requests) for requests in (shared, apart)), strict=True)
    cached = sorted(c.cached_tokens for c in done[0])
    tokens = done[0][0].prompt_tokens
    assert cached[0] == 0
    assert all(tokens - 2 * 128 < count < tokens for count in cached[1:])  # whole blocks of 128 tokens
    assert all(c.cached_tokens == 0 for c in done[1])
    assert seconds[0] < 0.6 * seconds[1]


def timed(server: Any, requests: Sequence[Request]) -> tuple[float, list[Completion]]:
    started = time.perf_counter()
    done = server.generate(requests)
    return time.perf_counter() - started, done


def test_documents_stay_together_the_longest_first(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[int] = []
    add = server.engine.engine_core.add_request
    spy = monkeypatch.setattr
    spy(server.engine.engine_core, "add_request", lambda r: (order.append(len(r.prompt_token_ids)), add(r)))
    short, long = STORY, STORY * 3
    asked = [
        text(d + q, context_id=i, max_new_tokens=1) for q in "AB" for d, i in ((short, "s"), (long, "l"))
    ]
    server.generate(asked)
    assert order == sorted(order, reverse=True)


def test_results_come_as_they_finish_and_a_second_question_goes_first(server: Any) -> None:
    """As with a task that asks twice: the second question is asked between two results of the first."""
    most = server.config.scheduler_config.max_num_seqs
    waiting = [text(f"{i}", max_new_tokens=40) for i in range(most + 10)]
    results = server.batches([text(STORY, max_new_tokens=1), *waiting])
    assert dict(next(results))[0].output_tokens == 1
    (second,) = server.generate([text("Second", max_new_tokens=1)])
    assert second.output_tokens == 1
    assert server.engine.get_num_unfinished_requests() > 10
    results.close()
    assert server.engine.get_num_unfinished_requests() == 0
    assert server.generate([text("1, 2, 3, 4,")])[0].text.startswith(" 5, 6")


def test_times_and_bytes_are_the_engines(server: Any, smollm2_info: ModelInfo) -> None:
    short, long = server.generate([text("A", max_new_tokens=1), text(STORY * 10, max_new_tokens=5)])
    assert short.tpot is None
    for seconds in (short.ttft, long.ttft, long.tpot):
        assert 0 < seconds < 60
    config = smollm2_info.config
    token = 2 * 4 * config["num_hidden_layers"] * config["num_key_value_heads"] * config["head_dim"]
    blocks = -(-(long.prompt_tokens + 5 - 1) // 128)
    assert long.kv_bytes == blocks * 128 * token


def test_the_record_says_what_ran(server: Any) -> None:
    facts = server.describe()
    assert (facts["server"], facts["dtype"], facts["dtype_reason"]) == ("vllm", "float32", "asked for")
    assert facts["context_length"] == 8192
    assert facts["enable_prefix_caching"] is True
    assert facts["vllm"].startswith("0.")
    assert facts["kv_cache_tokens"] * 46080 == pytest.approx(2 << 30, rel=0.01)


def test_batch_invariance_is_refused_on_a_cpu(smollm2_info: ModelInfo) -> None:
    with pytest.raises(LoomError, match=r"no batch-invariant mode on a cpu device\. It needs an NVIDIA GPU"):
        create_server("vllm", smollm2_info, deterministic=True, model_args=ARGS)
