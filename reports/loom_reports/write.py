"""Write a report into its run folder: results.json, report.md and report.html."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from loom_reports import tables
from loom_reports.aggregate import RunReport
from loom_reports.results import results_json
from loom_reports.runfolder import write_json


def write_reports(report: RunReport, folder: Path) -> None:
    """Write all reports of a run. OSError where the disk refuses."""
    write_json(folder / "results.json", results_json(report))
    for name in ("report.md", "report.html"):
        (folder / name).write_text(_render(name, report), encoding="utf-8")


def _render(name: str, report: RunReport) -> str:
    environment = Environment(
        loader=PackageLoader("loom_reports"),
        autoescape=name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.j2").render(report=report, tables=tables)
