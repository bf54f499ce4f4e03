"""The site as files for any server: every page as a browser shows it, by axe, by the width of a phone and by the policy it bears."""

from __future__ import annotations

import functools
import http.server
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from nhipcau.public.bake.writing import bake
from tests.public.conftest import SmallSite, addresses, english_of, small_site

__all__ = ["addresses", "small_site"]
pytestmark = [pytest.mark.journey, pytest.mark.django_db]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...


def test_baked_pages_have_no_fault(small_site: SmallSite, browser: Browser, tmp_path: Path) -> None:
    english_of(small_site.story, small_site, title="The pond of Ao Bà Om")
    out = tmp_path / "site"
    assert bake(out).broken == []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    files, faults = sorted(out.rglob("*.html")), []
    for file in files:
        path = file.relative_to(out)
        page.goto(f"http://127.0.0.1:{server.server_port}/{path}", wait_until="load")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = Axe().run(page).response["violations"]
        faults += [f"{path}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in found]
        faults += [f"{path}: {wide} px too wide"] * (wide > 1)
    page.close()
    server.shutdown()
    assert faults == []
    assert refused == []
    assert len(files) >= 8
