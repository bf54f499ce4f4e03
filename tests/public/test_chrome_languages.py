"""The site's fixed words are whole in every language: nothing missing, fuzzy, empty or left over; marks and meanings kept."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest
from django.utils import translation

from tests.public.samples import pages
from tests.test_vietnamese import PLACEHOLDER, Message, sources

LOCALE = Path(__file__).resolve().parent.parent.parent / "nhipcau" / "public" / "locale"
CATALOGUES = ["vi", "km", "zh_Hans", "ja", "ko", "fr"]
SCRIPTS = {"km": (0x1780, 0x17FF), "zh_Hans": (0x4E00, 0x9FFF), "ja": (0x3040, 0x9FFF), "ko": (0xAC00, 0xD7AF)}
SAME_EVERYWHERE = {
    "vi": set(),
    "fr": {
        "Photo",
        "Film",
        "Films",
        "Menu",
        "Pages",
        "Page",
        "Contact",
        "Corrections",
        "Source",
        "Sources",
        "Urgent",
        "Publication",
    },
}
OF_STAFF = {"wagtail_hooks.py", "staff.py", "apps.py", "design.html", "machines.html"}
"""What only staff see stands in Vietnamese alone."""


@cache
def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"), encoding="utf-8")


def chrome() -> set[Message]:
    return {message for message, path in sources("public").items() if path.name not in OF_STAFF}


@pytest.mark.parametrize("language", CATALOGUES)
def test_nothing_is_missing(language: str) -> None:
    have = {
        Message(str(e.msgid), e.msgctxt)
        for e in catalogue(language)
        if e.translated() and not e.fuzzy and not e.obsolete
    }
    assert sorted(m.singular for m in chrome() - have) == []
    assert len(chrome()) > 60


@pytest.mark.parametrize("language", CATALOGUES)
def test_nothing_is_left_over(language: str) -> None:
    known = set(sources("public"))
    assert [e.msgid for e in catalogue(language) if Message(str(e.msgid), e.msgctxt) not in known] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_placeholders_are_kept(language: str) -> None:
    for entry in catalogue(language):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgid)), entry.msgid


@pytest.mark.parametrize(("language", "letters"), SCRIPTS.items())
def test_words_are_in_the_language_s_own_script(language: str, letters: tuple[int, int]) -> None:
    first, last = letters
    foreign = [
        e.msgid
        for e in catalogue(language)
        if not any(first <= ord(letter) <= last for letter in (e.msgstr or "".join(e.msgstr_plural.values())))
    ]
    assert foreign == []


@pytest.mark.parametrize("language", ["vi", "fr"])
def test_no_english_is_passed_off_as_a_translation(language: str) -> None:
    assert {e.msgid for e in catalogue(language) if e.msgstr == e.msgid} - SAME_EVERYWHERE[language] == set()


@pytest.mark.parametrize(
    ("language", "word", "day"),
    [("vi", "Đến phần nội dung", "12/11/2026"), ("en", "Skip to the content", "12 November 2026"), ("km", "រំលងទៅខ្លឹមសារ", "12 ខែ វិច្ឆិកា ឆ្នាំ 2026"),
     ("zh-hans", "跳到正文", "2026年11月12日"), ("ja", "本文へ移動", "2026年11月12日"), ("ko", "본문으로 건너뛰기", "2026년 11월 12일"), ("fr", "Aller au contenu", "12 novembre 2026")],
)  # fmt: skip
def test_a_reader_gets_words_and_dates_of_the_language(language: str, word: str, day: str) -> None:
    text = pages(language)["story"]
    assert word in text
    assert day in text
    assert translation.get_language() == "vi"
