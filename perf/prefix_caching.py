"""What vLLM's prefix cache saves where ten questions share one document: wall time with it over that without.

    python perf/prefix_caching.py --tokens 4096

Run it in the environment of `tox -e vllm`. Both times come from one run on the same prompts, without the
engine's start. The ratio is to be at most 0.35.
"""

from __future__ import annotations

import argparse
import time

from loom_fixtures.models import resolve
from loom_fixtures.servers.registry import create_server
from loom_tests.contracts import Completion, Request

SENTENCE = "The keeper of the lighthouse wrote down the weather, the ships and the price of oil. "
QUESTIONS = 10
NEW = 16


def answered(model: str, tokens: int, caching: bool) -> tuple[float, list[Completion]]:
    """Return the seconds of a cell, and its completions."""
    arguments = {"dtype": "bfloat16", "enforce_eager": True, "kv_cache_space": 2}
    server = create_server("vllm", resolve(model), model_args={**arguments, "enable_prefix_caching": caching})
    per_sentence = server.count(Request(SENTENCE * 100)) / 100
    document = SENTENCE * int(tokens / per_sentence)
    requests = [
        Request(
            f"{document}\nQuestion {i}: what was written down?\nAnswer:", max_new_tokens=NEW, context_id="one"
        )
        for i in range(QUESTIONS)
    ]
    server.generate([Request("Warm up.", max_new_tokens=2)])
    started = time.perf_counter()
    done = server.generate(requests)
    seconds = time.perf_counter() - started
    server.close()
    return seconds, done


def main() -> None:
    """Print both times, cached tokens and the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="smollm2")
    parser.add_argument("--tokens", type=int, default=4096)
    options = parser.parse_args()
    without, plain = answered(options.model, options.tokens, caching=False)
    with_cache, cached = answered(options.model, options.tokens, caching=True)
    print(f"{QUESTIONS} questions, prompts of {plain[0].prompt_tokens} tokens, {NEW} new ones")
    for name, seconds, done in (("off", without, plain), ("on", with_cache, cached)):
        print(f"caching {name}: {seconds:.1f} s, {sum(c.cached_tokens for c in done)} cached tokens")
    same = sum(a.text == b.text for a, b in zip(plain, cached, strict=True))
    print(f"ratio: {with_cache / without:.2f}; {same} of {QUESTIONS} answers equal")


if __name__ == "__main__":
    main()
