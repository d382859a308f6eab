"""Write a report into its run folder: results.json, benchmark.json, report.md and report.html."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from loom_reports import tables
from loom_reports.aggregate import RunReport
from loom_reports.benchmark_json import benchmark_json
from loom_reports.comparison import NamedRun
from loom_reports.page import gate_view
from loom_reports.page.build import write_page
from loom_reports.published import SideBySide
from loom_reports.results import results_json
from loom_reports.runfolder import RunFolder, write_json


def write_reports(
    report: RunReport, folder: Path, run: RunFolder | None = None, published: SideBySide | None = None
) -> None:
    """Write all reports of a run into a folder; `run` tells where its records are, if not in there.

    OSError where the disk refuses, LoomError where a file is unreadable.
    """
    run = run or RunFolder(folder)
    write_json(folder / "results.json", results_json(report))
    write_json(folder / "benchmark.json", benchmark_json(report))
    (folder / "report.md").write_text(report_md(report, run, published), encoding="utf-8")
    write_page([NamedRun(run.path.resolve().name, report, run)], folder / "report.html", published)


def report_md(report: RunReport, folder: RunFolder, published: SideBySide | None = None) -> str:
    """Return the report for a pull request's comment: verdict and capabilities first, the rest folded."""
    environment = Environment(
        loader=PackageLoader("loom_reports"),
        autoescape=False,  # Markdown; nothing a model wrote is in it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    gate = gate_view.read_gate(folder.path)
    template = environment.get_template("report.md.j2")
    return template.render(report=report, tables=tables, gate=gate, view=gate_view, published=published)
