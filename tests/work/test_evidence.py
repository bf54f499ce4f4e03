"""Evidence: checked before it is stored, frozen afterwards, withdrawn but never removed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.work import actions
from nhipcau.work.models import Assignment, Evidence, EvidenceWithdrawal
from nhipcau.work.queries import standing
from tests.factories.duties import DocumentFactory
from tests.factories.work import evidence_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def on() -> date:
    return timezone.localdate()


def filing(work: Assignment, on: date, **fields: Any) -> actions.Filing:
    said = {"office": work.lead, "kind": "link", "title": "Bài viết", "happened_on": on, "assignment": work,
            "address": "https://travinh.gov.vn/bai"}  # fmt: skip
    return actions.Filing(**(said | fields))


def stored_files() -> set[Path]:
    folder = Path(settings.STATE) / "private" / "evidence"
    return {p for p in folder.rglob("*") if p.is_file()}


def test_each_kind_is_filed_with_its_hash(work: Assignment, focal: Staff, on: date) -> None:
    document = DocumentFactory()
    text = "Biên bản hội nghị quán triệt".encode()
    filed = {
        kind: actions.file_evidence(filing(work, on, kind=kind, **extra), by=focal, on=on)
        for kind, extra in {
            "link": {},
            "file": {"upload": actions.Upload("bien-ban.txt", text), "address": ""},
            "document": {"document": document, "address": ""},
            "session": {"participants": 40, "address": ""},
        }.items()
    }
    assert filed["file"].sha256 == hashlib.sha256(text).hexdigest()
    with filed["file"].file.open("rb") as kept:
        assert kept.read() == text
    assert filed["document"].sha256 == document.source.sha256
    assert len({e.sha256 for e in filed.values()}) == 4
    assert {e.duty for e in filed.values()} == {work.duty}


@pytest.mark.parametrize(
    "fields",
    [
        {"address": ""},
        {"address": "javascript:alert(1)"},
        {"kind": "file"},
        {"kind": "document"},
        {"kind": "session"},
        {"kind": "photo", "upload": actions.Upload("a.txt", b"khong phai anh")},
        {"kind": "file", "upload": actions.Upload("a.exe", b"MZ\x90\xff\xfe\x00")},
    ],
)
def test_what_is_incomplete_or_not_evidence_is_refused(
    work: Assignment, focal: Staff, on: date, fields: dict[str, Any]
) -> None:
    before = stored_files()
    with pytest.raises(actions.EvidenceRefused):
        actions.file_evidence(filing(work, on, **fields), by=focal, on=on)
    assert not Evidence.objects.exists()
    assert stored_files() == before


def test_a_secrecy_mark_is_refused_before_anything_is_stored(work: Assignment, focal: Staff, on: date) -> None:
    before = stored_files()
    upload = actions.Upload("cong-van.txt", "UBND TỈNH\nTUYỆT MẬT\nSố: 01/BC".encode())
    with pytest.raises(actions.EvidenceRefused):
        actions.file_evidence(filing(work, on, kind="file", upload=upload), by=focal, on=on)
    assert stored_files() == before
    assert not Evidence.objects.exists()
    entry = TrailEntry.objects.get()
    assert entry.action == "work.refuse_evidence"
    assert "cong-van" not in str(entry.facts) + entry.note


def test_the_word_inside_a_sentence_is_no_mark(work: Assignment, focal: Staff, on: date) -> None:
    upload = actions.Upload("a.txt", "Thực hiện công tác bảo mật và bảo vệ bí mật nhà nước.".encode())
    assert actions.file_evidence(filing(work, on, kind="file", upload=upload), by=focal, on=on).pk


def test_a_workbook_with_a_mark_in_a_cell_is_refused(work: Assignment, focal: Staff, on: date) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active["A1"] = "TỐI MẬT"
    out = io.BytesIO()
    book.save(out)
    upload = actions.Upload("so-lieu.xlsx", out.getvalue())
    with pytest.raises(actions.EvidenceRefused):
        actions.file_evidence(filing(work, on, kind="file", upload=upload), by=focal, on=on)


def test_a_photo_is_kept_without_place_and_device(work: Assignment, focal: Staff, on: date) -> None:
    exif = Image.Exif()
    exif[0x0110] = "iPhone 30"
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (5, 90, 120)).save(out, "JPEG", exif=exif)
    upload = actions.Upload("anh.jpg", out.getvalue())
    row = actions.file_evidence(filing(work, on, kind="photo", upload=upload), by=focal, on=on)
    with row.file.open("rb") as kept:
        content = kept.read()
    assert b"iPhone" not in content
    assert row.sha256 == hashlib.sha256(content).hexdigest()


def test_what_lies_ahead_is_no_evidence(work: Assignment, focal: Staff, on: date) -> None:
    with pytest.raises(actions.NotNow):
        actions.file_evidence(filing(work, on, happened_on=on + timedelta(days=1)), by=focal, on=on)


def test_a_failed_filing_leaves_no_file_behind(
    work: Assignment, focal: Staff, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("nhipcau.work.actions.filing.record", fail)
    before = stored_files()
    with pytest.raises(RuntimeError):
        actions.file_evidence(filing(work, on, kind="file", upload=actions.Upload("a.txt", b"abc")), by=focal, on=on)
    assert stored_files() == before
    assert not Evidence.objects.exists()


FROZEN = ["title", "address", "happened_on", "sha256", "office_id", "kind", "participants", "filed_at", "file"]


@pytest.mark.parametrize("column", FROZEN)
def test_the_database_refuses_to_change_evidence(focal: Staff, other_office: Office, column: str) -> None:
    row = evidence_of(other_office, focal)
    value = {"happened_on": date(2020, 1, 1), "participants": 9, "filed_at": timezone.now(),
             "office_id": Office.objects.create(key="x", name="X", kind="so", level="province").pk,
             "kind": "session"}.get(column, "khác")  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(**{column: value})
    assert Evidence.objects.get() == row


def test_the_database_refuses_to_remove_evidence_or_its_withdrawal(focal: Staff, other_office: Office) -> None:
    row = evidence_of(other_office, focal)
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).delete()
    actions.withdraw_evidence(row, reason="Nhầm cơ quan", by=focal, on=timezone.localdate())
    with pytest.raises(DatabaseError), transaction.atomic():
        EvidenceWithdrawal.objects.all().delete()


def test_withdrawn_evidence_stays_readable_and_counts_no_more(focal: Staff, other_office: Office, on: date) -> None:
    row = evidence_of(other_office, focal)
    with pytest.raises(actions.NoReason):
        actions.withdraw_evidence(row, reason=" ", by=focal, on=on)
    actions.withdraw_evidence(row, reason="Nhầm cơ quan", by=focal, on=on)
    with pytest.raises(actions.NotNow):
        actions.withdraw_evidence(row, reason="Lại", by=focal, on=on)
    assert Evidence.objects.count() == 1
    assert not standing(Evidence.objects.all()).exists()


def test_evidence_is_not_filed_in_another_offices_name(work: Assignment, stranger: Staff, on: date) -> None:
    own = stranger.memberships.get().office
    for office in (work.lead, own):
        with pytest.raises(NotAllowed):
            actions.file_evidence(filing(work, on, office=office), by=stranger, on=on)


def test_the_file_goes_only_to_those_who_may_see_it(
    work: Assignment, focal: Staff, stranger: Staff, on: date, signed_in: SignIn
) -> None:
    upload = actions.Upload("Biên bản <1>.txt", "nội dung".encode())
    row = actions.file_evidence(filing(work, on, kind="file", upload=upload), by=focal, on=on)
    address = reverse("work:evidence_file", args=[row.pk])
    answer = signed_in(focal).get(address)
    assert b"".join(answer.streaming_content) == "nội dung".encode()
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert signed_in(stranger).get(address).status_code == 403
    assert signed_in(stranger).get(reverse("work:evidence", args=[row.pk])).status_code == 403


def test_a_file_is_filed_and_withdrawn_on_the_screens(work: Assignment, focal: Staff, signed_in: SignIn) -> None:
    client = signed_in(focal)
    form = {
        "step": "evidence", "evidence-kind": "file", "evidence-title": "Biên bản",
        "evidence-happened_on": "2024-05-01", "evidence-file": SimpleUploadedFile("bb.txt", b"bien ban"),
    }  # fmt: skip
    assert client.post(reverse("work:assignment", args=[work.pk]), form).status_code == 302
    row = Evidence.objects.get()
    page = client.get(reverse("work:evidence", args=[row.pk])).content.decode()
    assert row.sha256 in page
    client.post(reverse("work:evidence", args=[row.pk]), {"reason": "Nhầm"})
    assert EvidenceWithdrawal.objects.get().reason == "Nhầm"
    assert "bb.txt" in client.get(reverse("work:evidence", args=[row.pk])).content.decode()
