"""Awards and sessions on the first page: each card is for those who can do something, and opens exactly its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.people.models import Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.work.waiting import waiting_in_work
from nhipcau.workspace.desk import waiting_for
from tests.factories.awards import advised, category_of, proposal_of, session_of
from tests.factories.people import OfficeFactory, staff_in

pytestmark = pytest.mark.django_db
R = StaffRole
SignIn = Callable[[Staff], Client]


@pytest.fixture
def on() -> date:
    return timezone.localdate()


@pytest.fixture
def rows(office: Office, other_office: Office, focal: Staff, on: date) -> dict[str, Staff]:
    """Of the other office: a dossier in preparation, one before the council, one to decide that names its approver; sessions."""
    named = staff_in(OfficeFactory(), R.APPROVER)
    proposal_of(other_office)
    proposal_of(other_office, category=category_of("giay-khen"), state="submitted")
    advised(proposal_of(other_office, person=named), focal)
    session_of(office, other_office, held_on=on + timedelta(days=2))
    session_of(office, other_office, held_on=on - timedelta(days=2))
    session_of(other_office, office, held_on=on - timedelta(days=9), state="held")
    session_of(office, other_office, held_on=on - timedelta(days=9), state="called_off", reason="x")
    return {"named": named}


def said(me: Staff, on: date) -> dict[str, tuple[int, bool]]:
    return {url.rpartition("/")[2]: (count, late) for _label, count, url, late in waiting_in_work(me, on=on)}


def test_each_sees_what_they_can_do_and_nothing_else(
    rows: dict[str, Staff], office: Office, focal: Staff, coordinator: Staff, staff_of: Callable[..., Staff], on: date
) -> None:
    conclude = "?waits=conclude"
    assert said(focal, on) == {"?waits=prepare": (1, False), "?waits=answer": (1, False), conclude: (1, True)}
    assert said(coordinator, on) == {"?waits=advise": (1, False), conclude: (2, True)}
    assert said(staff_of(R.APPROVER), on) == {"?waits=decide": (1, False)}
    assert said(rows["named"], on) == {"?waits=own": (1, False)}, "nobody decides on their own award"
    for role in (R.EDITOR, R.VIEWER, R.FINANCE):
        assert said(staff_in(OfficeFactory(), role), on) == {}
    assert said(staff_in(OfficeFactory(), R.FOCAL), on) == {}, "another office's focal point"


def test_every_card_opens_exactly_its_rows(
    rows: dict[str, Staff],
    focal: Staff,
    coordinator: Staff,
    staff_of: Callable[..., Staff],
    signed_in: SignIn,
    on: date,
) -> None:
    for me in (focal, coordinator, staff_of(R.APPROVER), rows["named"]):
        client = signed_in(me)
        page = client.get("/staff/").content.decode()
        numbers = {n.url: n.count for n in waiting_for(me, on=on)}
        for label, count, url, _late in waiting_in_work(me, on=on):
            assert numbers[url] == count
            assert f'href="{url}"' in page
            assert label in page
            assert client.get(url).context["page_obj"].paginator.count == count, url


def test_the_list_of_one_says_nothing_of_anothers_work(rows: dict[str, Staff], signed_in: SignIn) -> None:
    stranger = staff_in(OfficeFactory(), R.FOCAL)
    for what in ("prepare", "advise", "decide", "own"):
        answer = signed_in(stranger).get(reverse("work:awards"), {"waits": what})
        assert answer.context["page_obj"].paginator.count == 0
    assert (
        signed_in(stranger).get(reverse("work:sessions"), {"waits": "conclude"}).context["page_obj"].paginator.count
        == 0
    )
