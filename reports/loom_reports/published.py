"""Numbers that papers publish, to read beside one's own. Such a comparison is unpaired, and never a gate.

The numbers lie in reports/published/*.json, a file per source:

    {"name", "source": {"paper", "table", "arxiv"?, "quoted_from"?},
     "benchmark"?, "metric"?, "tasks"?, "notes"?,
     "rows": [{"model", "value", "tasks"?, "lengths"?, "accelerator"?, "benchmark"?, "metric"?, "notes"?}]}

What stands beside `rows` holds for every row that does not say otherwise; notes are joined.
`value` is in percent unless `notes` says otherwise, the mean over all its `tasks` and `lengths` (tokens).
Without `tasks` a row is about the whole benchmark, without `lengths` about data that is not cut into lengths.
`metric` "score" is each task's own score; a name that is none of our metrics is one that we do not compute,
and stands beside no score of ours.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loom_reports.aggregate import RunReport, SubjectReport
from loom_reports.errors import LoomError
from loom_reports.lengths import length_label
from loom_reports.plan import NONE
from loom_reports.statistics import Estimate, macro_mean
from loom_reports.tables import Table, as_text, interval, percent

SCORE = "score"
PREFIX = "published:"
"""What names published numbers where a run could be named."""

UNPAIRED = (
    "published numbers are means without samples: this comparison is unpaired, its difference has no "
    "interval, and prompts, data and numerics may differ; it decides nothing"
)
EMBEDDED = (
    "embedded data was generated here and is not the benchmark's: the two columns are NOT comparable; "
    "--data hub or --data DIR runs the original"
)


@dataclass(frozen=True)
class Published:
    """One published number: a mean over tasks and lengths (tokens); empty where it is of the whole benchmark.

    `paper`, `arxiv` and `table` say who measured it, `quoted_from` where it was read if that is another
    place.
    """

    model: str
    benchmark: str
    tasks: tuple[str, ...]
    lengths: tuple[int, ...]
    accelerator: str
    metric: str
    value: float
    paper: str
    arxiv: str
    table: str
    quoted_from: str
    notes: str

    @property
    def place(self) -> str:
        """Benchmark, tasks and lengths in short: "ruler/vt 4k", "ruler 13 tasks 4k-128k"."""
        several = f" {len(self.tasks)} tasks" if self.tasks else ""
        tasks = f"/{self.tasks[0]}" if len(self.tasks) == 1 else several
        span = "-".join(map(length_label, dict.fromkeys((*self.lengths[:1], *self.lengths[-1:]))))
        return f"{self.benchmark}{tasks} {span}".rstrip()

    @property
    def source(self) -> str:
        """Paper, arXiv number, table, and where it is quoted."""
        parts = [self.paper, f"arXiv {self.arxiv}" if self.arxiv else "", self.table]
        quoted = f"quoted from {self.quoted_from}" if self.quoted_from else ""
        return ", ".join(part for part in (*parts, quoted) if part)


@dataclass(frozen=True)
class Beside:
    """A published number beside our score of the same tasks and lengths."""

    subject: str
    published: Published
    ours: Estimate


@dataclass(frozen=True)
class SideBySide:
    """Our scores beside published ones, and the sentences that must stand with them."""

    rows: Sequence[Beside]
    notes: Sequence[str]

    def table(self) -> Table:
        """Return rows of strings: place, metric, our score and interval, published value, source."""
        head = ["subject", "where", "metric", "ours", "95 % interval", "n", "published", "source", "notes"]
        return [head, *(_line(row) for row in self.rows)]

    def lines(self) -> Iterator[str]:
        """Yield the table as text, and the sentences."""
        if self.rows:
            yield from as_text(self.table())
        yield from self.notes


@cache
def names() -> tuple[str, ...]:
    """Return the models that there are published numbers of."""
    return tuple(sorted({row.model for row in _all_rows()}, key=str.lower))


def load(name: str) -> list[Published]:
    """Return a model's published numbers, by its name or hub id; LoomError with near names where none."""
    wanted = name.rpartition("/")[2].lower()
    found = [row for row in _all_rows() if row.model.lower() == wanted]
    if not found:
        known = {model.lower(): model for model in names()}
        close = [known[near] for near in difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)]
        hint = f"did you mean {' or '.join(close)}? " if close else ""
        raise LoomError(f"no published numbers of {name!r}; {hint}`loombench list published` shows all")
    return found


def side_by_side(report: RunReport, rows: Sequence[Published]) -> SideBySide:
    """Put the scores of every subject beside the published numbers of what it measured.

    A row needs all its tasks and lengths in the run, the accelerator in the same spelling, options included,
    and a metric that we compute. Which model the numbers are of is the user's choice and not checked.
    """
    found = [
        Beside(subject.name, row, ours)
        for subject in report.subjects
        for row in rows
        if (ours := _ours(subject, row)) is not None
    ]
    notes = [UNPAIRED, EMBEDDED] if report.embedded else [UNPAIRED]
    missing = len(set(rows) - {beside.published for beside in found})
    if missing:
        notes.append(f"{missing} of {len(rows)} published numbers are of what was not measured here")
    return SideBySide(found, notes)


def _ours(subject: SubjectReport, row: Published) -> Estimate | None:
    """Return the mean over tasks of means over lengths; None where a part of it was not measured."""
    if (subject.accelerator, subject.retriever) != (row.accelerator, NONE):
        return None
    tasks: dict[str, dict[int, Estimate]] = {}
    for cell in subject.overall.cells:
        score = cell.score if row.metric == SCORE else cell.scores.get(row.metric)
        if cell.plan.benchmark == row.benchmark and score is not None:
            tasks.setdefault(cell.plan.task, {})[cell.plan.length] = score
    means = []
    for task in row.tasks or tasks:
        scores = tasks.get(task, {})
        lengths = row.lengths or tuple(scores)
        if not lengths or not set(lengths) <= set(scores):
            return None
        means.append(macro_mean([scores[length] for length in lengths]))
    return macro_mean(means) if means else None


def _line(row: Beside) -> list[str]:
    ours, published = row.ours, row.published
    return [
        row.subject,
        published.place,
        published.metric,
        percent(ours),
        interval(ours),
        str(ours.n),
        f"{published.value:g}",
        published.source,
        published.notes,
    ]


@cache
def _all_rows() -> tuple[Published, ...]:
    return tuple(row for path in sorted(_folder().glob("*.json")) for row in _read(path))


def _folder() -> Path:
    """Return the folder of the files: beside this module when installed, beside the package in a checkout."""
    installed = Path(__file__).with_name("published")
    return installed if installed.is_dir() else Path(__file__).parents[1] / "published"


def _read(path: Path) -> Iterator[Published]:
    content = json.loads(path.read_text(encoding="utf-8"))
    source = content["source"]
    for row in content["rows"]:
        notes = "; ".join(note for note in (row.get("notes"), content.get("notes")) if note)
        yield Published(
            model=row["model"],
            benchmark=row.get("benchmark") or content["benchmark"],
            tasks=tuple(row.get("tasks") or content.get("tasks", ())),
            lengths=tuple(row.get("lengths", ())),
            accelerator=row.get("accelerator", NONE),
            metric=row.get("metric") or content.get("metric", SCORE),
            value=row["value"],
            paper=source["paper"],
            arxiv=source.get("arxiv", ""),
            table=source.get("table", ""),
            quoted_from=source.get("quoted_from", ""),
            notes=notes,
        )
