"""Tables of a report as rows of strings, and as aligned text. Scores are shown in percent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from loom_reports.aggregate import CellResult, Group, RunReport, SubjectReport
from loom_reports.lengths import length_label
from loom_reports.paired import Difference
from loom_reports.plan import COMPOSITE, NONE
from loom_reports.statistics import Estimate, median

Table = list[list[str]]

NO_VALUE = "-"


def score_table(subject: SubjectReport) -> Table:
    """Return the capability table: capabilities with their benchmarks, then the means over all of them.

    Overall is the mean of the benchmarks, as the LOOMBench composite is published; the mean of the tasks
    stands beside it.

    Columns: name, score, 95 % interval, n, then one score per length. A "*" marks what is incomplete.
    """
    lengths = sorted({cell.plan.length for cell in subject.overall.cells})
    table = [["", "score", "95 % interval", "n", *map(length_label, lengths)]]
    for capability in subject.capabilities:
        table.append(_score_row(capability, capability.name, lengths))
        table.extend(_score_row(group, f"  {group.name}", lengths) for group in capability.groups)
    score = subject.task_mean
    own = ["mean of tasks", percent(score), interval(score), count(score)]
    table.append([*own, *[""] * len(lengths)])
    table.append(_score_row(subject.overall, "overall", lengths))
    return table


def gain_table(subject: SubjectReport) -> Table:
    """Return the closed-book control: scores with and without context, and the gain."""
    table = [["task", "with context", "without", "context gain", "95 % interval", "pairs"]]
    for one in subject.gains:
        gain = one.gain
        table.append(
            [
                one.name,
                percent(one.with_context),
                percent(one.without),
                *changed(gain),
            ]
        )
    return table


def official_table(subject: SubjectReport) -> Table:
    """Return the figures that benchmarks define over many samples, by cell."""
    table = [["task", "length", "figure", "value"]]
    for cell in subject.overall.cells:
        for name, value in cell.official.items():
            place = [f"{cell.plan.benchmark}/{cell.plan.task}", length_label(cell.plan.length)]
            table.append([*place, name, f"{value:.4g}"])
    return table


def task_table(group: Group) -> Table:
    """Return the tasks of a benchmark, columns as in `score_table`."""
    lengths = sorted({cell.plan.length for cell in group.cells})
    return [
        ["task", "score", "95 % interval", "n", *map(length_label, lengths)],
        *(_score_row(task, task.name, lengths) for task in group.groups),
    ]


def cost_table(subject: SubjectReport) -> Table:
    """Return time and memory by length: medians over cells of the cells' own medians and means."""
    table = [["length", "cells", "prompt tokens", "TTFT (s)", "TPOT (ms)", "KV cache (MiB)", "truncated"]]
    cells = subject.overall.cells
    for length in sorted({cell.plan.length for cell in cells}):
        here = [cell for cell in cells if cell.plan.length == length]
        table.append(
            [
                length_label(length),
                str(len(here)),
                number(median([cell.prompt_tokens for cell in here]), 1, 0),
                number(median([cell.ttft for cell in here]), 1, 2),
                number(median([cell.tpot for cell in here]), 1000, 1),
                number(median([cell.kv_bytes for cell in here]), 1 / 2**20, 1),
                str(sum(cell.truncated for cell in here)),
            ]
        )
    return table


def tradeoff_table(report: RunReport) -> Table:
    """Return every accelerator against none, a row for each length and batch size."""
    table = [
        [
            "accelerator",
            "question seen",
            "length",
            "batch",
            "n",
            "score",
            "none",
            "difference",
            "KV",
            "on host",
            "TTFT",
            "TPOT",
            "density",
            "own work (s)",
        ]
    ]
    several = len({row.model for row in report.tradeoffs}) > 1
    for row in report.tradeoffs:
        mean, bounds, n = changed(row.difference)
        table.append(
            [
                f"{row.model} + {row.accelerator}" if several else row.accelerator,
                "yes" if row.query_aware else "no",
                length_label(row.length),
                str(row.batch_size),
                n,
                percent(row.score),
                percent(row.without),
                f"{mean} {bounds}",
                *(number(value, 1, 2) for value in (row.kv, row.host, row.ttft, row.tpot, row.density)),
                number(row.overhead, 1, 2),
            ]
        )
    return table


def retrieval_table(report: RunReport) -> Table:
    """Return every retriever against none, a row for each length."""
    head = ["retriever", "length", "n", "score", "none", "difference", "evidence", "tokens", "TTFT"]
    table = [[*head, "whole context", "saved"]]
    several = len({(row.model, row.accelerator) for row in report.retrievals}) > 1
    for row in report.retrievals:
        mean, bounds, n = changed(row.difference)
        table.append(
            [
                f"{row.model} + {row.accelerator} + {row.retriever}" if several else row.retriever,
                length_label(row.length),
                n,
                percent(row.score),
                percent(row.without),
                f"{mean} {bounds}",
                *(number(value, 1, 2) for value in (row.recall, row.tokens, row.ttft, row.full, row.saved)),
            ]
        )
    return table


def judged_table(report: RunReport) -> Table:
    """Return the scores that other models gave, by cell."""
    head = ["task", "length", "score", "mean", "n", "judge", "official"]
    table = [[*head, "unreadable", "repeats", "equal", "alpha"]]
    several = len({cell.plan.subject for cell in report.cells}) > 1
    for cell in report.cells:
        where = [" + ".join(part for part in cell.plan.subject if part != NONE)] if several else []
        task = ": ".join([*where, f"{cell.plan.benchmark}/{cell.plan.task}"])
        for one in cell.judged:
            table.append(
                [
                    task,
                    length_label(cell.plan.length),
                    one.metric,
                    percent(cell.scores.get(one.metric)),
                    str(one.n),
                    one.judge,
                    "yes" if one.is_official else f"no: {one.official}",
                    str(one.unreadable),
                    str(one.repeats),
                    number(one.equal, 1, 2),
                    number(one.alpha, 1, 2),
                ]
            )
    return table


