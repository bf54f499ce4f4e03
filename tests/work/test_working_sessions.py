"""Working sessions: offices are asked and answer, the conclusions are read, and their duties lead back to the session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.documents.actions.review import approve_reading, confirm_all_sure, confirm_item, finish_review
from nhipcau.documents.jobs import read_now
from nhipcau.documents.models import Clause, Document, DutyReading, Intake, ItemState, Reference
from nhipcau.duties.models import Duty
from nhipcau.people.models import Notice, Office, Staff, TrailEntry
from nhipcau.people.rules.roles import StaffRole
from nhipcau.ports.sections import sections_of
from nhipcau.ports.uploads import Upload
from nhipcau.work import actions
from nhipcau.work.jobs import link_what_was_read
from nhipcau.work.models import SessionOffice, WorkingSession
from nhipcau.work.rules.conclusions import conclusions_paper, has_heading
from tests.factories.awards import session_of
from tests.factories.duties import DocumentFactory
from tests.factories.people import OfficeFactory, staff_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]
WORDS = """Sau khi nghe báo cáo và ý kiến của các đại biểu, Hội nghị thống nhất kết luận như sau:
1. Giao Sở Công Thương chủ trì xây dựng kế hoạch quảng bá sản phẩm OCOP ra nước ngoài, hoàn thành trước ngày 31 tháng 3 năm 2027.
2. Sở Thông tin và Truyền thông tổ chức tập huấn nghiệp vụ thông tin đối ngoại cho cán bộ đầu mối trong quý I năm 2027."""


@pytest.fixture
def on() -> date:
    return timezone.localdate()


@pytest.fixture
def held(office: Office, other_office: Office) -> WorkingSession:
    """A session of the coordinating office that was held today."""
    return session_of(office, other_office, state="held")


def said(on: date, **fields: Any) -> actions.Conclusions:
    return actions.Conclusions(
        **{"number": "15/TB-STTTT", "place": "Trà Vinh", "concluded_on": on, "words": WORDS} | fields
    )


def approve(document: Document, reviewer: Staff, approver: Staff) -> None:
    """Two people, as for every reading."""
    confirm_all_sure(document, by=reviewer)
    for model in (Clause, Reference, DutyReading):
        for item in model.objects.filter(document=document, state=ItemState.PROPOSED):
            confirm_item(item, by=reviewer)
    finish_review(document, by=reviewer)
    approve_reading(document, by=approver)


def test_a_paper_with_its_heading_is_left_as_it_is() -> None:
    whole = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nThông báo"
    assert has_heading(whole)
    assert not has_heading("Đảng Cộng sản Việt Nam và Cộng hòa xã hội chủ nghĩa Việt Nam …")
    made = conclusions_paper(
        "1. Giao", issuer="Sở A", number="1/TB", place="Trà Vinh", on=date(2026, 3, 5), subject="Hội nghị B"
    )
    assert "Kết luận hội nghị B" in made
    assert "ngày 05 tháng 3 năm 2026" in made
    assert (
        conclusions_paper(whole, issuer="Sở A", number="1", place="x", on=date(2026, 3, 5), subject="B")
        == f"{whole}\n"
    )


def test_offices_are_asked_and_answer(
    office: Office, other_office: Office, coordinator: Staff, focal: Staff, on: date
) -> None:
    facts = actions.SessionFacts("preliminary", "Hội nghị sơ kết", office, on + timedelta(3), time(8), "Phòng họp")
    made = actions.plan_session(facts, [office, other_office], by=coordinator, on=on)
    part = made.offices.get()
    assert part.office == other_office  # the office that holds it is not asked
    assert Notice.objects.get(staff=focal).kind == "work.session"
    with pytest.raises(actions.NotNow):
        actions.answer_invitation(part, answer="comes", by=focal, on=on)
    with pytest.raises(actions.NoReason):
        actions.answer_invitation(part, answer="excused", by=focal, on=on)
    actions.answer_invitation(part, answer="comes", people=2, by=focal, on=on)
    assert SessionOffice.objects.get().people == 2
    later = actions.SessionFacts("preliminary", "Hội nghị sơ kết", office, on + timedelta(4), time(8), "Phòng họp")
    actions.edit_session(made, later, by=coordinator, on=on)
    assert Notice.objects.filter(staff=focal, kind="work.session").count() == 2  # a moved session is news
    with pytest.raises(actions.NotNow):
        actions.hold_session(made, [other_office.pk], by=coordinator, on=on)
    with pytest.raises(actions.NotNow):
        actions.ask_to_session(made, [other_office, office], by=coordinator, on=on)
    assert actions.ask_to_session(made, [OfficeFactory()], by=coordinator, on=on) == 1
    actions.call_off_session(made, reason="Hoãn", by=coordinator, on=on)
    assert Notice.objects.filter(staff=focal, kind="work.session_called_off").exists()


def test_conclusions_become_a_document_and_its_duties_lead_back(
    held: WorkingSession, coordinator: Staff, focal: Staff, staff_of: Callable[..., Staff], on: date,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        intake = actions.conclude_session(held, said(on), by=coordinator, on=on)
        assert intake is not None
        document = read_now(intake)
    held.refresh_from_db()
    assert document is not None
    assert (held.state, held.document, document.number) == ("concluded", document, "15/TB-STTTT")
    assert document.stage == Document.Stage.REVIEW
    assert not Duty.objects.exists()  # nobody has approved it yet
    with pytest.raises(actions.NotNow):
        actions.conclude_session(held, said(on), by=coordinator, on=on)
    with django_capture_on_commit_callbacks(execute=True):
        approve(document, coordinator, staff_of(StaffRole.APPROVER))
    duties = list(Duty.objects.order_by("position"))
    assert [d.deadline for d in duties] == [date(2027, 3, 31)] * 2
    assert duties[0].offices.get().office == SessionOffice.objects.get().office
    keys = {s.key: s for s in sections_of("duties.duty", duties[0], coordinator)}
    assert keys["session"].context["session"] == held
    assert "session" in {s.key for s in sections_of("documents.document", document, focal)}
    stranger = staff_in(OfficeFactory(), StaffRole.FOCAL)
    assert "session" not in {s.key for s in sections_of("duties.duty", duties[0], stranger)}


def test_a_lost_signal_is_made_up_for(held: WorkingSession, coordinator: Staff, on: date) -> None:
    intake = actions.conclude_session(held, said(on), by=coordinator, on=on)
    assert intake is not None
    document = read_now(intake)  # on-commit signals do not run inside a test's transaction
    held.refresh_from_db()
    assert held.document is None
    assert link_what_was_read() == 1
    held.refresh_from_db()
    assert held.document == document
    assert link_what_was_read() == 0


def test_marked_conclusions_are_refused_and_noted(held: WorkingSession, coordinator: Staff, on: date) -> None:
    for words in ("MẬT\n1. Giao Sở Công Thương", "1. Giao Sở\nTUYỆT MẬT\n"):
        with pytest.raises(actions.EvidenceRefused):
            actions.conclude_session(held, said(on, words=words), by=coordinator, on=on)
    held.refresh_from_db()
    assert (held.state, held.intake) == ("held", None)
    assert not Intake.objects.exists()
    file = Upload("tb.txt", "TỐI MẬT\nThông báo".encode())
    with pytest.raises(actions.EvidenceRefused):
        actions.conclude_session(held, said(on, words="", file=file), by=coordinator, on=on)
    assert TrailEntry.objects.filter(action="documents.refused_secrecy").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"words": " "}, {"number": ""}, {"concluded_on": date(2000, 1, 1)}, {"concluded_on": date(2200, 1, 1)}]
)
def test_half_conclusions_are_refused(
    wrong: dict[str, Any], held: WorkingSession, coordinator: Staff, on: date
) -> None:
    with pytest.raises(actions.FAULTS):
        actions.conclude_session(held, said(on, **wrong), by=coordinator, on=on)
    held.refresh_from_db()
    assert held.state == "held"
    assert not Intake.objects.exists()


def test_a_paper_that_the_library_has_is_taken_from_there(
    held: WorkingSession, office: Office, other_office: Office, coordinator: Staff, on: date
) -> None:
    intake = actions.conclude_session(held, said(on), by=coordinator, on=on)
    assert intake is not None
    document = read_now(intake)
    second = session_of(office, other_office, state="held")
    link_what_was_read()
    with pytest.raises(actions.NotNow):  # it is the first one's
        actions.conclude_session(second, said(on), by=coordinator, on=on)
    WorkingSession.objects.filter(pk=held.pk).update(document=None, intake=None)
    assert actions.conclude_session(second, said(on), by=coordinator, on=on) is None
    second.refresh_from_db()
    assert second.document == document


def test_the_database_holds_a_session_together(held: WorkingSession) -> None:
    for wrong in ({"state": "concluded"}, {"state": "called_off"}, {"title": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            WorkingSession.objects.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionOffice.objects.update(answer="excused", note="")


def test_the_clock_speaks_of_sessions_once(
    office: Office, other_office: Office, focal: Staff, staff_of: Callable[..., Staff], on: date
) -> None:
    own_focal = staff_of(StaffRole.FOCAL, office)
    session_of(office, other_office, held_on=on + timedelta(1))
    session_of(office, other_office, held_on=on - timedelta(4))
    for _n in range(2):
        actions.make_notices(on=on)
    assert [n.kind for n in Notice.objects.filter(staff=focal)] == ["work.session_near"]
    assert [n.kind for n in Notice.objects.filter(staff=own_focal)] == ["work.session_conclusions"]


# screens


def test_a_session_on_the_screen(
    office: Office, other_office: Office, coordinator: Staff, focal: Staff, signed_in: SignIn, on: date
) -> None:
    client = signed_in(coordinator)
    form = {"kind": "preliminary", "title": "Hội nghị sơ kết", "lead": office.pk, "held_on": on, "starts_at": "08:00",
            "venue": "Phòng họp số 1"}  # fmt: skip
    assert client.post(reverse("work:plan_session"), form).status_code == 422
    assert client.post(reverse("work:plan_session"), form | {"offices": [other_office.pk]}).status_code == 302
    row = WorkingSession.objects.get()
    address = reverse("work:session", args=[row.pk])
    assert (
        client.post(address, {"step": "agenda", "agenda-text": "Báo cáo sơ kết", "agenda-minutes": 20}).status_code
        == 302
    )
    library = DocumentFactory()
    assert client.post(address, {"step": "paper"}).status_code == 422
    assert client.post(address, {"step": "paper", "paper-document": library.pk}).status_code == 302
    upload = {"step": "paper", "paper-title": "Dự thảo", "paper-file": SimpleUploadedFile("bc.txt", b"bao cao")}
    assert client.post(address, upload).status_code == 302
    marked = {"step": "paper", "paper-title": "X", "paper-file": SimpleUploadedFile("m.txt", "TỐI MẬT\nx".encode())}
    assert client.post(address, marked).status_code == 422
    assert row.papers.count() == 2
    client = signed_in(focal)
    part = row.offices.get()
    assert client.post(address, {"step": "answer", "part": part.pk, "answer-answer": "comes"}).status_code == 422
    answer = {"step": "answer", "part": part.pk, "answer-answer": "comes", "answer-people": 2}
    assert client.post(address, answer).status_code == 302
    assert client.post(address, {"step": "held", "present": [other_office.pk]}).status_code == 403
    file = row.papers.exclude(file="").get()
    assert client.get(reverse("work:session_paper", args=[file.pk])).content == b"bao cao"
    assert (
        signed_in(staff_in(OfficeFactory(), StaffRole.FOCAL))
        .get(reverse("work:session_paper", args=[file.pk]))
        .status_code
        == 403
    )
    client = signed_in(coordinator)
    assert client.post(address, {"step": "held", "present": [other_office.pk]}).status_code == 302
    part.refresh_from_db()
    assert part.was_there is True
    conclude = {
        "step": "conclude",
        "conclude-number": "15/TB-STTTT",
        "conclude-concluded_on": on,
        "conclude-place": "Trà Vinh",
    }
    assert client.post(address, conclude).status_code == 422
    assert client.post(address, conclude | {"conclude-words": WORDS}).status_code == 302
    row.refresh_from_db()
    assert row.intake is not None
    assert row.intake.document is not None
    link_what_was_read()
    page = client.get(address)
    assert page.context["read"] == 2
    assert reverse("documents:review", args=[row.intake.document.pk]) in page.content.decode()


def test_a_stranger_sees_no_session(held: WorkingSession, signed_in: SignIn) -> None:
    client = signed_in(staff_in(OfficeFactory(), StaffRole.FOCAL))
    assert client.get(reverse("work:session", args=[held.pk])).status_code == 403
    assert not client.get(reverse("work:sessions")).context["object_list"]


def test_lists_and_pages_ask_a_constant_number_of_questions(
    coordinator: Staff, office: Office, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    many = [OfficeFactory() for _n in range(40)]
    for _n in range(30):
        session_of(office, *many[:4])
    big = session_of(office, *many)
    client = signed_in(coordinator)
    client.get(reverse("work:sessions_results"))
    with django_assert_max_num_queries(12):
        client.get(reverse("work:sessions_results"))
    with django_assert_max_num_queries(32):
        client.get(reverse("work:session", args=[big.pk]))
