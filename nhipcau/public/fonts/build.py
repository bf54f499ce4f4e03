"""Make the site's font files anew. A developer runs it when a typeface or the chrome's words change; readers never do.

    python nhipcau/public/fonts/build.py [--latin FOLDER] [--khmer FOLDER] [--cjk FOLDER]

Latin and Khmer are the unpacked packages ``@expo-google-fonts/be-vietnam-pro`` and ``@fontsource-variable/noto-sans-khmer``,
CJK the folder of Debian's ``fonts-noto-cjk`` (``/usr/share/fonts/opentype/noto``). What is not named stays as it is. All are under the
SIL Open Font License; ``OFL.txt`` goes beside what is made. See docs/adr/0012.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import polib  # type: ignore[import-untyped]
from fontTools.subset import Options, Subsetter, save_font  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "static" / "public" / "fonts"
ROOMS = HERE.parent.parent
PAGES = HERE.parent / "templates" / "public"

LATIN = [
    *range(0x20, 0x7F), *range(0xA0, 0x100), 0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x152, 0x153, 0x168, 0x169,
    0x178, 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA), 0x300, 0x301, 0x303, 0x309, 0x323, 0x2013, 0x2014,
    0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AB, 0x20AC, 0x2190,
    0x2192, 0x2212,
]  # fmt: skip
"""Vietnamese, French and English, with the marks that stand alone when a text comes decomposed."""
KHMER = [*range(0x1780, 0x17DE), *range(0x17E0, 0x17EA), 0x200B, 0x200C, 0x200D, 0x25CC]
NAMES = sorted({ord(letter) for letter in "ត្រាវិញភាសាខ្មែរ"})
"""The province and the language by their Khmer names: all that the frame of a page in another language needs of the script."""
CJK_NAMES = sorted({ord(letter) for letter in "简体中文日本語한국어"})
"""The languages' own names, which stand in the frame of every page."""
CJK_FACES = {"ja": 0, "ko": 1, "zh_Hans": 2}
"""Language → place in Debian's collection."""


_LATIN_FEATURES = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "palt"]


def cut(font: TTFont, letters: list[int], name: str) -> None:
    """Keep ``letters`` and the layout that joins them; write NAME.woff2."""
    options = Options()
    options.layout_features = ["*"] if "khmer" in name else ["kern", "palt"] if "chrome" in name else _LATIN_FEATURES
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    if "fvar" in font:
        font = instantiateVariableFont(font, {"wght": (400, 700)})
    options.flavor = "woff2"
    path = OUT / f"{name}.woff2"
    save_font(font, str(path), options)
    sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes, {len(font.getGlyphOrder())} glyphs\n")


def chrome_letters(language: str) -> list[int]:
    """What the fixed words of the site's ordinary pages need in ``language`` beyond Latin, whichever room translates them.

    Forms, the log of corrections and pages about machines are left out: rare, wordy, and readable in the device's own face.
    """
    shown = _words_of_pages()
    letters: set[str] = set()
    for file in sorted(ROOMS.glob(f"*/locale/{language}/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(file), encoding="utf-8"):
            if _as_written(entry.msgid) in shown:
                letters.update(entry.msgstr, *entry.msgstr_plural.values())
    return sorted(ord(letter) for letter in letters if ord(letter) > 0x2E7F)


def _words_of_pages() -> str:
    """Templates of pages and their parts, and the modules that fill them, on one line."""
    files = [
        *PAGES.glob("*.html"),
        *PAGES.glob("components/*.html"),
        *PAGES.glob("blocks/*.html"),
        *HERE.parent.glob("*.py"),
    ]
    return " ".join(" ".join(file.read_text("utf-8").split()) for file in sorted(files))


def _as_written(message: str) -> str:
    """As it stands in a template: ``%(n)s`` there is ``{{ n }}``."""
    return " ".join(re.sub(r"%\((\w+)\)[sd]", r"{{ \1 }}", message).split())


def main() -> None:
    """The files of the faces that are named."""
    asked = argparse.ArgumentParser(description=__doc__)
    for face in ("latin", "khmer", "cjk"):
        asked.add_argument(f"--{face}", type=Path)
    given = asked.parse_args()
    if given.latin:
        _make_latin(given.latin)
    if given.khmer:
        _make_khmer(given.khmer)
    if given.cjk:
        _make_cjk(given.cjk)


def _make_latin(latin: Path) -> None:
    for weight, style in (("400", "400Regular"), ("700", "700Bold")):
        file = latin / style / f"BeVietnamPro_{style}.ttf"
        cut(TTFont(file, recalcTimestamp=False), LATIN, f"be-vietnam-pro-{weight}")


def _make_khmer(khmer: Path) -> None:
    for letters, name in ((KHMER, "noto-sans-khmer-400-700"), (NAMES, "noto-sans-khmer-names")):
        file = khmer / "files" / "noto-sans-khmer-khmer-wght-normal.woff2"
        cut(TTFont(file, recalcTimestamp=False), letters, name)


def _make_cjk(cjk: Path) -> None:
    for language, place in CJK_FACES.items():
        font = TTFont(cjk / "NotoSansCJK-Regular.ttc", fontNumber=place, recalcTimestamp=False)
        cut(font, chrome_letters(language), f"noto-sans-{language.lower().replace('_', '-')}-chrome")
    names = TTFont(cjk / "NotoSansCJK-Regular.ttc", fontNumber=CJK_FACES["zh_Hans"], recalcTimestamp=False)
    cut(names, CJK_NAMES, "noto-sans-cjk-names")


if __name__ == "__main__":
    main()
