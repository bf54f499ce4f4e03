"""Make the site's font files anew. A developer runs it when a typeface or the chrome's words change; readers never do.

    python nhipcau/public/fonts/build.py LATIN KHMER CJK

LATIN and KHMER are the unpacked packages ``@expo-google-fonts/be-vietnam-pro`` and ``@fontsource-variable/noto-sans-khmer``,
CJK the folder of Debian's ``fonts-noto-cjk`` (``/usr/share/fonts/opentype/noto``). All are under the SIL Open Font License;
``OFL.txt`` goes beside what is made. See docs/adr/0012.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, save_font  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fontTools.varLib.instancer import instantiateVariableFont  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "static" / "public" / "fonts"
CATALOGUES = HERE.parent / "locale"

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
CJK_FACES = {"ja": 0, "ko": 1, "zh_Hans": 2}
"""Language → place in Debian's collection."""


def cut(font: TTFont, letters: list[int], name: str) -> None:
    """Keep ``letters`` and the layout that joins them; write NAME.woff2."""
    options = Options()
    options.layout_features = (
        ["*"] if "khmer" in name else ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "tnum", "palt"]
    )
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
    """What the fixed words of the site need in ``language`` beyond Latin."""
    text = (CATALOGUES / language / "LC_MESSAGES" / "django.po").read_text("utf-8")
    words = "".join(re.findall(r'^(?:msgstr(?:\[\d\])?\s*)?"(.*)"$', text, flags=re.MULTILINE))
    return sorted({ord(letter) for letter in words if ord(letter) > 0x2E7F})


def main() -> None:
    """All files."""
    latin, khmer, cjk = (Path(folder) for folder in sys.argv[1:4])
    for weight, style in (("400", "400Regular"), ("700", "700Bold")):
        file = latin / style / f"BeVietnamPro_{style}.ttf"
        cut(TTFont(file, recalcTimestamp=False), LATIN, f"be-vietnam-pro-{weight}")
    for letters, name in ((KHMER, "noto-sans-khmer-400-700"), (NAMES, "noto-sans-khmer-names")):
        file = khmer / "files" / "noto-sans-khmer-khmer-wght-normal.woff2"
        cut(TTFont(file, recalcTimestamp=False), letters, name)
    for language, face in CJK_FACES.items():
        if (CATALOGUES / language / "LC_MESSAGES" / "django.po").exists():
            font = TTFont(cjk / "NotoSansCJK-Regular.ttc", fontNumber=face, recalcTimestamp=False)
            cut(font, chrome_letters(language), f"noto-sans-{language.lower().replace('_', '-')}-chrome")


if __name__ == "__main__":
    main()
