"""The site as files for any server: its pages as a browser shows them, by axe and by the width of a phone; its links by ``check``."""

from __future__ import annotations

import functools
import http.server
import threading
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PLACES = ("", "di-san", "di-san/ao-ba-om", "le-hoi", "dia-diem", "dinh-chinh", "verify")
LANGUAGES = ("", "en", "km")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...


def test_baked_pages_have_no_fault(province: dict[str, str], browser: Browser, tmp_path: Path, settings: Any) -> None:
    call_command("load_site", verbosity=0)
    out = tmp_path / "site"
    call_command("bake", str(out), verbosity=0)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    looked, faults = 0, []
    for language in LANGUAGES:
        for place in PLACES:
            path = "/".join(part for part in (language, place) if part)
            file = out / path / "index.html"
            if not file.is_file():
                continue
            page.goto(
                f"http://127.0.0.1:{server.server_port}/{path}/".replace("//", "/").replace("http:/", "http://")
            )
            page.wait_for_load_state("networkidle")
            looked += 1
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found = Axe().run(page).response["violations"]
            faults += [f"{path}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in found] + [
                f"{path}: {wide} px too wide"
            ] * (wide > 1)
    page.close()
    server.shutdown()
    assert faults == []
    assert refused == []
    assert looked >= 10
