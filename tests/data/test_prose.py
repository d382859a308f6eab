"""The haystack prose: deterministic, incremental, never repeating, free of what needles look like."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loom_tests.contracts import text_hash
from loom_tests.data import prose, prose_ru
from loom_tests.data.prose import Language

LANGUAGES: list[Language] = ["en", "zh", "ru"]
LONG = {"en": 105_000, "ru": 105_000, "zh": 155_000}
FORBIDDEN = re.compile(r"\d{5}|[★{}]|\bmagic|San Francisco|Dolores|[0-9a-f]{8}-[0-9a-f]{4}")
BABI = re.compile(
    r"\b(Mary|John|Daniel|Sandra|Fred|Bill|Jeff|Julie|kitchen|bathroom|bedroom|hallway|garden|office"
    r"|milk|football|apple)\b"
)


def size_of(language: Language, text: str) -> int:
    return len(text.replace("\n", "")) if language == "zh" else len(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_comes_twice_and_none_looks_like_a_needle(language: Language) -> None:
    found = prose.sentences(language, "long", LONG[language])
    assert len(found) == len(set(found)) > 5000
    text = "\n".join(found)
    assert not FORBIDDEN.search(text)
    assert not BABI.search(text)
    ends = "。" if language == "zh" else "."
    assert all(s.endswith(ends) and s.count(ends) == 1 and "\n" not in s for s in found[:-1])


@pytest.mark.parametrize(("language", "least"), [("en", 1500), ("ru", 1500), ("zh", 400)])
def test_the_vocabulary_is_wide(language: Language, least: int) -> None:
    text = prose.text(language, "wide", 50_000)
    assert len(set(text if language == "zh" else text.split())) > least


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(LANGUAGES), st.integers(0, 900), st.integers(0, 900))
def test_size_is_exact_and_a_larger_size_only_appends(language: Language, one: int, two: int) -> None:
    small, large = (prose.text(language, "grow", size) for size in sorted((one, two)))
    assert size_of(language, large) == max(one, two)
    assert large.startswith(small)


def test_size_does_not_depend_on_what_was_asked_before() -> None:
    expected = prose.text("en", "order", 50)
    prose.text("en", "order", 5000)
    assert prose.text("en", "order", 50) == expected
    assert prose.text("en", "other", 50) != expected


def test_units_are_the_paragraphs_of_the_text() -> None:
    paragraphs = list(islice(prose.units("en", "units"), 3))
    whole = "\n".join(" ".join(paragraph) for paragraph in paragraphs)
    assert prose.text("en", "units", len(whole.split())) == whole


def test_another_process_makes_the_same_text() -> None:
    code = (
        "from loom_tests.data.prose import text; from loom_tests.contracts import text_hash;"
        "print(text_hash(''.join(text(x, 'p', 500) for x in ('en', 'zh', 'ru'))))"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert process.stdout.strip() == text_hash("".join(prose.text(x, "p", 500) for x in LANGUAGES))


def test_english_articles_fit_the_word_that_follows() -> None:
    text = prose.text("en", "articles", 30_000)
    assert not re.search(r"\b[Aa] [aeio]", text)
    assert not re.search(r"\b[Aa]n [^aeiou]", text)


@pytest.mark.parametrize(
    ("word", "kind", "forms"),
    [
        ("книга", "f", "книга книги книге книгу книгой книге"),
        ("лампа", "f", "лампа лампы лампе лампу лампой лампе"),
        ("самовар", "m", "самовар самовара самовару самовар самоваром самоваре"),
        ("Иван", "man", "Иван Ивана Ивану Ивана Иваном Иване"),
        ("Баранов", "surname_m", "Баранов Баранова Баранову Баранова Барановым Баранове"),
        ("Баранов", "surname_f", "Баранова Барановой Барановой Баранову Барановой Барановой"),
        ("новый", "adj_f", "новая новой новой новую новой новой"),
        ("новый", "adj_n", "новое нового новому новое новым новом"),
    ],
)
def test_russian_words_decline(word: str, kind: str, forms: str) -> None:
    assert " ".join(prose_ru.decline(word, kind).values()) == forms


def test_russian_verbs_and_prepositions_agree() -> None:
    text = prose.text("ru", "agreement", 30_000)
    assert not re.search(r"\b[Оо]на (сразу |\w+о )?(продал|забрал|изучал|дал|отдал|обменял)\b", text)
    assert not re.search(r"\b[Оо]н (сразу |\w+о )?(продала|забрала|изучала|дала|отдала|обменяла)\b", text)
    assert not re.search(r"\b[Оо] [АИОУЭаиоуэ]", text)
    assert not re.search(r"\b[Сс] [сС][^аеёиоуыэюя]", text)
