"""Peak memory of one long prompt beside what it cannot do without, read in chunks and read whole.

    python perf/peak_memory.py [--tokens 8192] [--repeats 3] [--dtype float32] [--chunks auto,0]

Each run is a process of its own on a CPU (Linux). Its peak is VmHWM while one prompt is read and 16 tokens
are written, less what the process has in use besides the weights: resident memory after a few tokens' answer,
by which all weights have been read, minus the weights. It is held against the sum of

- the weights, every parameter once,
- the full KV cache of prompt and answer,
- one layer's transient: chunk x (3 hidden + 3 intermediate) numbers. While a gated MLP computes its last
  product, the layer's input, the sum behind attention, its norm, and three of the inner size are alive.

A chunk of 0 is the whole prompt. Prints one table of medians; the texts of all runs are compared.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from typing import Any

import psutil

from loom_fixtures.memory import ResidentPeak
from loom_fixtures.models import resolve
from loom_fixtures.servers.transformers import TransformersServer
from loom_tests.contracts import Request
from loom_tests.data.worlds.documents import document

NEW = 16
MIB = 1 << 20


def measure(tokens: int, dtype: str, chunk: str) -> dict[str, Any]:
    """Answer one prompt of so many tokens, its answer counted in; return bytes, seconds and the text."""
    args = {} if chunk == "auto" else {"prefill_chunk": chunk}
    server = TransformersServer(resolve("smollm2"), dtype=dtype, device="cpu", model_args=args)
    text = document("en", "peak", ["The harbour opens at nine."], tokens * 6)
    text = text[: server.spans(text)[tokens - NEW - 1][0]]
    server.generate([Request(text[:100], max_new_tokens=2)])
    model, read = server.loaded.model, server.decoder.chunk or tokens
    weights = sum(one.numel() * one.element_size() for one in model.parameters())
    besides = int(psutil.Process().memory_info().rss) - weights
    peak = ResidentPeak()
    peak.reset()
    started = time.perf_counter()
    answer = server.generate([Request(text, max_new_tokens=NEW, ignore_end=True)])[0]
    seconds = time.perf_counter() - started
    width = 3 * (model.config.hidden_size + model.config.intermediate_size)
    return {
        "chunk": server.decoder.chunk,
        "tokens": answer.prompt_tokens + answer.output_tokens,
        "peak": peak.read() - besides,
        "weights": weights,
        "cache": (answer.prompt_tokens + answer.output_tokens) * server.token_bytes,
        "transient": read * width * server.loaded.dtype.itemsize,
        "seconds": seconds,
        "text": answer.text,
    }


def main() -> None:
    """Run every chunk in processes of its own and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tokens", type=int, default=8192)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--chunks", type=lambda text: text.split(","), default=["auto", "0"])
    parser.add_argument("--one", action="store_true", help="measure the first chunk here and print JSON")
    options = parser.parse_args()
    if options.one:
        sys.stdout.write(json.dumps(measure(options.tokens, options.dtype, options.chunks[0])))
        return
    print(
        "| chunk | tokens | weights MiB | KV MiB | transient MiB | sum | peak | peak / sum | seconds | text |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|")
    expected = None
    for chunk in options.chunks:
        same = ["--tokens", str(options.tokens), "--dtype", options.dtype, "--chunks", chunk, "--one"]
        command = [sys.executable, __file__, *same]
        runs = [
            json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
            for _ in range(options.repeats)
        ]
        run = runs[0]
        expected = expected or run["text"]
        peak, seconds = (statistics.median(one[name] for one in runs) for name in ("peak", "seconds"))
        parts = [run[name] for name in ("weights", "cache", "transient")]
        sizes = " | ".join(f"{size / MIB:.0f}" for size in (*parts, sum(parts), peak))
        text = "same" if all(one["text"] == expected for one in runs) else "OTHER"
        figures = f"{sizes} | {peak / sum(parts):.3f} | {seconds:.1f} | {text}"
        print(f"| {run['chunk'] or 'whole'} | {run['tokens']} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
