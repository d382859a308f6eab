"""The page in a real browser: every tab, no error, nothing fetched, models' HTML stays text, and quick."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loom_reports.comparison import NamedRun
from loom_reports.page.build import write_page
from tests.reports.browser import EXECUTABLE, Browser
from tests.reports.made_run import EVIL, LENGTHS, TASKS, made_gate, made_run

pytestmark = pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium is installed")

TABS = ["overview", "lengths", "accelerators", "time-and-memory", "gate", "compare", "samples", "settings"]
SHOWN = "document.querySelector('[role=tabpanel]:not([hidden])')"
PLOTS = f"[...{SHOWN}.querySelectorAll('.plot')]"
DRAWN = f"{PLOTS}.filter(plot => plot.offsetParent).every(plot => plot.querySelector('svg'))"
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    candidate = made_run(folder / "candidate", 20, ("none", "snapkv:ratio=0.5"))
    base = made_run(folder / "base", 20, loss=0.1)
    made_gate(folder / "candidate")
    write_page([NamedRun("base", *base), NamedRun("candidate", *candidate)], folder / "page.html")
    return folder / "page.html"


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(started: Browser, page: Path) -> Browser:
    started.open(page)
    return started


def open_tab(browser: Browser, tab: str) -> None:
    browser.value(f"document.getElementById('tab-{tab}').click()")
    browser.wait("document.querySelectorAll('[role=option]').length" if tab == "samples" else DRAWN)


def text(browser: Browser, place: str) -> str:
    return str(browser.value(f"document.querySelector({place!r}).textContent"))


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (400, False)])
def test_every_tab_is_drawn_without_errors_or_network(
    tmp_path: Path, page: Path, width: int, dark: bool
) -> None:
    with Browser(tmp_path / "profile", width=width, dark=dark) as browser:
        browser.open(page)
        seen = browser.value("[...document.querySelectorAll('[role=tab]')].map(tab => tab.id.slice(4))")
        assert seen == TABS
        for tab in TABS:
            open_tab(browser, tab)
            photo = tmp_path / f"{tab}.png"
            browser.photograph(photo)
            assert photo.stat().st_size > 10_000
            assert browser.value(f"{SHOWN}.id") == tab
            assert browser.value("document.documentElement.scrollWidth") <= width
        assert browser.value("document.querySelectorAll('.plot svg').length") > len(TASKS)
        assert browser.problems == []
        assert [one for one in browser.requests if not one.startswith(("data:", page.as_uri()))] == []


def test_the_verdict_comes_first(browser: Browser) -> None:
    first = text(browser, "#overview .note").strip()
    assert first.startswith("Gate: regressed against baseline: -3.0 points")
    assert "inconclusive" in text(browser, "#gate table")


def test_what_a_model_wrote_stays_text(browser: Browser) -> None:
    open_tab(browser, "samples")
    assert text(browser, "#detail").count(EVIL) > 1, "in the head of the prompt and in the completion"
    assert browser.value("document.querySelectorAll('#samples script, #samples img').length") == 0
    assert browser.value("document.title") == "LoomBench: base, candidate"
    browser.value("document.body.append(element('script', 'x = 1'))")
    assert browser.value("typeof x") == "undefined", "the page's policy lets a foreign script run"
    browser.problems.clear()


def test_evidence_is_marked_in_the_prompt(browser: Browser) -> None:
    open_tab(browser, "samples")
    browser.value("task.value = 'niah/niah'; filter()")
    blocks = browser.value(
        "Object.fromEntries([...document.querySelectorAll('#detail h3')].map(title => [title.textContent,"
        "[...title.nextSibling.querySelectorAll('mark')].map(mark => mark.textContent)]))"
    )
    marks = blocks["Prompt, around the evidence"]
    assert "the lamps of Garbozette" in marks, "the needle is marked whole, not its words"
    assert set(marks) <= {"the lamps of Garbozette", "Garbozette", "lamps"}
    assert set(blocks["Prompt, tail"]) == {"Garbozette", "lamps"}


def test_arrow_keys_move_between_tabs_and_samples(browser: Browser) -> None:
    browser.value("document.getElementById('tab-overview').focus()")
    for key, tab in (("ArrowRight", "lengths"), ("ArrowLeft", "overview"), ("End", "settings")):
        browser.key(key)
        assert browser.value("document.activeElement.id") == f"tab-{tab}"
        assert browser.value(f"{SHOWN}.id") == tab
    open_tab(browser, "samples")
    browser.value("document.getElementById('list').focus()")
    first = text(browser, "#detail h2")
    browser.key("ArrowDown")
    assert text(browser, "#detail h2") != first
    browser.key("ArrowUp")
    assert text(browser, "#detail h2") == first
    browser.key("End")
    assert browser.value("document.querySelector('[aria-selected=true][role=option]').id") == "sample-1439"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"task": "ruler"}, 3 * 20 * len(LENGTHS)),
        ({"task": "l_citeeval/niah", "length": "2k"}, 3 * 20),
        ({"outcome": "error"}, 3 * len(LENGTHS)),
        ({"outcome": "truncated", "subject": "base: m"}, len(TASKS) * len(LENGTHS)),
        ({"search": "TOWN IS NUMBER 7?"}, 3 * len(TASKS) * len(LENGTHS)),
        ({"search": "document.title", "task": "niah"}, 3 * len(LENGTHS)),
        ({"from": "200"}, 0),
    ],
)
def test_samples_are_filtered(browser: Browser, filters: dict[str, str], count: int) -> None:
    open_tab(browser, "samples")
    for name, value in filters.items():
        browser.value(f"document.getElementById({name!r}).value = {value!r}")
    browser.value("document.getElementById('search').dispatchEvent(new Event('input', {bubbles: true}))")
    browser.wait(f"found.length === {count}")
    shown = text(browser, "#count")
    assert shown == ("none" if count == 0 else f"1 - {min(count, 50)} of {count}") + " (1440 samples in all)"


def test_scores_below_a_bound_are_found(browser: Browser) -> None:
    open_tab(browser, "samples")
    browser.value("document.getElementById('to').value = '0'; filter()")
    scores = browser.value("found.map(sample => score(sample))")
    assert scores
    assert set(scores) == {0}


def test_references_are_marked_as_whole_words(browser: Browser) -> None:
    pieces = "marked('Lamps and clamps, 北京市', ['lamps', '北京', ''])"
    shown = browser.value(f"{pieces}.map(piece => piece.tagName ? `<${{piece.textContent}}>` : piece)")
    assert shown == ["", "<Lamps>", " and clamps, ", "<北京>", "市"]


@pytest.mark.parametrize(
    ("means", "share", "length"),
    [
        ([1.0, 0.9, 0.85, 0.84], 0.85, "4k"),
        ([1.0, 0.9, 0.5, 0.9], 0.85, "2k"),
        ([0.5, 0.6, 0.7, 0.8], 1.0, "8k"),
        ([0.5, 0.1, 0.1, 0.1], 0.85, "1k"),
    ],
)
def test_effective_length_is_the_last_before_the_score_falls(
    browser: Browser, means: list[float], share: float, length: str
) -> None:
    curve = f"{{means: {means}, lengths: ['1k', '2k', '4k', '8k']}}"
    assert browser.value(f"effective({curve}, {share})") == length


def test_the_threshold_changes_the_table(browser: Browser) -> None:
    open_tab(browser, "lengths")
    before = text(browser, "#effective tbody tr")
    browser.value("threshold.value = 1; threshold.dispatchEvent(new Event('input'))")
    after = text(browser, "#effective tbody tr")
    assert before != after
    assert after.startswith("overall8k8k")


def test_another_subject_is_shown_when_it_is_chosen(browser: Browser) -> None:
    browser.value("entry.value = '2'; entry.dispatchEvent(new Event('change'))")
    titles = browser.value(
        "[...document.querySelectorAll('#overview h2')].filter(h => h.offsetParent).map(h => h.textContent)"
    )
    assert titles == ["candidate: m + snapkv:ratio=0.5"]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    samples = -(-10_000 // (len(TASKS) * len(LENGTHS)))
    write_page([NamedRun("run", *made_run(folder / "run", samples, words=150))], folder / "page.html")
    assert (folder / "page.html").stat().st_size < 25 * MEGABYTE
    return folder / "page.html"


PAINTED = """new Promise(done => new PerformanceObserver(paints => done(Math.max(
    paints.getEntriesByName("first-contentful-paint")[0].startTime,
    performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
) / 1000)).observe({type: "paint", buffered: true}))"""


def seconds_to_paint(browser: Browser, page: Path) -> float:
    """Return when the page had all its text and had painted it, by its own clock; charts follow."""
    browser.open(page)
    return float(browser.value(PAINTED))


def seconds_to_list(browser: Browser, page: Path) -> float:
    """Return how long the list of samples took to appear."""
    start = time.perf_counter()
    browser.open(page, "#samples")
    browser.wait("document.querySelectorAll('[role=option]').length")
    return time.perf_counter() - start


@pytest.mark.parametrize("measured", [seconds_to_paint, seconds_to_list])
def test_ten_thousand_samples_load_in_three_seconds(
    large: Path, tmp_path: Path, measured: Callable[[Browser, Path], float]
) -> None:
    """In a browser just started; the quickest of three, as others may use the machine."""
    seconds = []
    while len(seconds) < 3 and min(seconds, default=3) >= 3:
        with Browser(tmp_path / f"profile{len(seconds)}") as browser:
            seconds.append(measured(browser, large))
            assert browser.value(f"{SHOWN}.querySelectorAll('tr, [role=option]').length") > len(TASKS)
            assert browser.problems == []
    assert min(seconds) < 3, seconds


def test_ten_thousand_samples_are_searched_in_a_second(large: Path, started: Browser) -> None:
    browser = started
    browser.open(large, "#samples")
    browser.wait("document.querySelectorAll('[role=option]').length")
    assert browser.value("columns.cell.length") >= 10_000
    start = time.perf_counter()
    browser.value("document.getElementById('search').value = 'number 77?'; filter()")
    assert time.perf_counter() - start < 1
    assert browser.value("found.length") == len(TASKS) * len(LENGTHS)
    assert browser.problems == []
