"""`loombench show RUN`: samples of a run, readable in a terminal."""

from __future__ import annotations

import argparse
import difflib
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from loom_reports.errors import LoomError
from loom_reports.lengths import length_label
from loom_reports.locate import open_run
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder

WORST = 5
EXCERPT = 600
"""Characters of each text that are shown where there are several samples."""


class Found(NamedTuple):
    """A sample and the cell it belongs to."""

    plan: CellPlan
    record: SampleRecord

    @property
    def score(self) -> float:
        """The task's score, below all others where there is none."""
        return self.record.scores.get(self.plan.metrics[0], -1.0) if self.record.error is None else -2.0


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "show",
        help="show samples of a run: question, target, answer, scores, times",
        description="Show one sample, or the worst of those that the filters leave. Of a prompt there are "
        "its hash, its two ends and the context around the evidence.",
    )
    parser.add_argument("folder", metavar="RUN", help="run folder or packed run")
    parser.add_argument(
        "sample", metavar="SAMPLE", nargs="?", help="CELL#INDEX, such as 'ruler/vt|4k#3', or a doc_id"
    )
    parser.add_argument("--task", metavar="NAME", help="only this benchmark, or benchmark/task")
    parser.add_argument("--length", metavar="4k", help="only this length")
    parser.add_argument("--errors", action="store_true", help="only samples without a score")
    parser.add_argument(
        "--worst",
        type=int,
        default=WORST,
        metavar="N",
        help=f"how many, lowest scores first. Default: {WORST}",
    )
    parser.set_defaults(run=run_command)


def run_command(options: argparse.Namespace) -> int:
    """Print the chosen samples, then how many there are."""
    if options.worst < 1:
        raise LoomError(f"--worst {options.worst}: must be at least 1")
    samples = sorted(_chosen(open_run(options.folder), options), key=lambda found: found.score)
    if not samples:
        raise LoomError("no sample is left: drop --task, --length or --errors, or see `loombench plan RUN`")
    shown = samples[: options.worst]
    limit = None if len(shown) == 1 else EXCERPT
    for found in shown:
        for line in _lines(found, limit):
            sys.stdout.write(line + "\n")
    if len(samples) > 1:
        sys.stdout.write(f"{len(shown)} of {len(samples)} samples, lowest scores first (--worst N)\n")
    return 0


def _chosen(folder: RunFolder, options: argparse.Namespace) -> list[Found]:
    plans = [plan for plan in folder.plans() if _wanted(plan, options)]
    if not options.sample:
        return [found for found in _samples(folder, plans) if not options.errors or found.record.error]
    cell, separator, index = options.sample.rpartition("#")
    if separator and index.isdigit():
        plans = [plan for plan in plans if f"|{plan.id}".endswith(f"|{cell}")]
        samples = [found for found in _samples(folder, plans) if found.record.index == int(index)]
    else:
        samples = [found for found in _samples(folder, plans) if found.record.doc_id == options.sample]
    if not samples:
        raise LoomError(f"no sample {options.sample!r}; {_near(folder, options.sample)}")
    return samples


def _wanted(plan: CellPlan, options: argparse.Namespace) -> bool:
    return (options.task is None or options.task in (plan.benchmark, f"{plan.benchmark}/{plan.task}")) and (
        options.length is None or options.length.lower() in (length_label(plan.length), str(plan.length))
    )


def _samples(folder: RunFolder, plans: Sequence[CellPlan]) -> list[Found]:
    return [Found(plan, record) for plan in plans for record in folder.cell(plan.id).records()]


def _near(folder: RunFolder, text: str) -> str:
    samples = _samples(folder, folder.plans())
    names = [name for found in samples for name in (found.record.doc_id, _name(found))]
    close = difflib.get_close_matches(text, dict.fromkeys(names), n=3, cutoff=0.3)
    return f"near it are {', '.join(close)}" if close else "write CELL#INDEX or a doc_id of the run"


def _name(found: Found) -> str:
    return f"{found.plan.id}#{found.record.index}"


def _lines(found: Found, limit: int | None) -> Iterator[str]:
    record = found.record
    yield f"== {_name(found)}"
    yield f"doc {record.doc_id}  document hash {record.doc_hash}  prompt hash {record.prompt_hash}"
    yield f"tokens: prompt {record.prompt_tokens}, output {record.output_tokens}{_truncation(record)}"
    yield "  ".join(_figures(record))
    texts = {
        "question": record.question,
        "choices": "\n".join(record.choices),
        "target": "\n".join(record.target),
        "prompt, head": record.prompt_head,
        "prompt, around the evidence": record.prompt_evidence,
        "prompt, tail": record.prompt_tail,
        "reasoning": record.reasoning,
        "completion": record.completion,
        "prediction": record.prediction,
        "error": record.error or "",
    }
    for name, text in texts.items():
        if text and not (name == "prediction" and text == record.completion.strip()):
            yield f"-- {name}"
            yield from _wrapped(text, limit)
    yield ""


def _truncation(record: SampleRecord) -> str:
    return f", {record.truncated_tokens} cut from the prompt" if record.truncated_tokens else ""


def _figures(record: SampleRecord) -> Iterator[str]:
    yield from (f"{name} {value:.4g}" for name, value in record.scores.items())
    yield from (f"{name} not computed ({reason})" for name, reason in record.not_computed.items())
    yield f"finish: {record.finish_reason or 'unknown'}"
    if record.ttft is not None:
        yield f"TTFT {record.ttft:.3f} s"
    if record.tpot is not None:
        yield f"TPOT {1000 * record.tpot:.1f} ms"
    if record.kv_bytes is not None:
        yield f"KV {record.kv_bytes / 2**20:.1f} MiB"


def _wrapped(text: str, limit: int | None) -> Iterator[str]:
    """Yield lines of the terminal's width; control characters, which may move its cursor, are spelt out."""
    more = 0 if limit is None else max(0, len(text) - limit)
    width = max(40, shutil.get_terminal_size().columns - 2)
    for line in text[:limit].split("\n"):
        plain = "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
        for part in textwrap.wrap(plain, width, drop_whitespace=False) or [""]:
            yield f"  {part}"
    if more:
        yield f"  … {more} more characters"
