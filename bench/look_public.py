"""Pictures of every public template, to be looked at: ``python bench/look_public.py OUT [--languages vi,km] [--only home,story]``.

Each template in each language at 390 and 1280 px, light and dark; says where a page is wider than its window, where its layout
shifts while it loads, and what axe finds.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SHIFT = """new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 250);
})"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


def write_pages(folder: Path, languages: list[str]) -> list[tuple[str, str]]:
    """Files FOLDER/LANGUAGE/TEMPLATE.html with the styles and pictures they name; what was written."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from tests.public.samples import pages

    shutil.copytree(ROOT / "nhipcau" / "public" / "static" / "public", folder / "static" / "public")
    shutil.copytree(ROOT / "profiles" / "tra-vinh-2023" / "site" / "pictures", folder / "pictures")
    made = []
    for language in languages:
        (folder / language).mkdir()
        for name, html in pages(language).items():
            (folder / language / f"{name}.html").write_text(html, "utf-8")
            made.append((language, name))
    return made


def axe_faults(page: Any) -> list[str]:
    """What axe finds in the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"axe {v['id']}: {v['nodes'][0]['html'][:160]} ({v['nodes'][0].get('failureSummary', '')[:160]})"
        for v in found
    ]


def look(page: Any, address: str, out: Path) -> list[str]:
    """One page at both widths in one scheme; its faults."""
    faults = []
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address, wait_until="networkidle")
        shift = page.evaluate(SHIFT)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faults += [f"{wide} px too wide at {width}"] * (wide > 0) + [f"shifts by {shift:.3f} at {width}"] * (
            shift > 0.001
        )
        for lazy in page.query_selector_all("img[loading=lazy]"):
            lazy.scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(60)
        faults += axe_faults(page)
        page.screenshot(path=f"{out}-{width}.png", full_page=True)
    return faults


def main() -> int:
    """The number of faults."""
    from playwright.sync_api import sync_playwright

    wish = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    wish.add_argument("out", type=Path)
    wish.add_argument("--languages", default="vi,en,km")
    wish.add_argument("--only", default="")
    wish.add_argument("--schemes", default="light,dark")
    options = wish.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    count = 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "site"
        folder.mkdir()
        made = write_pages(folder, options.languages.split(","))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            for scheme in options.schemes.split(","):
                page = browser.new_page(color_scheme=scheme)
                for language, name in made:
                    if options.only and name not in options.only.split(","):
                        continue
                    faults = look(
                        page,
                        f"http://127.0.0.1:{server.server_port}/{language}/{name}.html",
                        options.out / f"{name}-{language}-{scheme}",
                    )
                    count += len(faults)
                    for fault in faults:
                        print(f"{name} {language} {scheme}: {fault}")
            browser.close()
        server.shutdown()
    return count


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
