"""The cuts of typefaces have the letters of the site's fixed words: a word that came since is seen here, not by readers."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import polib  # type: ignore[import-untyped]
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

PUBLIC = Path(__file__).resolve().parent.parent.parent / "nhipcau" / "public"
FONTS = PUBLIC / "static" / "public" / "fonts"
CUTS = {"ja": "noto-sans-ja-chrome", "ko": "noto-sans-ko-chrome", "zh_Hans": "noto-sans-zh-hans-chrome"}
MOST = 60_000
"""Bytes of a cut: it is for menus and labels, not for text."""


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The developer's script, which is no part of the program."""
    spec = importlib.util.spec_from_file_location("build_fonts", PUBLIC / "fonts" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def letters_of(name: str) -> set[int]:
    return set(TTFont(FONTS / f"{name}.woff2").getBestCmap())


@pytest.mark.parametrize("language", CUTS)
def test_a_cut_has_every_letter_of_the_fixed_words(language: str, build: ModuleType) -> None:
    wanted = build.chrome_letters(language)
    assert len(wanted) > 150, "the search for words is broken"
    missing = "".join(chr(letter) for letter in wanted if letter not in letters_of(CUTS[language]))
    assert missing == "", "cut the fonts anew: nhipcau/public/fonts/build.py --cjk"
    assert (FONTS / f"{CUTS[language]}.woff2").stat().st_size <= MOST


def test_words_of_a_new_template_would_be_seen(build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    known = set(build.chrome_letters("ja"))
    monkeypatch.setattr(build, "_words_of_pages", lambda: "")
    assert build.chrome_letters("ja") == []
    assert known


@pytest.mark.parametrize("language", ["vi", "fr", "km"])
def test_latin_and_khmer_have_all_letters_of_their_catalogue(language: str) -> None:
    have = letters_of("be-vietnam-pro-400") & letters_of("be-vietnam-pro-700")
    if language == "km":
        have |= letters_of("noto-sans-khmer-400-700")
    words = "".join(
        entry.msgstr + "".join(entry.msgstr_plural.values())
        for entry in polib.pofile(str(PUBLIC / "locale" / language / "LC_MESSAGES" / "django.po"), encoding="utf-8")
    )
    assert {letter for letter in words if ord(letter) not in have and letter not in "\n\t"} == set()
