"""Do the embedded tasks tell a model from none? Usage: discriminate.py RUN_FOLDER

For every task of a finished run: the model's score, that of silence, and that of the model's predictions held
against the references of another sample of the same cell (the mean over all rotations). No model is needed.
Prints a table in Markdown, then on how many tasks the model beats both: of the question answering ones, which
are those that the closed-book control asks, and of all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from loom_plugin.scoring import stored_sample
from loom_reports.plan import CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder
from loom_tests.benchmark import Task
from loom_tests.manifest import load_benchmarks

WRITING = {"longwriter", "hellobench"}
"""Benchmarks that ask for texts, not for answers."""


def scores(task: Task, records: Sequence[SampleRecord]) -> tuple[float, float, float]:
    """Return the mean score of the predictions, of empty ones, and of those of other samples."""
    metric = task.metrics[0]
    samples = [stored_sample(record) for record in records]
    own = fmean(record.scores[metric.name] for record in records)
    silent = fmean(metric.score(task.postprocess(""), sample) for sample in samples)
    others = [
        metric.score(records[(i + turn) % len(records)].prediction, sample)
        for i, sample in enumerate(samples)
        for turn in range(1, len(records))
    ]
    return own, silent, fmean(others)


def main(path: Path) -> None:
    """Print the table of a run."""
    folder = RunFolder(path)
    tasks = {f"{b.name}/{t.name}": t for b in load_benchmarks() for t in b.tasks}
    print("| task | QA | length | n | model | empty | shuffled | beats both |")
    print("|---|:---:|---:|---:|---:|---:|---:|:---:|")
    beaten: dict[bool, list[bool]] = {True: [], False: []}
    plans: list[CellPlan] = sorted(folder.plans(), key=lambda plan: plan.id)
    for plan in plans:
        name = f"{plan.benchmark}/{plan.task}"
        task = tasks[name]
        records = [record for record in folder.cell(plan.id).records() if record.error is None]
        if not task.metrics or plan.benchmark in WRITING or len(records) < 2:
            continue
        own, silent, shuffled = scores(task, records)
        better = own > silent and own > shuffled
        beaten[task.closed_book].append(better)
        values = " | ".join(f"{100 * value:.1f}" for value in (own, silent, shuffled))
        marks = [("yes" if mark else "") for mark in (task.closed_book, better)]
        print(f"| {name} | {marks[0]} | {plan.length} | {len(records)} | {values} | {marks[1]} |")
    for label, found in (("QA", beaten[True]), ("all", beaten[True] + beaten[False])):
        print(f"\n{label}: {sum(found)} of {len(found)} tasks, {sum(found) / len(found):.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
