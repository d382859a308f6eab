"""Official rows of a benchmark: what a row holds, what it becomes, and where the files are.

One `Rows` serves every source of a task: a folder in the official layout (--data DIR), the original files
(--data hub), the light suite LCM-Lab/LOOMBench (--data loombench), and our own generators, which make rows of
the same schema (--data embedded). So whatever the generators exercise, real rows go through as well.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from loom_tests.benchmark import Load, Source, SourceKind, Task, render
from loom_tests.contracts import Sample, text_hash
from loom_tests.data.embedded import Embedded, Item, builder_name
from loom_tests.data.light import File, light_folder, light_suite, of_task
from loom_tests.data.remote import Remote
from loom_tests.data.rows import Columns, Row, read_rows
from loom_tests.errors import AbsentError, LoomError, NoRowsError
from loom_tests.lengths import TO_128K, length_label

Convert = Callable[[Row], Sequence[Sample]]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Rows:
    """The official rows of a task.

    `convert` makes the samples of one row (their ids may be empty: then the row's number is taken). `file` is
    the path below --data DIR, `hub` the original, `loombench` the path in LCM-Lab/LOOMBench; all may use the
    fields {task} and {length}. Where `file` has {length}, or `at_length` is given, these decide which rows
    belong to a length; otherwise a sample belongs to the smallest of the task's lengths that holds it.
    """

    columns: Columns
    convert: Convert
    file: str
    hub: Remote | None = None
    loombench: str = ""
    at_length: Callable[[Row, int], bool] | None = None

    def sources(
        self,
        generate: Callable[[Item, int], Mapping[str, Any]] | None = None,
        lengths: Sequence[int] = TO_128K,
        version: int = 2,
    ) -> dict[SourceKind, Source]:
        """Return the sources by kind; `lengths` are the task's, `generate` makes an embedded row."""
        found: dict[SourceKind, Source] = {"folder": OfficialRows(self, "folder", tuple(lengths))}
        if self.hub:
            found["hub"] = OfficialRows(self, "hub", tuple(lengths))
        if self.loombench:
            found["loombench"] = OfficialRows(self, "loombench", tuple(lengths))
        if generate:
            found["embedded"] = Embedded(GeneratedRow(generate, self), version)
        return found

    def samples(self, row: Row) -> Sequence[Sample]:
        """Check a row and return its samples; LoomError where it cannot be used."""
        row.check(self.columns)
        return self.convert(row)


@dataclass(frozen=True)
class GeneratedRow:
    """Builds a sample by way of a generated row of the official schema: the row's first sample.

    Beside the schema a generated row may have `evidence`: the parts of the context that the answer rests on.
    """

    generate: Callable[[Item, int], Mapping[str, Any]]
    rows: Rows

    @property
    def name(self) -> str:
        """The generator's name, for the prompt cache."""
        return builder_name(self.generate)

    def __call__(self, item: Item, size: int) -> Sample:
        """Return the sample of the generated row, under the item's id."""
        row = Row(f"generated row {item.id}", self.generate(item, size))
        sample = self.rows.samples(row)[0]
        known = {"evidence": row["evidence"]} if row.get("evidence") else {}
        return replace(sample, id=item.id, context_id=item.id, meta={**sample.meta, **known})


@dataclass(frozen=True)
class OfficialRows:
    """A source that reads official rows from one place, in their order."""

    rows: Rows
    place: Literal["folder", "hub", "loombench"]
    lengths: tuple[int, ...]

    def samples(self, task: Task, length: int, n: int, load: Load) -> list[Sample]:
        """Return the first n samples of the length; LoomError for bad rows or a length without any."""
        file = self._file(task, length, load)
        if file.by_length or self.rows.at_length or "{length}" in self.rows.file:
            found = list(self._read(file, task, length, load))
        else:
            found = self._of_length(list(self._read(file, task, None, load)), task, length, load, file.path)
        if not found:
            raise NoRowsError(f"{task.name}: {file.path} has no row for {length_label(length)}")
        return found[:n]

    def _file(self, task: Task, length: int, load: Load) -> File:
        names = {"task": task.name, "length": length_label(length)}
        if self.place == "folder":
            return _in_folder(self.rows, names, load)
        if self.place == "loombench":
            return light_suite(self.rows.loombench, names, load)
        if self.rows.hub is None:
            raise LoomError(f"{task.name}: there is no original to fetch")
        return File(self.rows.hub.fetch(names, load))

    def _read(self, file: File, task: Task, length: int | None, load: Load) -> Iterator[Sample]:
        """Yield the samples of the rows that belong to the task, and to the length unless it is None."""

        def convert(row: Row) -> Sequence[Sample]:
            if file.by_length and not of_task(row, self.rows.loombench, task.name):
                return ()
            row.check(self.rows.columns)
            belongs = length is None or self.rows.at_length is None or self.rows.at_length(row, length)
            return self.rows.convert(row) if belongs else ()

        for number, samples in usable(read_rows(file.path), convert, load):
            for place, sample in enumerate(samples):
                own = f"{number}-{place}" if len(samples) > 1 else str(number)
                identity = sample.id or own
                yield replace(sample, id=identity, context_id=sample.context_id or identity)

    def _of_length(
        self, samples: list[Sample], task: Task, length: int, load: Load, path: Path
    ) -> list[Sample]:
        tokens = _tokens(samples, task, load, path)
        shorter = max((other for other in self.lengths if other < length), default=0)
        found = [s for s, size in zip(samples, tokens, strict=True) if shorter < size <= length]
        if not found and tokens:
            raise NoRowsError(
                f"{task.name}: {path} has no row for {length_label(length)} (over {shorter} tokens), "
                f"its rows have {min(tokens)} to {max(tokens)}; choose another --lengths"
            )
        return found


def usable(
    rows: Iterable[Row | LoomError], use: Callable[[Row], Made], load: Load
) -> Iterator[tuple[int, Made]]:
    """Yield each row's number, from 1, and what `use` makes of it; LoomError for a bad row.

    With --on-bad-row skip bad rows are noted and left out.
    """
    for number, row in enumerate(rows, 1):
        try:
            if isinstance(row, LoomError):
                raise row
            made = use(row)
        except LoomError as error:
            if not load.skip_bad_rows:
                raise LoomError(f"{error} (--on-bad-row skip leaves such rows out)") from None
            load.notes.bad_rows.append(str(error))
            continue
        yield number, made


def in_folder(task: str, files: Sequence[str], load: Load) -> Path:
    """Return the first of the files that is below --data DIR; AbsentError where none is."""
    folder = load.folder(task)
    found = next((folder / file for file in files if (folder / file).is_file()), None)
    if found is None:
        raise AbsentError(f"{folder / files[0]} is not there; put the official file of {task} there")
    return found


def _in_folder(rows: Rows, names: dict[str, str], load: Load) -> File:
    folder = load.folder(names["task"])
    if rows.loombench and (found := light_folder(rows.loombench, names, folder)):
        return found
    file = rows.file.format(**names)
    return File(in_folder(names["task"], (file, f"{file}.gz", Path(file).name), load))


def _tokens(samples: Sequence[Sample], task: Task, load: Load, path: Path) -> list[int]:
    """Return prompt and answer tokens of every sample, counted once for a file, tokenizer and prompt."""
    stat = path.stat()
    parts = (path, stat.st_size, stat.st_mtime_ns, load.counter.fingerprint, task.prompt, load.system)
    name = text_hash("|".join(map(str, (*parts, task.max_new_tokens, len(samples)))))
    cache = load.cache_dir / "lengths" / f"{name}.json"
    try:
        return [int(size) for size in json.loads(cache.read_text())]
    except (OSError, ValueError):
        pass  # not counted yet
    tokens = [load.counter.count(render(task, s, system=load.system)) + task.room(s) for s in samples]
    cache.parent.mkdir(parents=True, exist_ok=True)
    temporary = cache.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(json.dumps(tokens))
    temporary.replace(cache)
    return tokens
