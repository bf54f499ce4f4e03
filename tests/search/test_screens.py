"""The room's screens for staff: results, saved searches, abbreviations, what was not found; and suggestions for both."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, today
from nhipcau.people.rules.roles import StaffRole
from nhipcau.search.actions import note_search
from nhipcau.search.asking import Facet, Sort
from nhipcau.search.models import Abbreviation, SavedQuestion
from nhipcau.search.pace import TYPING
from nhipcau.search.sources import SOURCES
from tests.search.answers import World, hit

pytestmark = pytest.mark.django_db
Make = Callable[..., Staff]
SignedIn = Callable[[Staff], Client]
R = StaffRole


@pytest.fixture
def editor(staff_of: Make) -> Staff:
    return staff_of(R.EDITOR)


def read(answer: object) -> html.HtmlElement:
    return html.document_fromstring(answer.content.decode())  # type: ignore[attr-defined]


def test_results_explain_themselves(world: World, editor: Staff, signed_in: SignedIn) -> None:
    world.shown = [
        hit("a", "Chùa Âng", office="Sở Văn hóa", state="đã đăng", clause="Điều 5, khoản 2", url="/x/#dieu-5")
    ]
    page = read(signed_in(editor).get("/staff/search/", {"q": "chùa"}))
    row = page.xpath("//ul[@class='nc-list']/li")[0]
    text = " ".join(row.text_content().split())
    for part in ("Trang", "đã đăng", "12/11/2026", "Sở Văn hóa", "Chùa Âng", "Điều 5, khoản 2", "Trang chủ › Di sản"):
        assert part in text
    assert row.xpath(".//mark/text()") == ["Chùa", "chùa"]
    assert row.xpath(".//b") == [], "what a text says is text"
    assert row.xpath(".//h3/a/@href") == ["/x/#dieu-5"]
    assert page.xpath("//input[@id='nc-find']/@value") == ["chùa"]


def test_filters_sort_and_pages_are_addresses(world: World, editor: Staff, signed_in: SignedIn) -> None:
    world.shown = [hit(str(at), f"Chùa {at:02}") for at in range(45)]
    world.facets = {"kinds": (Facet("kinds", "page", "Trang", 40), Facet("kinds", "place", "Địa danh", 5)), "offices": (Facet("offices", "7", "Sở", 3), Facet("offices", "8", "Ban", 1))}  # fmt: skip
    client = signed_in(editor)
    page = read(
        client.get("/staff/search/", {"q": "chùa", "kind": "page", "sort": "newest", "p": "2", "since": "2026-01-01"})
    )
    asked = world.asked[-1][0]
    assert (asked.kinds, asked.sort, asked.page, asked.since) == (("page",), Sort.NEWEST, 2, date(2026, 1, 1))
    assert page.xpath("//a[@aria-current='true']/text()") == ["Trang ", "Mới nhất trước"]
    hrefs = page.xpath("//main//a/@href")
    assert "?q=ch%C3%B9a&since=2026-01-01&sort=newest" in hrefs, "the kind is taken back"
    assert "?q=ch%C3%B9a&kind=page&office=7&since=2026-01-01&sort=newest" in hrefs
    assert "?p=3&q=ch%C3%B9a&kind=page&since=2026-01-01&sort=newest" in hrefs
    assert {i.get("name"): i.get("value") for i in page.xpath("//form[@class='nc-found__days']/input[@type='hidden']")} == {"q": "chùa", "kind": "page", "sort": "newest"}  # fmt: skip


def test_each_sees_what_they_may_see_and_is_asked_for_by_name(world: World, staff_of: Make, client: Client) -> None:
    for role in R:
        person = staff_of(role)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get("/staff/search/", {"q": "x"}).status_code == 200
        assert world.asked[-1][1] == person.username
        client.get("/staff/search/suggestions/", {"q": "chùa"})
        assert world.asked[-1][1] == person.username
    client.logout()
    before = len(world.asked)
    assert client.get("/staff/search/", {"q": "x"}).status_code == 302
    assert client.get("/staff/search/suggestions/", {"q": "x"}).status_code == 302
    assert len(world.asked) == before


def test_filters_without_words_give_results(world: World, editor: Staff, signed_in: SignedIn) -> None:
    world.shown = [hit("a", "Chùa Âng")]
    page = read(signed_in(editor).get("/staff/search/", {"kind": "page"}))
    assert world.asked[-1][0].kinds == ("page",)
    assert page.xpath("//ul[@class='nc-list']/li//h3/a")
    assert page.xpath("//nav[@class='nc-found__sorts']/a/text()")[0] == "Mới nhất trước", (
        "no order by words without words"
    )
    assert page.xpath("//nav[@class='nc-found__sorts']/a[1]/@aria-current") == ["true"]
    assert page.xpath("//input[@name='address']/@value") == ["q=&kind=page"]


def test_a_search_without_words_is_saved_under_a_name(editor: Staff, signed_in: SignedIn) -> None:
    client = signed_in(editor)
    nameless = {"step": "save", "address": "q=&kind=document", "name": " "}
    assert (
        "Hãy đặt tên cho tìm kiếm này." in client.post("/staff/search/saved/", nameless, follow=True).content.decode()
    )
    client.post("/staff/search/saved/", nameless | {"name": "Văn bản mới"})
    assert SavedQuestion.objects.get().address == "q=&kind=document"


def test_the_boxes_of_lists_know_their_kind(editor: Staff, signed_in: SignedIn) -> None:
    page = read(signed_in(editor).get("/staff/duties/"))
    (model,) = page.xpath("//template[@data-suggest-lists]")
    kinds = json.loads(model.get("data-suggest-lists"))
    assert kinds["/staff/duties/"] == "duty"
    assert set(kinds.values()) == {kind for kind, source in SOURCES.items() if source.lists}
    assert model.xpath(".//*[@data-suggest]/@data-suggest-url") == ["/staff/search/suggestions/"]


def test_suggestions_are_of_the_kinds_that_were_asked_for(world: World, editor: Staff, signed_in: SignedIn) -> None:
    asked = signed_in(editor).get("/staff/search/suggestions/", {"q": "chùa", "kind": ["duty", "nonsense"]})
    assert asked.status_code == 200
    assert world.asked[-1][0].kinds == ("duty",)


def test_without_words_nothing_is_asked(world: World, editor: Staff, signed_in: SignedIn) -> None:
    text = signed_in(editor).get("/staff/search/").content.decode()
    assert "Bạn cần tìm gì?" in text
    assert 'href="?kind=document"' in text
    assert world.asked == []


def test_nothing_found_leads_on(world: World, editor: Staff, signed_in: SignedIn) -> None:
    world.did_you_mean = "chùa âng"
    text = signed_in(editor).get("/staff/search/", {"q": "chua angg", "kind": "page"}).content.decode()
    for part in ("0 kết quả", "Có phải bạn muốn tìm:", "?q=ch%C3%B9a+%C3%A2ng", "Bỏ mọi giới hạn", "?q=chua+angg"):
        assert part in text


def test_the_box_stands_on_every_page_of_the_workspace(editor: Staff, signed_in: SignedIn) -> None:
    client = signed_in(editor)
    for path in ("/staff/", "/staff/duties/", "/staff/documents/", "/staff/newsroom/", "/staff/search/saved/"):
        answer = client.get(path, follow=True)
        page = read(answer)
        form = page.xpath("//form[@data-find-key]")
        assert len(form) == 1, path
        assert form[0].get("action") == "/staff/search/"
        assert form[0].xpath(".//*[@data-suggest]/@data-suggest-url") == ["/staff/search/suggestions/"]
        keys = page.xpath("//*[contains(@class, 'w-keyboard-shortcuts')]//tr[normalize-space(td/kbd)='/']/th/text()")
        assert keys == ["Tìm kiếm"], "the key that leads to the box is told where Wagtail tells keys"


def test_results_cost_few_queries(world: World, editor: Staff, signed_in: SignedIn) -> None:
    client = signed_in(editor)
    counts = []
    for many in (1, 20):
        world.shown = [hit(str(at), f"Chùa {at}") for at in range(many)]
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get("/staff/search/", {"q": "chùa"})
        counts.append(len(caught))
    assert counts[0] == counts[1]
    assert counts[1] <= 20


def test_a_search_is_saved_and_ended_on_its_screen(
    world: World, editor: Staff, signed_in: SignedIn, staff_of: Make
) -> None:
    client = signed_in(editor)
    said = client.post(
        "/staff/search/saved/",
        {"step": "save", "address": "q=ch%C3%B9a&kind=page", "name": "Chùa", "alerts": "on"},
        follow=True,
    )
    assert "Đã lưu tìm kiếm." in said.content.decode()
    row = SavedQuestion.objects.get()
    assert (row.staff, row.address, row.alerts) == (editor, "q=ch%C3%B9a&kind=page", True)
    assert "Chùa" in client.get("/staff/search/saved/").content.decode()
    client.post("/staff/search/saved/", {"step": "off", "saved": row.pk})
    row.refresh_from_db()
    assert not row.alerts
    client.force_login(staff_of(R.ADMIN), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/staff/search/saved/", {"step": "drop", "saved": row.pk}).status_code == 404
    assert (
        "Chùa"
        not in read(client.get("/staff/search/saved/"))
        .xpath("//table[contains(@class, 'nc-table')]")[0]
        .text_content()
    )
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/staff/search/saved/", {"step": "drop", "saved": row.pk})
    assert not SavedQuestion.objects.exists()
    refused = client.post("/staff/search/saved/", {"step": "save", "address": "", "name": "x"}, follow=True)
    assert "Hãy nhập nội dung cần tìm trước" in refused.content.decode()
    for junk in ("", "x", "²", "9" * 40):
        assert client.post("/staff/search/saved/", {"step": "on", "saved": junk}).status_code == 404


@pytest.mark.parametrize("role", list(R))
def test_who_sees_what_was_not_found(role: R, staff_of: Make, signed_in: SignedIn) -> None:
    for _time in range(3):
        note_search("di ca noc", language="vi", found=False, on=today())
        note_search("ao ba om", language="en", found=True, on=today())
    client = signed_in(staff_of(role))
    answer = client.get("/staff/search/asked/")
    if role in {R.FOCAL, R.FINANCE, R.VIEWER}:
        assert "di ca noc" not in answer.content.decode()
        return
    table = read(answer).xpath("//table[contains(@class, 'nc-table')]")[0]
    assert "di ca noc" in table.text_content()
    assert "ao ba om" not in table.text_content()
    assert table.xpath(".//a/@href") == ["/tim-kiem/?q=di+ca+noc"]
    assert "/en/tim-kiem/?q=ao+ba+om" in read(
        client.get("/staff/search/asked/", {"show": "all", "weeks": "junk"})
    ).xpath("//table[contains(@class, 'nc-table')]//a/@href")


@pytest.mark.parametrize("role", list(R))
def test_who_keeps_abbreviations(role: R, staff_of: Make, signed_in: SignedIn) -> None:
    client = signed_in(staff_of(role))
    assert "UBND" in client.get("/staff/search/abbreviations/").content.decode()
    said = {"short": "ZQX", "forms": "thông tin đối ngoại\ntt đối ngoại"}
    answer = client.post("/staff/search/abbreviations/", said)
    if role in {R.ADMIN, R.COORDINATOR, R.EDITOR}:
        assert answer.status_code == 302
        assert Abbreviation.objects.get(short="ZQX").forms == ["thông tin đối ngoại", "tt đối ngoại"]
    else:
        assert not Abbreviation.objects.filter(short="ZQX").exists()
        row = Abbreviation.objects.get(short="UBND")
        client.post(f"/staff/search/abbreviations/{row.pk}/", {"step": "remove"})
        assert Abbreviation.objects.filter(pk=row.pk).exists()


def test_an_abbreviation_is_changed_and_taken_out(editor: Staff, signed_in: SignedIn) -> None:
    client, row = signed_in(editor), Abbreviation.objects.get(short="UBND")
    there = f"/staff/search/abbreviations/{row.pk}/"
    assert "ủy ban nhân dân" in client.get(there).content.decode().lower()
    bad = client.post(there, {"short": "UBND", "forms": "UBND"})
    assert bad.status_code == 422
    assert read(bad).xpath("//*[@role='alert']")
    client.post(there, {"short": "UBND", "forms": "Ủy ban nhân dân\nuỷ ban"})
    row.refresh_from_db()
    assert row.forms[-1] == "uỷ ban"
    assert read(client.get("/staff/search/abbreviations/", {"q": "uy ban nhan dan"})).xpath(
        "//tbody//a[text()='UBND']"
    )
    client.post(there, {"step": "remove"})
    assert not Abbreviation.objects.filter(pk=row.pk).exists()
    assert client.get(there).status_code == 404


def test_suggestions_are_the_public_s(world: World, client: Client) -> None:
    world.shown = [hit("a", "Chùa Âng"), hit("b", "Chùa Hang", kind="place")]
    world.hidden = {"": [hit("c", "Chùa kín")]}
    answer = client.get("/tim-kiem/goi-y/", {"q": "chùa", "language": "en"})
    assert answer.json() == {"suggestions": [{"text": "Chùa Âng", "kind": "Page", "url": "/a/"}, {"text": "Chùa Hang", "kind": "Place", "url": "/b/"}]}  # fmt: skip
    assert world.asked[-1] == (replace(world.asked[-1][0], language="en", text="chùa"), "")
    assert not answer.cookies
    assert client.get("/tim-kiem/goi-y/", {"q": "  ", "language": "xx"}).json() == {"suggestions": []}
    told = client.get("/tim-kiem/goi-y.json", {"q": "hang", "language": "vi"})
    assert told["Content-Type"] == "application/x-suggestions+json"
    assert told.json() == ["hang", ["Chùa Hang"], ["Địa danh"], ["http://testserver/b/"]]


def test_a_reader_s_suggestions_say_nothing_of_who_is_signed_in(
    world: World, editor: Staff, signed_in: SignedIn
) -> None:
    world.hidden = {editor.username: [hit("c", "Chùa kín")]}
    assert signed_in(editor).get("/tim-kiem/goi-y/", {"q": "chùa"}).json() == {"suggestions": []}
    assert world.asked[-1][1] == ""


def test_whoever_asks_without_end_waits(world: World, client: Client) -> None:
    cache.clear()
    for _time in range(TYPING):
        client.get("/tim-kiem/goi-y/", {"q": "x"})
    late = client.get("/tim-kiem/goi-y/", {"q": "x"})
    assert (late.status_code, late["Retry-After"]) == (429, "60")
    cache.clear()


def test_an_action_without_its_permission_is_refused(staff_of: Make) -> None:
    from nhipcau.search.actions import save_abbreviation

    with pytest.raises(NotAllowed):
        save_abbreviation("XYZ", ["x y z"], by=staff_of(R.VIEWER))
