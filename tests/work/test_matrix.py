"""Role × action on work: who may do what where; and nobody sees another office's work by its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Office, Staff, TrailEntry
from nhipcau.people.permissions import NotAllowed
from nhipcau.people.rules.roles import StaffRole
from nhipcau.work import actions
from nhipcau.work.actions.dissemination import Held
from nhipcau.work.models import Assignment, DisseminationOffice, Extension
from tests.factories.duties import DutyFactory
from tests.factories.people import OfficeFactory, staff_in
from tests.factories.work import AssignmentFactory, dissemination_to, evidence_of

pytestmark = pytest.mark.django_db
R = StaffRole
COORDINATING = {R.ADMIN, R.COORDINATOR}

OWN = {
    "record_progress": {R.COORDINATOR, R.FOCAL},
    "ask_extension": {R.COORDINATOR, R.FOCAL},
    "hand_in": {R.COORDINATOR, R.FOCAL},
    "file_evidence": {R.COORDINATOR, R.FOCAL, R.EDITOR},
    "withdraw_evidence": {R.COORDINATOR, R.FOCAL, R.EDITOR},
    "record_session": {R.COORDINATOR, R.FOCAL},
    "assign": COORDINATING,
    "edit_assignment": COORDINATING,
    "cancel_assignment": COORDINATING,
    "accept": COORDINATING,
    "return_work": COORDINATING,
    "decide_extension": COORDINATING,
    "start_recurrence": COORDINATING,
    "open_periods": COORDINATING,
    "order_dissemination": COORDINATING,
    "make_notices": COORDINATING,
    "send_digests": COORDINATING,
}
ELSEWHERE = {
    **{name: roles if roles is COORDINATING else set() for name, roles in OWN.items()},
    "file_evidence": {R.COORDINATOR},
    "withdraw_evidence": {R.COORDINATOR},
}


def perform(name: str, by: Staff, lead: Office) -> object:
    """Bring the work into the state in which the step makes sense, then take the step as ``by``."""
    on = timezone.localdate()
    later = on + timedelta(days=40)
    author = Staff.objects.get_or_create(username="author")[0]
    state = "handed_in" if name in {"accept", "return_work"} else "open"
    work: Assignment = AssignmentFactory(lead=lead, state=state)
    if state == "handed_in":
        work.hand_ins.create(words="x", by=author, at=timezone.now(), on_date=on)
    order = actions.Order(due_on=later, opens_on=on, title="x")
    link = actions.Filing(lead, "link", "x", on, assignment=work, address="https://x.vn")

    def extension() -> Extension:
        return work.extensions.create(
            reason="x", old_due_on=work.due_on, new_due_on=later, asked_by=author, asked_at=timezone.now()
        )

    def part() -> DisseminationOffice:
        return DisseminationOffice.objects.get(dissemination=dissemination_to(lead))

    steps: dict[str, Callable[[], object]] = {
        "record_progress": lambda: actions.record_progress(work, percent=5, words="x", by=by, on=on),
        "ask_extension": lambda: actions.ask_extension(work, reason="x", new_due_on=later, by=by, on=on),
        "hand_in": lambda: actions.hand_in(work, words="x", by=by, on=on),
        "file_evidence": lambda: actions.file_evidence(link, by=by, on=on),
        "withdraw_evidence": lambda: actions.withdraw_evidence(evidence_of(lead, author), reason="x", by=by, on=on),
        "record_session": lambda: actions.record_session(part(), Held("meeting", on, 1), by=by, on=on),
        "assign": lambda: actions.assign(None, lead, order, by=by),
        "edit_assignment": lambda: actions.edit_assignment(work, lead, order, by=by),
        "cancel_assignment": lambda: actions.cancel_assignment(work, by=by, on=on, reason="x"),
        "accept": lambda: actions.accept(work, by=by),
        "return_work": lambda: actions.return_work(work, by=by, reason="x"),
        "decide_extension": lambda: actions.decide_extension(extension(), Extension.State.GRANTED, by=by),
        "start_recurrence": lambda: actions.start_recurrence(DutyFactory(), lead, "year", by=by, active_from=on),
        "open_periods": lambda: actions.open_periods(on=on, by=by),
        "order_dissemination": lambda: actions.order_dissemination(
            DutyFactory().document, [lead], audience="x", due_on=later, by=by
        ),
        "make_notices": lambda: actions.make_notices(on=on, by=by),
        "send_digests": lambda: actions.send_digests(on=on, by=by),
    }
    return steps[name]()


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(OWN))
def test_in_ones_own_office(name: str, role: StaffRole) -> None:
    office = OfficeFactory()
    check(name, staff_in(office, role), office, allowed=role in OWN[name])


@pytest.mark.parametrize("role", list(StaffRole))
@pytest.mark.parametrize("name", sorted(ELSEWHERE))
def test_in_another_office(name: str, role: StaffRole) -> None:
    check(name, staff_in(OfficeFactory(), role), OfficeFactory(), allowed=role in ELSEWHERE[name])


def check(name: str, by: Staff, office: Office, *, allowed: bool) -> None:
    if allowed:
        perform(name, by, office)
        return
    with pytest.raises(NotAllowed):
        perform(name, by, office)
    assert not TrailEntry.objects.exists()


SEES_ALL = {R.ADMIN, R.COORDINATOR, R.APPROVER, R.FINANCE, R.LEADER}


@pytest.mark.parametrize("role", list(StaffRole))
def test_who_sees_whose_work(role: StaffRole, client: Client) -> None:
    office = OfficeFactory()
    by = staff_in(office, role)
    own, other = AssignmentFactory(lead=office), AssignmentFactory()
    joint = AssignmentFactory(partners=[office])
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    listed = {a.pk for a in client.get(reverse("work:list")).context["object_list"]}
    assert {own.pk, joint.pk} <= listed
    assert (other.pk in listed) is (role in SEES_ALL)
    answer = client.get(reverse("work:assignment", args=[other.pk]))
    assert answer.status_code == (200 if role in SEES_ALL else 403)


@pytest.mark.parametrize("role", list(StaffRole))
def test_the_page_offers_what_the_actions_allow(role: StaffRole, client: Client) -> None:
    office = OfficeFactory()
    by = staff_in(office, role)
    work = AssignmentFactory(lead=office)
    client.force_login(by, backend="django.contrib.auth.backends.ModelBackend")
    offered = {s["key"] for s in client.get(reverse("work:assignment", args=[work.pk])).context["steps"]}
    named = {"progress": "record_progress", "extension": "ask_extension", "hand_in": "hand_in",
             "evidence": "file_evidence", "edit": "edit_assignment", "cancel": "cancel_assignment"}  # fmt: skip
    assert offered == {step for step, name in named.items() if role in OWN[name]}


def test_someone_without_a_role_may_nothing(db: None) -> None:
    nobody, office = Staff.objects.create(username="nobody"), OfficeFactory()
    for name in OWN:
        with pytest.raises(NotAllowed):
            perform(name, nobody, office)
