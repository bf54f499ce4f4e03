"""A commission from order to published film, and a fact that changes while the page that shows it follows: six people at their screens."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from playwright.sync_api import Locator
from wagtail.models import Collection, Locale, Page

from nhipcau.media import shelf
from nhipcau.media.actions import record_rights
from nhipcau.media.models import Asset
from nhipcau.newsroom.facts import facts_of_page
from nhipcau.newsroom.models import Commission, Fact, StoryPage
from nhipcau.people.models import Office, Staff
from nhipcau.people.trail import trail_faults
from nhipcau.work.models import Evidence
from tests.factories.duties import duty_of
from tests.factories.media import film
from tests.factories.newsroom import story
from tests.journeys.conftest import Traveller

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
Become = Callable[[str], Traveller]


@pytest.fixture(autouse=True)
def rows_of_the_migrations(transactional_db: None) -> None:
    """A journey before this one emptied the tables: the tree's root, the site's language and the licences are laid anew."""
    if not Page.objects.exists():
        ContentType.objects.clear_cache()
        Page.add_root(title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page))
    Locale.objects.get_or_create(language_code="vi")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    import_module("nhipcau.media.migrations.0002_licences").add(apps, None)


def real_film(folder: Path) -> Path:
    """Two seconds of colour bars with a tone, by ffmpeg; without it the small film of the other tests."""
    place = folder / "ok-om-bok.mp4"
    if shutil.which("ffmpeg") is None:
        place.write_bytes(film())
        return place
    bars = ["-f", "lavfi", "-i", "testsrc=duration=2:size=320x180:rate=12", "-f", "lavfi", "-i", "sine=duration=2"]
    subprocess.run(
        ["ffmpeg", "-v", "error", *bars, "-pix_fmt", "yuv420p", "-shortest", "-movflags", "+faststart", str(place)],
        check=True,
    )
    return place


def deed(traveller: Traveller, key: str) -> Locator:
    """The unfolded form of one deed."""
    form = traveller.page.locator(f"details:has(input[name=step][value={key}])").first
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    return form


def send(traveller: Traveller, form: Locator) -> None:
    form.locator("button[type=submit]").last.click()
    traveller.page.wait_for_load_state("networkidle")


def publish(as_person: Become, page: StoryPage) -> None:
    """An editor hands over, a second person approves and publishes."""
    me = as_person("bientap")
    me.go(f"/staff/newsroom/pages/{page.pk}/")
    send(me, deed(me, "hand_over"))
    me = as_person("duyet")
    for step in ("approve", "publish"):
        me.go(f"/staff/newsroom/pages/{page.pk}/")
        send(me, deed(me, step))
    page.refresh_from_db()
    assert page.live


def test_a_commission_from_order_to_published_film(as_person: Become, tmp_path: Path) -> None:
    today, faults = timezone.localdate().isoformat(), list[str]()
    duty_of(Staff.objects.get(username="dieuphoi").memberships.get().office)
    me = as_person("dieuphoi")
    page = me.go("/staff/newsroom/commissions/new/")
    for name, text in {"title": "Phim: Lễ hội Ok Om Bok", "supplier": "Đài Phát thanh và Truyền hình", "brief": "Phim 5 phút về đua ghe ngo.",
                       "estimate": "120.000.000", "due_on": today}.items():  # fmt: skip
        page.fill(f"[name={name}]", text)
    page.select_option("[name=duty]", index=1)
    page.keyboard.press("Escape")
    page.check("[name=languages][value=en]")
    me.shoot("30-order")
    faults += me.faults()
    page.locator("form.nc-card button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    work = Commission.objects.get()
    address = f"/staff/newsroom/commissions/{work.pk}/"
    form = deed(me, "contract")
    form.locator("[name$=number]").fill("01/HĐ-2026")
    form.locator("[name$=price]").fill("110.000.000")
    send(me, form)

    me = as_person("bientap")
    me.go(address)
    form = deed(me, "deliver")
    form.locator("[name$=files]").set_input_files(str(real_film(tmp_path)))
    send(me, form)
    asset = Asset.objects.get(source="commission")
    assert (asset.commission, asset.stage, asset.kind) == ("01/HĐ-2026", "ready", "film")
    for name in ("duyet", "lanhdao"):
        me = as_person(name)
        me.go(address)
        send(me, deed(me, "accept"))
    assert Evidence.objects.get().duty == work.duty

    me = as_person("taichinh")
    me.go(address)
    form = deed(me, "pay")
    form.locator("[name$=amount]").fill("110.000.001")
    form.locator("[name$=document]").fill("UNC 12")
    send(me, form)
    assert me.page.locator(".nc-fault").count() == 1, "more than the contract is refused"
    form = deed(me, "pay")
    form.locator("[name$=amount]").fill("110.000.000")
    send(me, form)

    me = as_person("dieuphoi")
    me.go(address)
    form = deed(me, "rights")
    form.locator("[name$=licence]").select_option(index=1)
    form.locator("[name$=credit]").fill("Đài Phát thanh và Truyền hình")
    send(me, form)
    record_rights(asset, {"consent": "none_shown"}, by=None)
    made = story(
        "Đêm hội Ok Om Bok",
        by=Staff.objects.get(username="bientap"),
        office=work.office,
        body=[("video", {"asset": asset, "caption": ""})],
    )
    me = as_person("bientap")
    me.go(address)
    form = deed(me, "link")
    form.locator("[name$=page]").select_option(str(made.pk))
    send(me, form)
    publish(as_person, made)
    names = list(asset.renditions.values_list("name", flat=True))
    assert names
    assert all(shelf.public_file(name).exists() for name in names)

    me = as_person("dieuphoi")
    me.go(address)
    assert me.page.locator(".nc-badge", has_text="đã đăng").count() >= 1
    me.shoot("31-commission")
    faults += me.faults()
    me.go("/staff/newsroom/commissions/")
    me.shoot("32-commissions")
    faults += me.faults()
    assert trail_faults() == []
    assert not faults, "\n".join(sorted(set(faults)))


def test_a_fact_changes_and_the_page_follows(as_person: Become) -> None:
    faults = list[str]()
    me = as_person("daumoi")
    page = me.go("/staff/newsroom/facts/new/")
    said: dict[str, Any] = {
        "key": "gian-hang-ocop", "value": "12.345", "as_of": "2025-12-31", "source_title": "Báo cáo năm 2025", "label_vi": "Sản phẩm OCOP",
        "unit_vi": "sản phẩm", "wording_vi": "Tỉnh có 12.345 sản phẩm OCOP.",
    }  # fmt: skip
    for name, text in said.items():
        page.fill(f"[name={name}]", text)
    me.shoot("40-new-fact")
    faults += me.faults()
    page.locator("form:has([name=key]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    fact = Fact.objects.get()
    address = f"/staff/newsroom/facts/{fact.pk}/"
    me = as_person("duyet")
    me.go(address)
    me.shoot("41-fact-waits")
    faults += me.faults()
    send(me, deed(me, "approve"))
    editor = Staff.objects.get(username="bientap")
    made = story(
        "OCOP",
        by=editor,
        office=Office.objects.get(pk=fact.office_id),
        body=[("fact", {"fact": fact, "form": "figure"})],
    )
    publish(as_person, made)
    assert [shown.change for shown in facts_of_page(made)] == [None]

    me = as_person("daumoi")
    page = me.go(f"{address}propose/")
    page.fill("[name=value]", "13.000")
    page.fill("[name=as_of]", "2026-06-30")
    page.locator("form:has([name=value]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".nc-fault").count() == 1, "the wording still holds the old figure"
    page.fill("[name=wording_vi]", "Tỉnh có 13.000 sản phẩm OCOP.")
    page.locator("form:has([name=value]) button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    me = as_person("duyet")
    me.go(address)
    send(me, deed(me, "approve"))
    (shown,) = facts_of_page(StoryPage.objects.get(pk=made.pk))
    assert shown.change is not None
    assert shown.change.text == "Sản phẩm OCOP: 12.345 sản phẩm → 13.000 sản phẩm"
    assert shown.figure.sentence == "Tỉnh có 13.000 sản phẩm OCOP."
    me.go(address)
    me.shoot("42-fact")
    faults += me.faults()
    me.go("/staff/newsroom/facts/")
    me.shoot("43-facts")
    faults += me.faults()
    me = as_person("dieuphoi")
    page = me.go("/staff/newsroom/calendar/")
    form = deed(me, "column")
    form.locator("[name$=name]").fill("Trà Vinh hôm nay")
    send(me, form)
    form = deed(me, "plan")
    form.locator("[name$=column]").select_option(index=1)
    form.locator("[name$=title]").fill("Chợ nổi mùa nước")
    send(me, form)
    me.shoot("44-plan")
    faults += me.faults()
    assert not faults, "\n".join(sorted(set(faults)))
