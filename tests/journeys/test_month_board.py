"""The month's board: columns and a piece by the form, the piece dragged to another week and column with the mouse; who only reads cannot drag."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from nhipcau.newsroom.models import Slot
from nhipcau.people.trail import trail_faults
from tests.journeys.conftest import Traveller

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
TITLE = "Đêm hội Ok Om Bok"


def hand_in(page: Page, step: str, **fields: str) -> None:
    """Fill a step's form and send it."""
    form = page.locator(f"form:has(input[name=step][value={step}])").first
    form.locator("xpath=ancestor::details").evaluate("one => { one.open = true }")
    for name, value in fields.items():
        field = form.locator(f"[name={name}], [name$=-{name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button[type=submit]").click()
    page.wait_for_load_state("networkidle")


def test_a_piece_is_dragged_to_another_week_and_column(as_person: Callable[[str], Traveller]) -> None:
    board = f"{reverse('newsroom:calendar')}?month=2026-12"
    editor = as_person("dieuphoi")
    page = editor.go(board)
    for name in ("Lễ hội Khmer", "Chuyện làng nghề"):
        hand_in(page, "column", name=name)
        page = editor.go(board)
    hand_in(page, "plan", column="Lễ hội Khmer", on_date="2026-12-02", title=TITLE)
    page = editor.go(board)
    slot = Slot.objects.select_related("column").get(title=TITLE)
    assert (slot.column.name, slot.on_date) == ("Lễ hội Khmer", date(2026, 12, 2))
    editor.shoot("month-board")
    assert editor.faults() == []

    cell = page.locator("tr", has=page.locator("th", has_text="Chuyện làng nghề")).locator(
        "td[data-first='2026-12-14']"
    )
    page.locator(".nr-slot__grip").scroll_into_view_if_needed()
    grip, target = page.locator(".nr-slot__grip").bounding_box(), cell.bounding_box()
    assert grip is not None
    assert target is not None
    page.mouse.move(grip["x"] + 4, grip["y"] + 4)
    page.mouse.down()
    page.mouse.move(target["x"] + 30, target["y"] + 20, steps=8)
    assert cell.evaluate("one => one.classList.contains('nr-plan__over')")
    with page.expect_navigation():
        page.mouse.up()
    page.wait_for_load_state("networkidle")

    slot = Slot.objects.select_related("column").get(title=TITLE)
    assert (slot.column.name, slot.on_date) == ("Chuyện làng nghề", date(2026, 12, 16))
    assert cell.locator(".nr-slot", has_text=TITLE).count() == 1
    assert trail_faults() == []

    page = as_person("chidoc").go(board)
    assert page.locator(".nr-slot", has_text=TITLE).count() == 1
    assert page.locator(".nr-slot__grip, #nr-move").count() == 0
