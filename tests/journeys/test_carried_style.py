"""A page with the rules it carries looks as it would with the whole style sheet: every element, in both themes, in print, at both widths."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.public.samples import pages

pytestmark = pytest.mark.journey
ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "nhipcau" / "public" / "static" / "public"
NAMES = sorted(set(re.findall(r"(?<=[{;\s])([a-z-]+)(?=:)", (STATIC / "site.css").read_text("utf-8"))))
"""Every property that the sheet sets."""
SETTLE = """async () => {
  document.documentElement.dataset.whole = "";
  await Promise.all([...document.images].map(image => { image.loading = "eager"; return image.decode().catch(() => 0); }));
  document.body.getBoundingClientRect();
  await document.fonts.ready;
}"""
"""What comes late (typefaces, pictures, what lies below the first screen) has come: sizes hang on it."""
SEEN = """names => [...document.querySelectorAll("body, body *")].map(element => [null, "::before", "::after"].map(part => {
  const style = getComputedStyle(element, part);
  if (part && style.content === "none") return "";
  return names.map(name => style.getPropertyValue(name)).join(";");
}).join("|"))"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def twice(tmp_path: Path) -> Iterator[str]:
    """Each template as it goes out, and with the whole sheet in its place."""
    shutil.copytree(STATIC, tmp_path / "static" / "public")
    whole = (STATIC / "site.css").read_text("utf-8").replace('url("', 'url("/static/public/')
    for name, html in pages("vi").items():
        if name == "500":
            continue
        (tmp_path / f"{name}.html").write_text(html, "utf-8")
        open_policy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
        (tmp_path / f"{name}-whole.html").write_text(
            re.sub(r"<style>.*?</style>", lambda _: f"<style>{whole}</style>", open_policy, count=1, flags=re.DOTALL),
            "utf-8",
        )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("width", "scheme", "media"), [(390, "light", "screen"), (1280, "dark", "screen"), (800, "light", "print")]
)
def test_nothing_that_a_page_uses_is_left_out(
    twice: str, browser: Browser, width: int, scheme: str, media: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page.emulate_media(media=media)  # type: ignore[arg-type]
    page.route("**/*.js", lambda route: route.abort())
    for name in pages("vi"):
        if name == "500":
            continue
        seen = []
        for which in (name, f"{name}-whole"):
            page.goto(f"{twice}/{which}.html")
            page.evaluate(SETTLE)
            seen.append(page.evaluate(SEEN, NAMES))
        carried, whole = seen
        assert len(carried) == len(whole) > 20
        assert [place for place, (one, other) in enumerate(zip(carried, whole, strict=True)) if one != other] == [], (
            name
        )
    page.close()
