"""A recording at the screen: brought, watched while it is heard, listened to, corrected, taken in; and its note for the newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from nhipcau.monitoring import listening
from nhipcau.monitoring.models import Article, Recording
from nhipcau.monitoring.views import recordings as pages
from nhipcau.people.trail import trail_faults
from nhipcau.ports.speech import hear_by
from tests.journeys.conftest import Traveller
from tests.monitoring.test_recordings import Ear, wav

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ear(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ear]:
    """Somebody hears; the test is the worker."""
    one = Ear()
    hear_by(lambda: one)
    monkeypatch.setattr(pages, "hear", SimpleNamespace(enqueue=lambda pk: None))
    yield one
    hear_by(None)


def test_a_recording_from_file_to_article(
    traveller: Traveller, province: dict[str, str], ear: Ear, tmp_path: Path
) -> None:
    file = tmp_path / "ban-tin-trua.wav"
    file.write_bytes(wav(40))
    traveller.sign_in("daumoi", province["daumoi"])
    page = traveller.go("/staff/monitoring/recordings/")
    assert traveller.faults() == []
    traveller.shoot("recordings")
    page.set_input_files("#id_file", file)
    page.fill("#id_title", "Bản tin trưa")
    page.fill("#id_outlet", "Đài Ví Dụ")
    page.locator("button", has_text="Nạp").last.click()
    expect(page.get_by_text("chờ máy nghe")).to_be_visible()
    row = Recording.objects.get()
    assert listening.listen(row.pk, seconds=0)
    expect(page.locator(".recording-pieces")).to_contain_text("đoạn 1")
    assert listening.listen(row.pk, seconds=0)
    expect(page.locator(".recording-pieces")).to_contain_text("đoạn 2")
    traveller.shoot("recording-being-heard")
    page.get_by_role("button", name="Dừng").click()
    expect(page.locator("#words")).to_have_value("đoạn 1 đoạn 2")
    page.get_by_role("button", name="Nghe tiếp").click()
    expect(page.locator("progress")).to_be_visible()
    assert not listening.listen(row.pk, seconds=60)
    expect(page.locator("#words")).to_be_visible()
    assert "đoạn 3" in page.input_value("#words")
    assert traveller.faults() == []
    page.locator("[data-at]").nth(2).click()
    expect(page.locator("[data-player]")).to_have_js_property("paused", False)
    assert page.locator("[data-player]").evaluate("player => player.currentTime") >= 8
    page.fill("#words", "Lãnh đạo tỉnh tiếp đoàn doanh nghiệp Nhật Bản tại khu kinh tế Định An.")
    traveller.shoot("recording-corrected")
    page.get_by_role("button", name="Tôi đã đối chiếu với bản ghi: đưa vào").click()
    page.wait_for_url("**/staff/monitoring/story/**")
    expect(page.get_by_role("link", name="Nghe bản ghi")).to_be_visible()
    assert Article.objects.get().text.startswith("Lãnh đạo tỉnh tiếp đoàn")
    assert trail_faults() == []