def warnings(report: RunReport) -> list[str]:
    """Return what a reader must know before comparing the scores with any others."""
    found = []
    if report.embedded:
        found.append("embedded data: generated here, not comparable with published scores")
    if made := sorted({cell.plan.benchmark for cell in report.cells if cell.plan.data == "generated"}):
        found.append(f"made by the recipe of the benchmark, from texts of ours: {', '.join(made)}")
    whole = {cell.plan.benchmark for cell in report.cells if cell.plan.composite}
    if all(cell.plan.composite for cell in report.cells) and 0 < len(whole) < COMPOSITE:
        found.append(f"overall is over {len(whole)} of the {COMPOSITE} benchmarks of the LOOMBench composite")
    if report.missing_shards:
        found.append(f"INCOMPLETE: nothing from shard {', '.join(report.missing_shards)} yet")
    broken = [cell for cell in report.cells if not cell.complete]
    if broken:
        found.append(f"INCOMPLETE: {len(broken)} of {len(report.cells)} cells, marked * (run again to go on)")
        found.extend(f"  {cell.plan.id}: {why(cell)}" for cell in broken[:20])
        if len(broken) > 20:
            found.append(f"  and {len(broken) - 20} more, in results.json")
    left_out = sum(len(cell.bad_rows) for cell in report.cells)
    if left_out:
        first = next(row for cell in report.cells for row in cell.bad_rows)
        found.append(f"bad rows left out of the data: {left_out} ({first})")
    empty = [cell.facts["no_rows"] for cell in report.cells if cell.facts.get("no_rows")]
    if empty:
        found.append(f"cells without any row of their length in the data: {len(empty)} ({empty[0]})")
    found.extend(_not_computed(report))
    found.extend(_judged(report))
    if report.unpaired:
        found.append(
            f"{report.unpaired} samples are left out of the comparison of accelerators: without one they "
            "have no score, or were in batches of another size (a new run with --batch-size 1 has one size)"
        )
    truncated = sum(cell.truncated for cell in report.cells)
    if truncated:
        found.append(f"{truncated} prompts were truncated to fit the model")
    cut_off = sum(cell.cut_off for cell in report.cells)
    if cut_off:
        found.append(
            f"{cut_off} answers were cut off while thinking and count as empty (more room: --thinking-tokens)"
        )
    return found


def _not_computed(report: RunReport) -> Iterator[str]:
    absent: dict[str, dict[str, None]] = {}
    for cell in report.cells:
        for metric, reason in cell.not_computed.items():
            name = f"{cell.plan.benchmark}/{cell.plan.task} {metric}"
            absent.setdefault(reason, {})[name] = None
    for reason, names in absent.items():
        yield f"not computed, {reason}: {_listed(list(names))}"


def _judged(report: RunReport) -> Iterator[str]:
    others: dict[str, dict[str, None]] = {}
    for cell in report.cells:
        for one in cell.judged:
            if not one.is_official:
                name = f"{cell.plan.benchmark}/{cell.plan.task} {one.metric}"
                others.setdefault(f"by {one.judge}, published figures by {one.official}", {})[name] = None
    for whom, names in others.items():
        yield f"judged {whom}, so they do not compare: {_listed(list(names))}"
    both = [(cell, one) for cell in report.cells for one in cell.judged]
    unreadable, unscored = (sum(getattr(one, name) for _, one in both) for name in ("unreadable", "unscored"))
    if unreadable or unscored:
        yield f"{unreadable} verdicts could not be read; {unscored} judged scores are absent, and in no mean"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"{', '.join(names[:8])}{more}"


def why(cell: CellResult) -> str:
    """Return in a few words why a cell is incomplete."""
    parts = []
    if cell.missing:
        parts.append(f"{cell.missing} of {cell.plan.n} samples missing")
    if cell.failed:
        parts.append(f"{len(cell.failed)} failed ({cell.failed[0][0]}: {cell.failed[0][1]})")
    if cell.broken:
        parts.append(cell.broken)
    return "; ".join(parts) or "not marked finished"


def as_text(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows as aligned lines: the first column to the left, the others to the right."""
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        first, *rest = (
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *rest)).rstrip()


def percent(score: Estimate | None) -> str:
    """Return a score in percent with one decimal."""
    return NO_VALUE if score is None else f"{100 * score.mean:.1f}"


def interval(score: Estimate | None) -> str:
    """Return a 95 % interval in percent."""
    return NO_VALUE if score is None else f"{100 * score.low:.1f} - {100 * score.high:.1f}"


def changed(change: Difference | None) -> list[str]:
    """Return a difference in points, its 95 % interval, and the number of pairs."""
    if change is None:
        return [NO_VALUE, NO_VALUE, "0"]
    bounds = f"[{100 * change.low:+.1f}, {100 * change.high:+.1f}]"
    return [f"{100 * change.mean:+.1f}", bounds, str(change.n)]


def count(score: Estimate | None) -> str:
    """Return how many samples a score is of."""
    return str(score.n) if score else "0"


def _score_row(group: Group, name: str, lengths: Sequence[int]) -> list[str]:
    score = group.score
    mark = "" if group.complete else "*"
    return [
        name + mark,
        percent(score),
        interval(score),
        count(score),
        *(percent(group.at_length(length)) for length in lengths),
    ]


def number(value: float | None, scale: float, digits: int) -> str:
    """Return a scaled number with so many digits, or what stands for none."""
    return NO_VALUE if value is None else f"{value * scale:.{digits}f}"
