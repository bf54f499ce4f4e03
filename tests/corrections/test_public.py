"""The desk as readers and programs see it: form, private link, log, files; what is kept ready goes when a row is added."""

from __future__ import annotations

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core import mail, signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from lxml import html as lxml_html
from tinyhtml5.parser import HTMLParser
from wagtail.models import Locale

from nhipcau.corrections import actions
from nhipcau.corrections.models import Case, Contact, Message
from nhipcau.corrections.rules.verdicts import Kind, Verdict
from nhipcau.newsroom.actions import approve, hand_over
from nhipcau.newsroom.editing import draft_of as page_draft
from nhipcau.people.models import Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.public import pace
from nhipcau.public.corrections import forms
from nhipcau.public.signing import check
from tests.corrections.conftest import Desk
from tests.factories.corrections import (
    DOCUMENT,
    draft_of,
    page_case,
    published,
    ready,
    received,
    report_of,
    with_evidence,
)
from tests.factories.newsroom import change, out
from tests.public.conftest import SmallSite, english_of

pytestmark = pytest.mark.django_db
CODES = [code for code, _name in site_settings.LANGUAGES]
ITEM = "https://bao-vi-du.vn/dien-gio.html"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Forms need no seconds here but where a test says so; nobody has sent anything yet."""
    monkeypatch.setattr(forms, "LEAST", 0.0)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def all_languages(small_site: SmallSite) -> SmallSite:
    """A home page in every language of the site."""
    for code in CODES[1:]:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        small_site.home.copy_for_translation(locale)
    return small_site


def typed(**fields: str) -> dict[str, str]:
    return {"drawn": forms.stamp(), "website": ""} | fields


def path(code: str, rest: str) -> str:
    return f"/{'' if code == 'vi' else f'{code}/'}{rest}"


# ---- the form
def send(client: Client, **fields: str) -> Any:
    known = {"item_url": ITEM, "statement": "Tỉnh có 12 nhà máy.", "why": "Số công bố là 9."}
    return client.post("/dinh-chinh/bao/", typed(**(known | fields)))


def test_a_report_leads_to_its_receipt_and_sets_no_cookie(small_site: SmallSite, desk: Desk, client: Client) -> None:
    answer = send(client, email="ban-doc@example.vn")
    assert answer.status_code == 302
    case = Case.objects.get()
    assert (case.about, case.way, case.contact.email) == ("published", "web", "ban-doc@example.vn")
    receipt = client.get(answer["Location"])
    text = receipt.content.decode()
    assert case.number in text
    assert answer["Location"].partition("?")[0] in text
    assert "Tỉnh có 12 nhà máy." in text
    assert receipt["Cache-Control"] == "private, no-store"
    assert receipt["Referrer-Policy"] == "no-referrer"
    assert "noindex" in receipt["X-Robots-Tag"]
    assert not client.cookies
    assert client.get("/dinh-chinh/theo-doi/" + "x" * 43 + "/").status_code == 404


def test_a_page_of_ours_is_known_by_its_address_or_by_where_the_reader_came_from(
    small_site: SmallSite, client: Client
) -> None:
    address = f"http://testserver{small_site.story.url}"
    form = client.get("/dinh-chinh/bao/", headers={"Referer": address}).content.decode()
    assert f'value="{address}"' in form
    assert "bao-vi-du" not in client.get("/dinh-chinh/bao/", headers={"Referer": ITEM}).content.decode()
    send(client, item_url=address)
    case = Case.objects.get()
    assert case.about == "own"
    assert case.page is not None
    assert case.page.pk == small_site.story.pk
    assert case.item_title == small_site.story.title


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"statement": "  "}, "Trường này là bắt buộc"),
        ({"item_url": "không phải địa chỉ"}, "URL"),
        ({"website": "https://spam.example"}, "để trống ô cuối"),
        ({"drawn": "giả"}, "quá nhanh"),
        ({"statement": "TUYỆT MẬT\nNội dung"}, "dấu độ mật"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_kept(
    small_site: SmallSite, client: Client, fields: dict[str, str], said: str
) -> None:
    answer = send(client, **fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Case.objects.exists()


def test_a_program_is_too_fast_and_an_address_has_its_pace(
    small_site: SmallSite, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LEAST", 3.0)
    assert send(client).status_code == 422
    old = signing.dumps(0.0, salt=forms.SALT)
    assert send(client, drawn=old).status_code == 422
    monkeypatch.setattr(forms, "LEAST", 0.0)
    codes = [send(client).status_code for _n in range(pace.FROM_ONE + 1)]
    assert codes == [302] * pace.FROM_ONE + [422]
    assert (
        client.post(
            "/dinh-chinh/bao/", typed(item_url=ITEM, statement="x", why="y"), REMOTE_ADDR="203.0.113.9"
        ).status_code
        == 302
    )
    assert "127.0.0.1" not in str(list(Case.objects.values())), "no address is written down"


def test_the_private_link_shows_what_became_of_it_and_takes_messages(
    small_site: SmallSite, desk: Desk, client: Client
) -> None:
    where = send(client, email="a@example.vn")["Location"].partition("?")[0]
    case = Case.objects.get()
    assert client.post(where, typed(step="words", words="Xin bổ sung: xem trang 3.")).status_code == 302
    actions.write_message(case, words="Cảm ơn bạn.", by=desk.editor)
    actions.triage(case, actions.Decision(Kind.OPINION, "Là nhận xét."), by=desk.editor, now=timezone.now())
    actions.answer(case, words="Chúng tôi ghi nhận ý kiến.", by=desk.editor, now=timezone.now())
    page = client.get(where).content.decode()
    for words in ("xem trang 3", "Cảm ơn bạn.", "Chúng tôi ghi nhận ý kiến.", "Đã trả lời."):
        assert words in page
    assert desk.editor.full_name not in page
    assert "Chính xác" not in page, "an opinion shows no verdict"
    assert client.post(where, {"step": "forget"}).status_code == 302
    assert not Contact.objects.exists()
    assert Message.objects.count() == 2


def test_a_lost_link_is_sent_only_where_an_address_was_left(small_site: SmallSite, client: Client) -> None:
    first = send(client, email="a@example.vn")["Location"].partition("?")[0]
    number = Case.objects.get().number
    wrong = client.post("/dinh-chinh/lien-ket/", typed(number=number, email="b@example.vn")).content
    assert mail.outbox == []
    right = client.post("/dinh-chinh/lien-ket/", typed(number=number, email="a@example.vn")).content
    assert re.sub(rb"value=\"[^\"]*\"", b"", right) == re.sub(rb"value=\"[^\"]*\"", b"", wrong), (
        "both are told the same"
    )
    (message,) = mail.outbox
    (link,) = re.findall(r"http://testserver(/\S+)", message.body)
    assert client.get(link).status_code == 200
    assert client.get(first).status_code == 404


# ---- the log
@pytest.fixture
def entry(all_languages: SmallSite, desk: Desk) -> Any:
    return published(by=desk.editor, second=desk.second)


def pages_of(number: str) -> list[str]:
    return [
        "dinh-chinh/",
        f"dinh-chinh/vu/{number}/",
        "dinh-chinh/so-lieu/",
        "dinh-chinh/bao/",
        f"dinh-chinh/vu/{number}/khieu-nai/",
        "dinh-chinh/lien-ket/",
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_page_is_sound_in_every_language(entry: Any, client: Client, code: str) -> None:
    token = actions.receive(report_of(email="a@example.vn"), now=timezone.now()).token
    for rest in [*pages_of(entry.case.number), f"dinh-chinh/theo-doi/{token}/?new=1"]:
        answer = client.get(path(code, rest))
        assert answer.status_code == 200, rest
        text = answer.content.decode()
        parser = HTMLParser(namespace_html_elements=False)
        parser.parse(text)
        assert [fault[1] for fault in parser.errors] == [], rest
        page = lxml_html.document_fromstring(text)
        assert page.get("lang") == code
        assert len(page.findall(".//h1")) == 1
        ranks = [int(e.tag[1]) for e in page.find(".//main").iter("h1", "h2", "h3", "h4")]
        assert [pair for pair in pairwise(ranks) if pair[1] > pair[0] + 1] == [], rest
        assert page.xpath("//@style") == []
        assert [
            s for s in page.findall(".//script") if not s.get("src") and s.get("type") != "application/ld+json"
        ] == []
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), rest
        assert set(page.xpath("//label/@for")) <= set(ids)
        assert "Content-Security-Policy" in answer
        assert not answer.cookies


@pytest.mark.parametrize("code", CODES)
def test_an_entry_is_told_in_vietnamese_and_english_and_elsewhere_says_so(
    entry: Any, client: Client, code: str
) -> None:
    text = client.get(path(code, f"dinh-chinh/vu/{entry.case.number}/")).content.decode()
    page = lxml_html.document_fromstring(text)
    assert "Tỉnh có 12 nhà máy điện gió đang vận hành." in text
    (word,) = [e.text for e in page.xpath("//article//header//*[@class='verdict']")]
    assert word
    if code in {"vi", "en"}:
        assert ("9 nhà máy đang vận hành" if code == "vi" else "nine plants in operation") in text
        assert {link.get("hreflang") for link in page.xpath("//link[@rel='alternate'][@hreflang]")} == {
            "vi",
            "en",
            "x-default",
        }
        assert not page.xpath("//meta[@name='robots'][@content='noindex']")
    else:
        assert page.xpath("//div[@class='body'][@lang='en']"), "shown in English, and marked as English"
        assert page.xpath("//aside[contains(@class, 'notice--untranslated')]")
        assert page.xpath("//meta[@name='robots'][@content='noindex']")


def test_an_entry_shows_documents_with_their_hash_and_the_archived_copy(entry: Any, client: Client) -> None:
    text = client.get(f"/dinh-chinh/vu/{entry.case.number}/").content.decode()
    sha = hashlib.sha256(DOCUMENT).hexdigest()
    assert f"SHA-256 {sha}" in text
    assert "Chúng tôi ghi nhận và sẽ sửa." in text
    copy = client.get(f"/dinh-chinh/documents/{sha}")
    assert b"".join(copy.streaming_content) == DOCUMENT  # type: ignore[attr-defined]
    assert copy["Content-Disposition"].startswith("attachment")
    assert copy["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_is_only_at_the_desk_is_not_public(entry: Any, desk: Desk, client: Client) -> None:
    case = Case.objects.get(pk=entry.case_id)
    actions.reopen(case, reason="x", by=desk.editor)
    secret = "Tài liệu chưa công bố".encode()
    with_evidence(case, by=desk.editor, content=secret)
    actions.save_draft(case, draft_of(Verdict.ACCURATE, change="Bản thảo chưa ra"), by=desk.editor)
    assert client.get(f"/dinh-chinh/documents/{hashlib.sha256(secret).hexdigest()}").status_code == 404
    assert "Bản thảo chưa ra" not in client.get(f"/dinh-chinh/vu/{case.number}/").content.decode()
    other = received("Chưa ra")
    assert client.get(f"/dinh-chinh/vu/{other.number}/").status_code == 404
    assert client.get(f"/dinh-chinh/vu/{other.number}/khieu-nai/").status_code == 404


def test_the_log_is_newest_first_and_searched_without_marks(entry: Any, desk: Desk, client: Client) -> None:
    other = published(received("Cầu Cổ Chiên dài 3 km."), by=desk.editor, second=desk.second)
    text = client.get("/dinh-chinh/").content.decode()
    assert text.index(other.case.number) < text.index(entry.case.number)
    found = client.get("/dinh-chinh/?q=cau+co+chien").content.decode()
    assert other.case.number in found
    assert entry.case.number not in found
    assert "Không tìm thấy" in client.get("/dinh-chinh/?q=khongcogi").content.decode()


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_feeds_tell_the_entries_in_the_language_of_the_address(entry: Any, client: Client, form: str) -> None:
    text = client.get(f"/en/dinh-chinh/feed.{form}").content.decode()
    if form == "json":
        (item,) = json.loads(text)["items"]
        assert (item["title"], item["language"]) == ("Inaccurate: Number of wind plants", "en")
    else:
        assert "Inaccurate: Number of wind plants" in "".join(ET.fromstring(text).itertext())  # noqa: S314
    assert "nine plants" in text or form != "json"


def test_structured_data_is_a_correction_comment_and_no_page_bears_claim_review(entry: Any, client: Client) -> None:
    text = client.get(f"/en/dinh-chinh/vu/{entry.case.number}/").content.decode()
    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    nodes = {node["@type"]: node for node in json.loads(said)["@graph"]}
    assert nodes["CorrectionComment"]["about"] == {"@type": "CreativeWork", "url": ITEM, "name": "Điện gió Trà Vinh"}
    assert nodes["GovernmentOrganization"]["correctionsPolicy"].endswith("/en/dinh-chinh/#policy")
    assert "Person" not in said
    for rest in ("dinh-chinh/", f"dinh-chinh/vu/{entry.case.number}/"):
        assert '"ClaimReview"' not in client.get(f"/{rest}").content.decode()
    exported = client.get("/dinh-chinh/claim-review.json").content.decode()
    (review,) = json.loads(exported)["@graph"]
    assert review["@type"] == "ClaimReview"
    assert review["author"]["@type"] == "GovernmentOrganization"
    assert "Person" not in exported


def test_figures_are_public_and_say_how_often_we_were_wrong(entry: Any, client: Client) -> None:
    told = client.get("/dinh-chinh/figures.json").json()["years"][0]
    assert (told["received"], told["answered"], told["in_time"]) == (1, 1, 1)
    assert told["verdicts"] == {
        "we_were_wrong": 0,
        "inaccurate": 1,
        "missing_context": 0,
        "evidence_insufficient": 0,
        "accurate": 0,
    }
    assert "Chúng tôi đã sai" in client.get("/dinh-chinh/so-lieu/").content.decode()


def test_the_sitemap_and_the_footer_lead_to_the_log(entry: Any, client: Client) -> None:
    assert b"/sitemaps/corrections-1.xml" in client.get("/sitemap.xml").content
    sheet = client.get("/sitemaps/corrections-1.xml").content.decode()
    assert f"http://testserver/dinh-chinh/vu/{entry.case.number}/" in sheet
    assert f"http://testserver/en/dinh-chinh/vu/{entry.case.number}/" in sheet
    assert f"/km/dinh-chinh/vu/{entry.case.number}/" not in sheet
    home = client.get("/").content.decode()
    assert 'href="/dinh-chinh/"' in home
    assert 'href="/dinh-chinh/bao/"' in home


def test_verify_knows_an_entry_a_row_and_the_whole_log(entry: Any, client: Client) -> None:
    assert check(f"http://testserver/dinh-chinh/vu/{entry.case.number}/").is_good
    assert not check("http://testserver/dinh-chinh/vu/2020-0001/").is_good
    row = client.get("/dinh-chinh/rows/1.json").content.decode()
    whole = client.get("/dinh-chinh/log.jsonl").content.decode()
    assert check(row).is_good
    assert not check(row.replace("12 nhà máy", "13 nhà máy")).is_good
    assert check(whole).is_good
    assert not check(whole.replace("12 nhà máy", "13 nhà máy")).is_good
    assert client.post("/verify/", {"words": whole}).context["verdict"].is_good


def test_an_appeal_is_made_at_the_entry(entry: Any, desk: Desk, client: Client) -> None:
    where = f"/dinh-chinh/vu/{entry.case.number}/khieu-nai/"
    answer = client.post(where, typed(why="Báo cáo 45 đã bị thay thế."))
    assert answer.status_code == 302
    appeal = Case.objects.get(kind="appeal")
    assert appeal.appeal_of == entry.case
    actions.take_up_appeal(
        appeal, words={"vi": "Có tài liệu mới.", "en": "A new document."}, by=desk.second, now=timezone.now()
    )
    text = client.get(f"/dinh-chinh/vu/{entry.case.number}/").content.decode()
    assert "Đang khiếu nại" in text
    assert "Có tài liệu mới." in text
    assert "9 nhà máy đang vận hành" in text, "what holds is still read"


def test_where_we_were_wrong_the_page_bears_its_note_and_leads_to_the_entry(
    small_site: SmallSite, desk: Desk, client: Client, staff_of: Callable[..., Staff]
) -> None:
    page, boss = small_site.story, staff_of(StaffRole.COORDINATOR)
    case = ready(page_case(page), by=desk.editor, second=desk.second, draft=draft_of(Verdict.WE_WERE_WRONG))
    change(page, by=desk.editor, body=[("text", "<p>Ao nằm ở phường Nguyệt Hóa.</p>")])
    seen = page_draft(page).content()
    hand_over(page, seen=seen, note="Trang này từng ghi phường 8.", by=desk.editor)
    approve(page, seen=seen, by=desk.second)
    actions.publish_entry(case, by=boss, now=timezone.now())
    shown = client.get(page.url).content.decode()
    tree = lxml_html.document_fromstring(shown)
    (note,) = tree.xpath("//aside[contains(@class, 'notice--correction')]")
    assert "Trang này từng ghi phường 8." in note.text_content()
    assert note.xpath(".//a/@href") == [f"/dinh-chinh/vu/{case.number}/"]
    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    (article,) = [n for n in json.loads(said)["@graph"] if n["@type"] in {"NewsArticle", "Article"}]
    assert article["correction"][0]["@type"] == "CorrectionComment"
    log = client.get(f"/dinh-chinh/vu/{case.number}/").content.decode()
    main = lxml_html.document_fromstring(log).find(".//article")
    assert main.text_content().index("Chúng tôi đã sai") < main.text_content().index("Số nhà máy điện gió"), (
        "it says so first"
    )
    assert "Trang này từng ghi phường 8." in log


def let_out_corrected(page: Any, desk: Desk, boss: Staff) -> Any:
    """Our page was wrong, was corrected and is in the log; the case."""
    case = ready(page_case(page), by=desk.editor, second=desk.second, draft=draft_of(Verdict.WE_WERE_WRONG))
    change(page, by=desk.editor, lead="Một ao vuông ở phường Nguyệt Hóa.")
    seen = page_draft(page).content()
    hand_over(page, seen=seen, note="Trang này từng ghi phường 8.", by=desk.editor)
    approve(page, seen=seen, by=desk.second)
    actions.publish_entry(case, by=boss, now=timezone.now())
    return case


def notes_on(client: Client, page: Any) -> list[Any]:
    tree = lxml_html.document_fromstring(client.get(page.url).content.decode())
    found: list[Any] = tree.xpath("//aside[contains(@class, 'notice--correction')]")
    return found


def test_each_live_translation_says_in_its_language_that_its_original_was_corrected(
    small_site: SmallSite, desk: Desk, client: Client, staff_of: Callable[..., Staff], kept: Path,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:  # fmt: skip
    page, boss = small_site.story, staff_of(StaffRole.COORDINATOR)
    english = english_of(page, small_site, title="Square pond")
    other = english_of(small_site.other, small_site, title="A festival")
    assert notes_on(client, english) == []
    with django_capture_on_commit_callbacks(execute=True):
        case = let_out_corrected(page, desk, boss)
    (note,) = notes_on(client, english)
    said = note.text_content()
    assert "The page that this one is translated from was corrected." in said
    assert "may still say it" in said, "it has not been published again"
    assert note.xpath(".//a/@href") == [f"/en/dinh-chinh/vu/{case.number}/"]
    assert "Trang này từng ghi" not in said
    assert notes_on(client, other) == [], "no other page bears it"
    (own,) = notes_on(client, page)
    assert "Trang này từng ghi phường 8." in own.text_content()
    shown = client.get(english.url).content.decode()
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown, re.DOTALL)
    (article,) = [n for n in json.loads(told)["@graph"] if n["@type"] in {"NewsArticle", "Article"}]
    assert f"/dinh-chinh/vu/{case.number}/" in json.dumps(article["correction"])
    with django_capture_on_commit_callbacks(execute=True):
        change(english, by=desk.editor, lead="A square pond in the ward of Nguyet Hoa.")
        out(english, by=desk.editor, second=desk.second, note="Follows the original.")
    corrected = [n.text_content() for n in notes_on(client, english)]
    assert len(corrected) == 1
    assert "may still say it" not in corrected[0]


def test_a_mistake_of_a_translation_alone_is_not_said_of_its_original(
    small_site: SmallSite, desk: Desk, client: Client, staff_of: Callable[..., Staff]
) -> None:
    page, boss = small_site.story, staff_of(StaffRole.COORDINATOR)
    english = english_of(page, small_site, title="Square pond")
    let_out_corrected(english, desk, boss)
    assert len(notes_on(client, english)) == 1
    assert notes_on(client, page) == []


def test_a_topic_s_page_bears_its_note_too(
    small_site: SmallSite, desk: Desk, client: Client, staff_of: Callable[..., Staff]
) -> None:
    page, boss = small_site.story.get_parent().specific, staff_of(StaffRole.COORDINATOR)
    case = let_out_corrected(page, desk, boss)
    (note,) = notes_on(client, page)
    assert "Trang này từng ghi phường 8." in note.text_content()
    assert note.xpath(".//a/@href") == [f"/dinh-chinh/vu/{case.number}/"]


# ---- kept pages
def test_kept_pages_go_the_moment_a_row_is_added(
    kept: Path,
    all_languages: SmallSite,
    desk: Desk,
    client: Client,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    first = published(by=desk.editor, second=desk.second)
    addresses = ["/dinh-chinh/", "/en/dinh-chinh/", f"/dinh-chinh/vu/{first.case.number}/", "/dinh-chinh/so-lieu/", "/dinh-chinh/log.jsonl",
                 "/dinh-chinh/claim-review.json", "/dinh-chinh/feed.atom", "/en/dinh-chinh/feed.json", "/sitemaps/corrections-1.xml"]  # fmt: skip
    before = {address: client.get(address).content for address in addresses}
    assert (kept / "site/testserver/dinh-chinh/index.html").exists()
    with django_capture_on_commit_callbacks(execute=True):
        other = published(received("Cầu Cổ Chiên dài 3 km."), by=desk.editor, second=desk.second)
    same = {address for address in addresses if client.get(address).content == before[address]}
    assert same == {f"/dinh-chinh/vu/{first.case.number}/"}, "another entry's page may stay, all else is new"
    assert other.case.number.encode() in client.get("/dinh-chinh/").content
    with django_capture_on_commit_callbacks(execute=True):
        received("Chưa ai xem.")
    assert b"<td>3</td>" in client.get("/dinh-chinh/so-lieu/").content


def test_forms_and_private_links_are_never_kept(kept: Path, small_site: SmallSite, client: Client) -> None:
    where = send(client)["Location"].partition("?")[0]
    for address in (where, "/dinh-chinh/bao/", "/dinh-chinh/lien-ket/", "/dinh-chinh/?q=x"):
        client.get(address)
    assert list((kept / "site").rglob("index.html")) == [] if (kept / "site").exists() else True


def test_a_page_of_the_log_asks_a_constant_number_of_queries(
    entry: Any, desk: Desk, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        published(received(f"Câu số {number}."), by=desk.editor, second=desk.second)
    client.get("/dinh-chinh/")
    with django_assert_max_num_queries(12):
        client.get("/dinh-chinh/")
    with django_assert_max_num_queries(12):
        client.get(f"/dinh-chinh/vu/{entry.case.number}/")
