"""What a reader's first visit to each public template weighs, in bytes on the wire, without pictures: ``python bench/weigh_public.py``.

HTML, style, scripts and their icons as brotli would send them (quality 11, as files made ahead), and the fonts that the page preloads.
Ends with 1 where a page exceeds 150,000.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from look_public import write_pages

LIMIT = 150_000
LANGUAGES = ["vi", "en", "km", "zh-hans", "ja", "ko", "fr"]
CHROME_FONTS = {"zh-hans": "noto-sans-zh-hans-chrome", "ja": "noto-sans-ja-chrome", "ko": "noto-sans-ko-chrome"}
SMALL = ["mark.svg", "favicon.svg", "skyline.svg"]


def sent(path: Path) -> int:
    """Bytes of a file as it goes out; fonts are compressed already."""
    import brotli

    body = path.read_bytes()
    return len(body) if path.suffix == ".woff2" else len(brotli.compress(body, quality=11))


def weight(folder: Path, language: str, name: str) -> dict[str, int]:
    """Bytes by kind."""
    page = folder / language / f"{name}.html"
    text = page.read_text("utf-8")
    public = folder / "static" / "public"
    fonts = set(re.findall(r"fonts/([\w-]+)\.woff2", text)) | {"be-vietnam-pro-400", "be-vietnam-pro-700"}
    if language != "km":
        fonts.add("noto-sans-khmer-names")
    if language in CHROME_FONTS:
        fonts.add(CHROME_FONTS[language])
    return {
        "html": sent(page),
        "style": sent(public / "site.css"),
        "scripts": sum(sent(public / "js" / f"{script}.js") for script in set(re.findall(r"js/(\w+)\.js", text))),
        "fonts": sum(sent(public / "fonts" / f"{font}.woff2") for font in fonts),
        "marks": sum(sent(public / file) for file in SMALL),
    }


def main() -> int:
    """A line for the heaviest template of each language, and for home and story."""
    bad = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "site"
        folder.mkdir()
        made = write_pages(folder, LANGUAGES)
        for language in LANGUAGES:
            weights = {name: weight(folder, language, name) for code, name in made if code == language}
            heaviest = max(weights, key=lambda name: sum(weights[name].values()))
            for name in dict.fromkeys(["home", "story", heaviest]):
                total = sum(weights[name].values())
                bad += total > LIMIT
                print(
                    f"{language:8}{name:14}{total:8,}  "
                    + "  ".join(f"{kind} {size:,}" for kind, size in weights[name].items())
                )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
