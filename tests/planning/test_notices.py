"""Who hears what of plans, once; and what the first page counts, with the rows behind each number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client

from nhipcau.people.models import Notice, Office, Staff
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions, jobs
from nhipcau.planning.actions.inspections import Visit, plan_inspection
from nhipcau.planning.actions.noticing import make_notices
from nhipcau.planning.actions.reviews import ReviewCall, open_review
from nhipcau.planning.actions.rounds import Decision
from nhipcau.planning.models import OfficePlan, PlanRound
from nhipcau.planning.waiting import waiting_in_planning
from nhipcau.work.actions import send_digests
from tests.factories.duties import DocumentFactory
from tests.factories.people import OfficeFactory, merge, staff_in
from tests.factories.planning import cost, line_of, round_of

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def heard(staff: Staff) -> list[str]:
    return list(Notice.objects.filter(staff=staff).order_by("pk").values_list("kind", flat=True))


def test_a_year_is_told_to_those_who_have_to_act(
    plan: OfficePlan, round_: PlanRound, office: Office, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff, on: date
) -> None:  # fmt: skip
    stranger = staff_in(OfficeFactory(), StaffRole.FOCAL)
    PlanRound.objects.filter(pk=round_.pk).update(due_on=on + timedelta(days=20))
    assert make_notices(on=on) == 1
    assert make_notices(on=on) == 0
    assert heard(focal) == ["planning.asked"]
    for later, kind in ((14, "due_soon"), (19, "due_tomorrow"), (21, "overdue")):
        make_notices(on=on + timedelta(days=later))
        assert heard(focal)[-1] == f"planning.{kind}"
    line = line_of(plan, cost(9), by=focal)
    actions.submit(plan, by=focal, on=on)
    make_notices(on=on)
    assert heard(coordinator) == ["planning.submitted.next"]
    actions.return_plan(plan, reason="Thiếu cách đo", remarks={}, by=coordinator)
    make_notices(on=on)
    assert heard(focal)[-1] == "planning.returned"
    assert "Thiếu cách đo" in Notice.objects.get(kind="planning.returned").text
    actions.submit(plan, by=focal, on=on)
    actions.accept_plan(plan, by=coordinator)
    make_notices(on=on)
    assert (heard(focal)[-1], heard(finance)) == ("planning.accepted", ["planning.accepted.next"])
    actions.appraise_rest(plan, by=finance)
    actions.leave_out(round_.plans.get(office=office), reason="x", by=coordinator)
    make_notices(on=on)
    assert "planning.appraised.next" in heard(coordinator)
    actions.present(round_, by=coordinator)
    make_notices(on=on)
    assert heard(approver) == ["planning.presented"]
    actions.approve(round_, Decision("2150/QĐ-UBND", on), by=approver, on=on)
    make_notices(on=on)
    assert heard(focal)[-1] == "planning.approved"
    actions.amend(
        round_, actions.Ground("Đổi tên"), {line.pk: actions.NewValues(activity="Khác")}, by=coordinator, on=on
    )
    jobs.tend(on=on)
    jobs.tend(on=on)
    assert heard(focal).count("planning.amended") == 1
    assert heard(stranger) == []
    assert send_digests(on=on) >= 1
    assert any("2150/QĐ-UBND" in str(m.body) for m in mail.outbox)


def test_the_successor_hears_of_the_plan_it_took_over(plan: OfficePlan, focal: Staff, on: date) -> None:
    after = OfficeFactory()
    merge(plan.office, after, on)
    successor = staff_in(after, StaffRole.FOCAL)
    make_notices(on=on)
    assert "planning.asked" in heard(successor)
    assert after.name in Notice.objects.filter(staff=successor, kind="planning.asked").get().text


def test_reviews_and_inspections_are_told(
    office: Office, other_office: Office, coordinator: Staff, focal: Staff, staff_of: Callable[..., Staff], on: date
) -> None:
    desk = staff_of(StaffRole.FOCAL, office)
    open_review(
        ReviewCall(2030, "Rà soát", on + timedelta(days=30)), office, [DocumentFactory()], by=coordinator, on=on
    )
    plan_inspection(Visit(other_office, office, "Kiểm tra", on), [], by=coordinator, on=on)
    make_notices(on=on)
    make_notices(on=on + timedelta(days=29))
    assert heard(desk) == ["planning.review_asked", "planning.review_due"]
    assert heard(focal) == ["planning.inspection_planned"]


def test_making_notices_by_hand_needs_the_role(focal: Staff, coordinator: Staff, on: date) -> None:
    with pytest.raises(NotAllowed):
        make_notices(on=on, by=focal)
    assert make_notices(on=on, by=coordinator) == 0


def test_every_number_of_the_first_page_opens_its_rows(
    plan: OfficePlan, round_: PlanRound, office: Office, focal: Staff, coordinator: Staff, finance: Staff, approver: Staff,
    signed_in: SignIn, on: date,
) -> None:  # fmt: skip
    def opened(me: Staff) -> dict[str, int]:
        me = Staff.objects.get(pk=me.pk)
        found = {}
        for label, count, url, _late in waiting_in_planning(me, on=on):
            context = signed_in(me).get(url).context
            rows = context["rows"] if "rows" in context else context["object_list"]
            assert len(rows) == count, (label, url)
            found[url.partition("?")[2]] = count
        page = signed_in(me).get("/staff/").content.decode()
        assert all(url.replace("&", "&amp;") in page for _l, _n, url, _x in waiting_in_planning(me, on=on))
        return found

    more = round_of(office, by=coordinator, year=round_.year + 1)
    assert opened(focal) == {"state=to_write&whose=mine": 1}
    assert opened(coordinator) == {"state=to_write&whose=mine": 1}
    line_of(plan, cost(9), by=focal)
    actions.submit(plan, by=focal, on=on)
    assert opened(focal) == {}
    assert opened(coordinator)["state=submitted"] == 1
    actions.accept_plan(plan, by=coordinator)
    assert opened(finance) == {"state=to_appraise": 1}
    actions.appraise_rest(plan, by=finance)
    assert opened(finance) == opened(approver) == {}
    actions.leave_out(round_.plans.get(office=office), reason="x", by=coordinator)
    actions.present(round_, by=coordinator)
    assert opened(approver) == {"state=presented": 1}
    assert more.plans.count() == 1
