"""Search as readers meet it: explained, in seven languages, without script, kept nowhere; for partners and browsers too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree, html

from nhipcau.newsroom.actions.partnering import issue_key
from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.public.bake.writing import bake
from nhipcau.search.asking import Facet
from nhipcau.search.models import AskedText, Tally
from tests.public.conftest import SmallSite
from tests.search.answers import World, hit

pytestmark = pytest.mark.django_db


def read(answer: object) -> html.HtmlElement:
    return html.document_fromstring(answer.content.decode())  # type: ignore[attr-defined]


def test_a_result_says_why_it_is_there(small_site: SmallSite, world: World, client: Client) -> None:
    world.shown = [
        hit("a", "Chùa Âng", clause="Điều 5, khoản 2", url="/van-ban/1/#dieu-5"),
        hit("b", "Chùa of the North", language="en"),
    ]
    world.others = (Facet("languages", "km", "ភាសាខ្មែរ", 3),)
    world.top = hit("c", "Chùa Hang", kind="place")
    world.did_you_mean = "chùa âng"
    page = read(client.get("/tim-kiem/", {"q": "chùa"}))
    rows = page.xpath("//ul[contains(@class,'found__list')]/li")
    first = " ".join(rows[0].text_content().split())
    for part in ("Trang · 12/11/2026", "Chùa Âng", "…và chùa Khmer <b>", "Điều 5, khoản 2", "Trang chủ › Di sản"):
        assert part in first
    assert rows[0].xpath(".//mark/text()") == ["Chùa", "chùa"]
    assert rows[0].xpath(".//p[@class='found__clause']/a/@href") == ["/van-ban/1/#dieu-5"]
    assert rows[1].xpath(".//h3/@lang") == ["en"]
    assert "English" in rows[1].text_content()
    assert "Chùa Hang" in page.xpath("//section[contains(@class,'found__top')]")[0].text_content()
    hrefs = page.xpath("//main//a/@href")
    assert "?q=ch%C3%B9a&lang=km" in hrefs
    assert "?q=ch%C3%B9a+%C3%A2ng" in hrefs
    assert page.xpath("//title/text()") == ["Tìm: chùa · Trà Vinh"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_page_speaks_every_language(language: str, small_site: SmallSite, world: World, client: Client) -> None:
    prefix = "" if language == "vi" else f"/{language}"
    answer = client.get(f"{prefix}/tim-kiem/", {"q": "zzqq"})
    page = read(answer)
    assert page.get("lang") == language
    assert world.asked[-1][0].language == language
    words = {"vi": "Không tìm thấy gì", "en": "Nothing was found", "km": "រកមិនឃើញ", "zh-hans": "没有找到", "ja": "見つかりませんでした", "ko": "결과가 없습니다", "fr": "Rien n’a été trouvé"}  # fmt: skip
    assert words[language] in answer.content.decode()
    assert page.xpath("//link[@rel='search']/@href") == [f"{prefix}/tim-kiem/mo-ta.xml"]
    assert set(page.xpath("//*[@data-suggest]/@data-suggest-language")) == {language}


def test_every_box_of_a_page_suggests_and_speaks(small_site: SmallSite, client: Client) -> None:
    page = read(client.get("/"))
    forms = page.xpath("//form[@role='search']")
    assert len(forms) == 2
    for form in forms:
        assert form.xpath("./*[@data-suggest]")
        assert form.xpath(".//*[@data-voice]")
        assert (form.get("action"), form.get("method")) == ("/tim-kiem/", "get")


def test_what_is_asked_is_kept_nowhere(small_site: SmallSite, world: World, client: Client, kept: Path) -> None:
    for words in ("chùa", "biển"):
        world.shown = [hit("a", f"{words.capitalize()} đẹp")]
        for _time in range(2):
            answer = client.get("/tim-kiem/", {"q": words})
            assert f"{words.capitalize()}" in answer.content.decode()
            assert answer["Cache-Control"] == "private, no-store"
    assert len(world.asked) == 4
    assert "biển" not in client.get("/tim-kiem/", {"p": "2"}).content.decode()
    client.get("/tim-kiem/goi-y/", {"q": "chùa"})
    assert not [path for path in kept.rglob("*") if "tim-kiem" in str(path)]
    assert not client.cookies


def test_a_search_is_counted_by_its_words_alone(small_site: SmallSite, world: World, client: Client) -> None:
    for _time in range(3):
        client.get("/tim-kiem/", {"q": "Đi ca nô"}, REMOTE_ADDR="203.0.113.9")
    row = AskedText.objects.get()
    assert (row.text, row.language, row.times, row.empty) == ("di ca no", "vi", 3, 3)
    client.get("/tim-kiem/", {"q": "0912 345 678"})
    client.get("/tim-kiem/", {"q": "đi ca nô", "p": "2"})
    assert AskedText.objects.get().times == 3
    assert not Tally.objects.exists()


def test_any_address_answers(small_site: SmallSite, client: Client) -> None:
    for query in (
        "q=%00",
        "q=" + "x" * 5000,
        "q=<script>alert(1)</script>",
        "q=a&p=999999&sort=%27&kind=x&office=%C2%B2&since=9999-99-99",
        "q=%F0%9F%A6%86",
    ):
        answer = client.get(f"/tim-kiem/?{query}")
        assert answer.status_code == 200, query
        assert "<script>alert" not in answer.content.decode()


def test_browsers_are_told_of_the_box(small_site: SmallSite, client: Client) -> None:
    for language, name in (("vi", "Trà Vinh"), ("km", "ត្រាវិញ")):
        prefix = "" if language == "vi" else f"/{language}"
        answer = client.get(f"{prefix}/tim-kiem/mo-ta.xml")
        assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
        tree = etree.fromstring(answer.content)  # our own answer
        space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
        assert tree.findtext("o:ShortName", namespaces=space) == name
        assert tree.findtext("o:Language", namespaces=space) == language
        addresses = {one.get("type"): one.get("template") for one in tree.iterfind("o:Url", namespaces=space)}
        assert addresses["text/html"] == f"http://testserver{prefix}/tim-kiem/?q={{searchTerms}}"
        assert addresses["application/x-suggestions+json"].endswith(
            f"goi-y.json?language={language}&q={{searchTerms}}"
        )


def test_partners_ask_with_a_key_and_within_their_allowance(
    small_site: SmallSite,
    world: World,
    client: Client,
    staff_of: Callable[..., Staff],
    settings: object,
    tmp_path: Path,
) -> None:
    settings.STATE = tmp_path  # type: ignore[attr-defined]
    world.shown = [hit(str(at), f"Chùa {at:02}") for at in range(23)]
    assert client.get("/partners/vi/search/", {"q": "chùa"}).status_code == 401
    _row, key = issue_key("Báo Ví dụ", per_hour=8, by=staff_of(StaffRole.COORDINATOR))
    door = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    answer = client.get("/partners/vi/search/", {"q": "chùa"}, **door)
    told = answer.json()
    assert answer["Cache-Control"] == "private, no-store"
    assert (told["total"], len(told["results"]), told["page"]) == (23, 20, 1)
    assert told["results"][0] == {"kind": "page", "id": "0", "title": "Chùa 00", "summary": "…và chùa Khmer <b>", "url": "http://testserver/0/", "date": "2026-11-12", "language": "vi", "office": None, "clause": None}  # fmt: skip
    assert told["next"] == "http://testserver/partners/vi/search/?q=ch%C3%B9a&p=2"
    assert world.asked[-1][1] == ""
    assert client.get("/partners/xx/search/", {"q": "chùa"}, **door).status_code == 404
    late = client.get("/partners/vi/search/", {"q": "chùa"}, **door)
    assert late.status_code == 429
    assert int(late["Retry-After"]) > 0
    assert not Tally.objects.exists(), "what partners ask is counted nowhere"


def test_a_copy_of_files_has_titles_to_look_through(small_site: SmallSite, tmp_path: Path) -> None:
    out = tmp_path / "site"
    assert bake(out).broken == []
    page = html.document_fromstring((out / "tim-kiem" / "index.html").read_text("utf-8"))
    assert page.xpath("//*[@data-titles]/@data-titles") == ["/tim-kiem/tieu-de.json"]
    titles = json.loads((out / "tim-kiem" / "tieu-de.json").read_text("utf-8"))
    assert [small_site.story.title, small_site.story.url, small_site.story.lead] in titles
    assert (out / "static" / "public" / "js" / "titles.js").is_file()


def test_what_only_other_languages_have_is_told(small_site: SmallSite, world: World, client: Client) -> None:
    world.shown = [hit("a", "Pagoda of the North", language="en")]
    world.exact = False
    said = "Chưa có nội dung này bằng ngôn ngữ bạn đang xem"
    text = client.get("/tim-kiem/", {"q": "pagoda"}).content.decode()
    assert said in text
    assert "Hơn 1 kết quả" in text
    assert said not in client.get("/tim-kiem/", {"q": "pagoda", "lang": "en"}).content.decode()
