"""--junitxml shows every cell's score with its interval."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.plugin.conftest import QUICK, results, run_in


def test_junit_properties_are_the_results(tmp_path: Path, tiny_model: Path) -> None:
    options = ("-m", "loombench", *QUICK, "--limit", 3, "-n", 1, "--junitxml", tmp_path / "junit.xml")
    run = run_in(tmp_path)(*options, "--model", tiny_model, "--output-path", tmp_path / "run")
    assert run.status == 0, run.output
    cases = ElementTree.parse(tmp_path / "junit.xml").findall(".//testcase")
    cells = results(tmp_path / "run")["cells"]
    assert len(cases) == len(cells) == 4
    for case in cases:
        known = {one.get("name"): one.get("value") for one in case.iter("property")}
        cell = cells[str(case.get("name")).partition("[")[2].removesuffix("]")]
        score = cell["scores"][cell["metrics"][0]]
        assert [float(str(known[name])) for name in ("score", "low", "high")] == [
            score[name] for name in ("mean", "low", "high")
        ]
        assert (known["n"], known["clusters"], known["failed"]) == ("3", str(score["clusters"]), "0")
