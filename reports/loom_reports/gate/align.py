"""Find the samples that two runs share. What is not the same sample is never compared."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

import numpy as np

from loom_reports.errors import LoomError
from loom_reports.gate.pairs import SUBJECT, Ints, Pairs
from loom_reports.gate.rates import OUTCOMES
from loom_reports.lengths import length_label
from loom_reports.paired import by_sample, prompted
from loom_reports.plan import NO_CONTEXT, NONE, CellPlan
from loom_reports.records import SampleRecord
from loom_reports.runfolder import RunFolder

Subject = tuple[str, str, str]
Cells = Mapping[tuple[str, int], CellPlan]
Answers = Sequence[SampleRecord]
SHOWN = 5


@dataclass(frozen=True)
class Match:
    """The answers of both runs to one sample; several where it was repeated.

    Names begin with the subject where several are compared.
    """

    task: str
    capability: str
    length: str
    metric: str
    candidate: Answers
    baseline: Answers


@dataclass
class Aligned:
    """What two runs share. With `problems` they are not comparable; `servers` are facts of both, by cell."""

    matches: list[Match] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    servers: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = field(default_factory=list)

    def pairs(self) -> Pairs:
        """Return the matches as arrays. Scores of repeats are averaged, bad outcomes of any are counted."""
        tasks = {match.task: match.capability for match in self.matches}
        lengths = [match.length for match in self.matches]
        clusters = [(match.task, match.candidate[0].cluster) for match in self.matches]
        return Pairs(
            tasks=list(tasks),
            capability=list(tasks.values()),
            lengths=list(dict.fromkeys(lengths)),
            task=_indices([match.task for match in self.matches]),
            length=_indices(lengths),
            cluster=_indices(clusters),
            candidate=np.array([_score(match.candidate, match.metric) for match in self.matches]),
            baseline=np.array([_score(match.baseline, match.metric) for match in self.matches]),
            outcomes={
                name: (
                    np.array([any(map(happened, match.candidate)) for match in self.matches]),
                    np.array([any(map(happened, match.baseline)) for match in self.matches]),
                )
                for name, happened in OUTCOMES.items()
            },
        )


def align(candidate: RunFolder, baseline: RunFolder) -> Aligned:
    """Return the samples of equal task, length, document and prompt, and what is wrong with the others.

    If each run has one subject (the closed-book control apart) they are compared whatever their names, else
    those of the same name; LoomError where the baseline lacks one, or where a run is unreadable.
    """
    found = Aligned()
    ours, theirs = candidate.read()["spec"], baseline.read()["spec"]
    differing = [name for name in sorted({*ours, *theirs} - {"models"}) if ours.get(name) != theirs.get(name)]
    options = [f"{name} {ours.get(name)!r} against {theirs.get(name)!r}" for name in differing]
    if options:
        found.notes.append(f"options differ, candidate against baseline: {'; '.join(options)}")
    if "metric_version" in differing:
        found.problems.append(f"scored with other metrics: {options[differing.index('metric_version')]}")
    for prefix, mine, other in _subjects(candidate, baseline):
        _note_absent(prefix, mine, other, found)
    for prefix, plan, partner in shared_cells(candidate, baseline):
        _align_cell(prefix, candidate, baseline, plan, partner, found)
    return found


def shared_cells(candidate: RunFolder, baseline: RunFolder) -> Iterator[tuple[str, CellPlan, CellPlan]]:
    """Yield (prefix, candidate's plan, baseline's plan) of the cells that both planned.

    The prefix names the subject where several are compared; LoomError as in `align`.
    """
    for prefix, mine, other in _subjects(candidate, baseline):
        yield from ((prefix, mine[key], other[key]) for key in mine if key in other)


def _subjects(candidate: RunFolder, baseline: RunFolder) -> Iterator[tuple[str, Cells, Cells]]:
    mine, other = _by_subject(candidate), _by_subject(baseline)
    if len(mine) == len(other) == 1:
        yield "", next(iter(mine.values())), next(iter(other.values()))
        return
    for subject, cells in mine.items():
        if subject not in other:
            raise LoomError(
                f"{candidate.path} measured {_label(subject)}, which the baseline {baseline.path} did not; "
                f"it has: {', '.join(map(_label, other))}. Name a baseline that has measured the same"
            )
        yield f"{_label(subject)}{SUBJECT}" if len(mine) > 1 else "", cells, other[subject]


def _by_subject(folder: RunFolder) -> dict[Subject, dict[tuple[str, int], CellPlan]]:
    found: dict[Subject, dict[tuple[str, int], CellPlan]] = {}
    for plan in folder.plans():
        if plan.retriever != NO_CONTEXT:
            found.setdefault(plan.subject, {})[f"{plan.benchmark}/{plan.task}", plan.length] = plan
    if not found:
        raise LoomError(f"{folder.path} has no cells to compare: nothing was planned in it")
    return found


def _label(subject: Subject) -> str:
    return " + ".join([subject[0], *(part for part in subject[1:] if part != NONE)])


def _note_absent(prefix: str, mine: Cells, other: Cells, found: Aligned) -> None:
    for side, absent in (("baseline", mine.keys() - other.keys()), ("candidate", other.keys() - mine.keys())):
        if absent:
            names = [f"{task} {length_label(length)}" for task, length in sorted(absent)]
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            found.notes.append(
                f"{prefix}{len(names)} cells left out, not in the {side}: {', '.join(names[:SHOWN])}{more}"
            )


def _align_cell(
    prefix: str,
    candidate: RunFolder,
    baseline: RunFolder,
    mine: CellPlan,
    other: CellPlan,
    found: Aligned,
) -> None:
    task = f"{mine.benchmark}/{mine.task}"
    place = f"{prefix}{task} {length_label(mine.length)}"
    for name, a, b in (
        ("version of the benchmark", mine.version, other.version),
        ("first metric", mine.metrics[:1], other.metrics[:1]),
    ):
        if a != b:
            found.problems.append(f"{place}: the {name} is {a} in the candidate and {b} in the baseline")
            return
    answers, partners = by_sample(mine, candidate, prompted), by_sample(other, baseline, prompted)
    lost = [records[0].index for key, records in answers.items() if key not in partners]
    gone = [records[0].index for key, records in partners.items() if key not in answers]
    if clash := set(lost) & set(gone):
        found.problems.append(f"{place}: {len(clash)} samples have another document or prompt in each run")
        return
    both = [(_judges(answers[key], mine), _judges(partners[key], mine)) for key in answers if key in partners]
    if any(one and other and one != other for one, other in both):
        found.problems.append(
            f"{place}: {mine.metrics[0]} was given by another judge, or repeats, in each run"
        )
        return
    for count, side in ((len(lost), "baseline"), (len(gone), "candidate")):
        if count:
            found.notes.append(f"{place}: {count} samples left out, missing in the {side}")
    if len(lost) < len(answers):
        found.servers.append((_server(candidate, mine), _server(baseline, other)))
    found.matches.extend(
        Match(
            task=prefix + task,
            capability=prefix + mine.capability,
            length=prefix + length_label(mine.length),
            metric=mine.metrics[0],
            candidate=records,
            baseline=partners[key],
        )
        for key, records in answers.items()
        if key in partners
    )


def _judges(answers: Answers, plan: CellPlan) -> set[str]:
    """Return who gave the first score of these answers; nobody where it needs no judge."""
    return {one.judged[plan.metrics[0]]["by"] for one in answers if plan.metrics[0] in one.judged}


def _server(folder: RunFolder, plan: CellPlan) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = (folder.cell(plan.id).done() or {}).get("server", {})
    return facts


def _score(answers: Answers, metric: str) -> float:
    known = [one.scores[metric] for one in answers if one.error is None and metric in one.scores]
    return fmean(known) if known else math.nan


def _indices(names: Sequence[Hashable]) -> Ints:
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return np.array([places[name] for name in names])
