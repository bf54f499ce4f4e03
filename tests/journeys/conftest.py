"""A browser, a running site on a database of its own, and the province as it is at the first start."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from nhipcau.people.models import Staff
from nhipcau.workspace.first_start import make_first_logins, take_in_source_documents

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's thread
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic"]  # fmt: skip
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
SHOTS = Path(os.environ.get("NHIPCAU_SHOTS", Path(settings.ROOT) / "var" / "journeys"))
WAGTAILS = {"aria-allowed-role"}
"""What Wagtail's own listing causes inside the page (a heading with role=alert); docs/accessibility.md tells."""
SIZES = {"1280": {"width": 1280, "height": 900}, "390": {"width": 390, "height": 844}}


def chromium() -> str | None:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return found or (MAC if Path(MAC).exists() else None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all journeys: a process has room for a single one."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Browser:
    place = chromium()
    if place is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    return playwright.chromium.launch(executable_path=place, args=FLAGS)


@pytest.fixture
def province(transactional_db: None, frozen_rows_let_go: None) -> dict[str, str]:
    """Profile, first logins (name → password) and the real decision, as ``make run`` makes them.

    What a journey in another year left in the cache, as "signed in too often", does not hold for the next.
    """
    cache.clear()
    call_command("load_profile", str(settings.PROFILE), verbosity=0)
    logins = {login.username: login.password for login in make_first_logins()}
    assert list(take_in_source_documents())
    Staff.objects.filter(username="daumoi").update(email="daumoi@example.vn")
    return logins


class Traveller:
    """One person at a browser window."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base

    def sign_in(self, username: str, password: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.base}/staff/")
        self.page.fill("#id_login", username)
        self.page.fill("#id_password", password)
        self.page.locator("form[action*=login] button[type=submit]").first.click()
        self.page.wait_for_url(f"{self.base}/staff/")

    def go(self, path: str) -> Page:
        answer = self.page.goto(f"{self.base}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.page.wait_for_load_state("networkidle")
        return self.page

    def shoot(self, name: str) -> None:
        """The page as it is, at both widths."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        for width, size in SIZES.items():
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.wait_for_timeout(150)
            self.page.screenshot(path=str(SHOTS / f"{name}-{width}.png"))
            overflow = self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert overflow <= 1, f"{name} at {width}px is {overflow}px too wide"
        self.page.set_viewport_size(SIZES["1280"])  # type: ignore[arg-type]

    def faults(self) -> list[str]:
        """What axe finds in our part of the page; Wagtail's frame around it is listed in docs/accessibility.md."""
        found: dict[str, Any] = Axe().run(self.page, context="#main").response
        ours = [v for v in found["violations"] if v["id"] not in WAGTAILS]
        return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in ours]


@pytest.fixture
def traveller(browser: Browser, live_server: Any, province: dict[str, str]) -> Iterator[Traveller]:
    context = browser.new_context(viewport=SIZES["1280"], locale="vi-VN", accept_downloads=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield Traveller(page, live_server.url)
    context.close()


@pytest.fixture
def as_person(traveller: Traveller, province: dict[str, str]) -> Callable[[str], Traveller]:
    def become(username: str) -> Traveller:
        traveller.sign_in(username, province[username])
        return traveller

    return become
