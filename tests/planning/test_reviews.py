"""The yearly review of documents, and inspections: what is asked, decided, found, and the work that comes of it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nhipcau.documents.models import Document, EffectPeriod
from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions
from nhipcau.planning.actions import inspections, reviews
from nhipcau.planning.models import Finding, Inspection, ReviewItem, ReviewProposal, ReviewRound
from nhipcau.ports.papers import check_nd30
from nhipcau.work.models import Assignment
from tests.factories.duties import DocumentFactory, duty_of
from tests.factories.people import OfficeFactory, staff_in

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


@pytest.fixture
def documents(other_office: Office) -> list[Document]:
    """One whose duties the other office answers for, one whose nobody does."""
    asked, free = duty_of(other_office).document, DocumentFactory()
    EffectPeriod.objects.create(document=asked, effect="in_effect", valid_from=date(2023, 12, 12))
    return [asked, free]


@pytest.fixture
def review(documents: list[Document], office: Office, coordinator: Staff, on: date) -> ReviewRound:
    call = reviews.ReviewCall(on.year, "Rà soát văn bản", on + timedelta(days=30))
    return reviews.open_review(call, office, documents, by=coordinator, on=on)


def test_who_answers_for_a_documents_duties_is_asked_about_it(
    review: ReviewRound, documents: list[Document], office: Office, other_office: Office
) -> None:
    asked = {p.item.document_id: p.office for p in ReviewProposal.objects.select_related("item", "office")}
    assert asked == {documents[0].pk: other_office, documents[1].pk: office}
    assert {i.effect for i in review.items.all()} == {"in_effect", ""}


def test_from_proposals_to_work(
    review: ReviewRound,
    documents: list[Document],
    focal: Staff,
    coordinator: Staff,
    approver: Staff,
    other_office: Office,
    on: date,
) -> None:
    asked = ReviewProposal.objects.select_related("item__round").get(office=other_office)
    with pytest.raises(actions.NoReason):
        reviews.propose(asked, proposal="replace", reason=" ", by=focal, on=on)
    reviews.propose(asked, proposal="replace", reason="Cơ quan đã đổi tên", by=focal, on=on)
    first, second = review.items.get(document=documents[0]), review.items.get(document=documents[1])
    with pytest.raises(actions.NotNow):
        reviews.decide_item(first, reviews.Outcome("replace", "Đổi tên"), by=coordinator)
    with pytest.raises(actions.NotNow):
        reviews.present_review(review, by=coordinator)
    due = on + timedelta(days=90)
    reviews.decide_item(first, reviews.Outcome("replace", "Đổi tên", other_office, due), by=coordinator)
    reviews.decide_item(second, reviews.Outcome("keep"), by=coordinator)
    reviews.present_review(review, by=coordinator)
    with pytest.raises(actions.NotNow):
        reviews.propose(asked, proposal="keep", reason="x", by=focal, on=on)
    reviews.reopen_review(review, reason="Sửa hạn", by=coordinator)
    reviews.present_review(review, by=coordinator)
    done = reviews.approve_review(review, number="300/QĐ-UBND", decided_on=on, by=approver, on=on)
    work = Assignment.objects.get()
    assert (work.lead, work.due_on, done.state) == (other_office, due, "approved")
    assert str(documents[0]) in work.title
    with pytest.raises(actions.NotNow):
        reviews.approve_review(review, number="301", decided_on=on, by=approver, on=on)


def test_a_review_on_its_page(
    review: ReviewRound, documents: list[Document], focal: Staff, coordinator: Staff, approver: Staff, other_office: Office,
    signed_in: SignIn, on: date,
) -> None:  # fmt: skip
    address = reverse("planning:review", args=[review.pk])
    asked = ReviewProposal.objects.get(office=other_office)
    client = signed_in(focal)
    assert [i.document for i in client.get(address).context["page"]] == [documents[0]]
    answer = {"step": "propose", "asked": asked.pk, "proposal": "repeal", "reason": "Không còn phù hợp"}
    assert client.post(address, answer).status_code == 302
    foreign = ReviewProposal.objects.exclude(pk=asked.pk).get()
    assert client.post(address, answer | {"asked": foreign.pk}).status_code == 403
    client = signed_in(coordinator)
    assert "Không còn phù hợp" in client.get(address).content.decode()
    items = {i.document_id: i.pk for i in ReviewItem.objects.all()}
    decide = {"step": "decide", "item": items[documents[0].pk], "outcome": "repeal", "reason": "Hết việc"}
    assert client.post(address, decide).status_code == 422
    due = (on + timedelta(days=9)).isoformat()
    assert client.post(address, decide | {"lead": other_office.pk, "due_on": due}).status_code == 302
    client.post(address, {"step": "decide", "item": items[documents[1].pk], "outcome": "keep"})
    client.post(address, {"step": "present"})
    paper = client.get(reverse("planning:review_list", args=[review.pk])).content
    assert check_nd30(paper) == []
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(paper)).paragraphs)
    assert "Danh mục văn bản cần bãi bỏ" in words
    client = signed_in(approver)
    approve = {"step": "approve", "approve-number": "300/QĐ-UBND", "approve-decided_on": on.isoformat()}
    assert client.post(address, approve).status_code == 302
    assert Assignment.objects.count() == 1


def test_a_review_is_opened_on_its_page(
    documents: list[Document], coordinator: Staff, signed_in: SignIn, on: date
) -> None:
    client, address = signed_in(coordinator), reverse("planning:open_review")
    assert client.get(address).status_code == 200
    form = {"year": on.year, "title": "Rà soát", "due_on": on.isoformat(), "documents": [d.pk for d in documents]}
    assert client.post(address, form | {"documents": []}).status_code == 422
    assert client.post(address, form).status_code == 302
    assert ReviewRound.objects.get().items.count() == 2


@pytest.fixture
def inspection(office: Office, other_office: Office, coordinator: Staff, on: date) -> Inspection:
    duty = duty_of(other_office)
    visit = inspections.Visit(other_office, office, "Việc thực hiện Quyết định 1899", on)
    return inspections.plan_inspection(visit, [duty.document], by=coordinator, on=on)


def test_from_the_checklist_to_the_remedy(
    inspection: Inspection, coordinator: Staff, other_office: Office, on: date
) -> None:
    point = inspection.points.get()
    assert point.duty is not None
    assert point.text == point.duty.text
    found = inspections.Found("Chưa báo cáo quý III", "Báo cáo bổ sung", on + timedelta(days=15), point)
    with pytest.raises(actions.NotNow):
        inspections.add_finding(inspection, found, by=coordinator)
    inspections.add_point(inspection, text="Bố trí kinh phí", by=coordinator)
    results = {point.pk: ("not_met", "Thiếu báo cáo")}
    with pytest.raises(actions.NotNow):
        inspections.record_visit(
            inspection, visited_on=on + timedelta(days=1), results=results, by=coordinator, on=on
        )
    inspections.record_visit(inspection, visited_on=on, results=results, by=coordinator, on=on)
    inspections.add_finding(inspection, found, by=coordinator)
    with pytest.raises(actions.NotNow):
        inspections.conclude(inspection, words="Kết luận", number="", by=coordinator, on=on)
    other = inspection.points.exclude(pk=point.pk).get()
    inspections.record_visit(inspection, visited_on=on, results={other.pk: ("met", "")}, by=coordinator, on=on)
    inspections.conclude(inspection, words="Kết luận", number="12/KL", by=coordinator, on=on)
    work = Finding.objects.get().assignment
    assert work is not None
    assert (work.lead, work.duty, work.due_on, work.title) == (
        other_office,
        point.duty,
        found.due_on,
        found.recommendation,
    )
    with pytest.raises(actions.NotNow):
        inspections.call_off(inspection, reason="x", by=coordinator)


def test_an_office_does_not_inspect_itself(office: Office, coordinator: Staff, on: date) -> None:
    with pytest.raises(actions.NotNow):
        inspections.plan_inspection(inspections.Visit(office, office, "x", on), [], by=coordinator, on=on)


def test_an_inspection_on_its_page(
    coordinator: Staff, focal: Staff, office: Office, other_office: Office, signed_in: SignIn, on: date
) -> None:
    duty = duty_of(other_office)
    client = signed_in(coordinator)
    new = reverse("planning:plan_inspection")
    assert client.get(new).status_code == 200
    form = {
        "office": other_office.pk,
        "lead": office.pk,
        "title": "Kiểm tra",
        "planned_on": on.isoformat(),
        "documents": [duty.document_id],
    }
    assert client.post(new, form | {"lead": other_office.pk}).status_code == 422
    assert client.post(new, form).status_code == 302
    row = Inspection.objects.get()
    address = reverse("planning:inspection", args=[row.pk])
    point = row.points.get()
    client.post(address, {"step": "visit", "visit-visited_on": on.isoformat(), f"result-{point.pk}": "partly"})
    finding = {
        "step": "finding",
        "finding-text": "Thiếu",
        "finding-recommendation": "Bổ sung",
        "finding-due_on": on.isoformat(),
    }
    assert client.post(address, finding | {"finding-text": ""}).status_code == 422
    client.post(address, finding)
    client.post(address, {"step": "conclude", "conclude-words": "Cơ bản thực hiện"})
    assert Finding.objects.get().assignment is not None
    shown = signed_in(focal).get(address)
    assert "Cơ bản thực hiện" in shown.content.decode()
    assert not shown.context["steps"]
    assert signed_in(staff_in(OfficeFactory(), StaffRole.FOCAL)).get(address).status_code == 403


@pytest.mark.parametrize("name", ["reviews_results", "review", "inspections_results", "inspection"])
def test_these_screens_too_ask_a_constant_number_of_questions(
    name: str,
    office: Office,
    other_office: Office,
    coordinator: Staff,
    signed_in: SignIn,
    on: date,
    django_assert_max_num_queries: Any,
) -> None:
    call = reviews.ReviewCall(on.year, "Rà soát", on)

    def more(count: int) -> None:
        documents = [duty_of(other_office).document for _n in range(count)]
        made["review"] = reviews.open_review(call, office, documents, by=coordinator, on=on).pk
        visit = inspections.Visit(other_office, office, "Kiểm tra", on)
        row = inspections.plan_inspection(visit, documents, by=coordinator, on=on)
        results = {p.pk: ("met", "") for p in row.points.all()}
        inspections.record_visit(row, visited_on=on, results=results, by=coordinator, on=on)
        for point in row.points.all():
            inspections.add_finding(row, inspections.Found("x", "y", on, point), by=coordinator)
        inspections.conclude(row, words="x", number="", by=coordinator, on=on)
        made["inspection"] = row.pk

    made: dict[str, int] = {}
    client = signed_in(coordinator)
    more(2)

    def ask() -> None:
        client.get(reverse(f"planning:{name}", args=[made[name]] if name in made else []))

    ask()
    with CaptureQueriesContext(connection) as few:
        ask()
    more(9)
    with django_assert_max_num_queries(len(few)):
        ask()
