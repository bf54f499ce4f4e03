"""The plan: a month's board, moving with and without a pointer, quotas with gaps, each person's private feed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.newsroom import actions
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import Column, PlanFeed, Quota, Slot
from nhipcau.newsroom.plan import month_gaps, public_languages, slots_of
from nhipcau.newsroom.rules.calendar import Gap, Month, Planned, gaps_of, read_month
from nhipcau.people.models import Notice, Office, Staff
from nhipcau.people.permissions import NotAllowed, today
from nhipcau.people.rules.roles import StaffRole
from tests.factories.newsroom import out, story

SignIn = Callable[[Staff], Client]
Make = Callable[..., Staff]
R = StaffRole


# ---- rules


@given(st.integers(1950, 2900), st.integers(1, 12))
def test_weeks_hold_each_day_of_the_month_once(year: int, month: int) -> None:
    asked = Month(year, month)
    days = list(itertools.chain(*asked.weeks()))
    assert days == asked.days()
    assert all(week[0].weekday() == 0 or week[0] == asked.first for week in asked.weeks())
    assert asked.shifted(1).shifted(-1) == asked
    assert asked.shifted(1).first == asked.last + timedelta(days=1)
    assert read_month(str(asked), date(2000, 1, 1)) == asked


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-0", "x-y", "0001-01"])
def test_an_unreadable_month_is_this_one(text: str) -> None:
    assert read_month(text, date(2026, 11, 26)) == Month(2026, 11)


def test_gaps_count_what_is_planned_and_public_by_language() -> None:
    slots = [Planned(1, {"vi": True, "en": False}), Planned(1, {"vi": False}), Planned(2, {"vi": True})]
    assert gaps_of({(1, "vi"): 3, (1, "en"): 1, (2, "km"): 2}, slots) == [
        Gap(1, "vi", 3, 2, 1), Gap(1, "en", 1, 1, 0), Gap(2, "km", 2, 0, 0),
    ]  # fmt: skip
    assert Gap(1, "vi", 3, 2, 1).missing == 1
    assert Gap(1, "vi", 3, 5, 1).missing == 0


# ---- actions and screens


@pytest.fixture
def column(coordinator: Staff) -> Column:
    return actions.keep_column("Trà Vinh hôm nay", kind="column", by=coordinator)


def slot_in(column: Column, by: Staff, day: date, **said: Any) -> Slot:
    return actions.plan_slot(
        actions.Piece(column, day, said.pop("title", "Mùa nước nổi"), said.pop("languages", ("vi",)), **said), by=by
    )


@pytest.mark.django_db
def test_a_piece_is_planned_told_moved_and_dropped(column: Column, coordinator: Staff, staff_of: Make) -> None:
    editor = staff_of(R.EDITOR)
    slot = slot_in(column, coordinator, date(2026, 11, 10), who=editor)
    assert Notice.objects.filter(staff=editor, kind="newsroom.planned").count() == 1
    actions.move_slot(slot, column=column, on_date=date(2026, 11, 17), by=coordinator)
    assert Notice.objects.filter(staff=editor, kind="newsroom.planned").count() == 2
    with pytest.raises(NotNow):
        actions.drop_slot(slot, reason=" ", by=coordinator)
    actions.drop_slot(slot, reason="Trùng đề tài", by=coordinator)
    with pytest.raises(NotNow):
        actions.move_slot(slot, column=column, on_date=date(2026, 11, 18), by=coordinator)
    assert slots_of(Month(2026, 11)) == []


@pytest.mark.django_db
def test_a_piece_without_sense_is_not_planned(column: Column, coordinator: Staff) -> None:
    for said in ({"title": " "}, {"languages": ()}):
        with pytest.raises(NotNow):
            slot_in(column, coordinator, date(2026, 11, 10), **said)
    column.ended_on = date(2026, 10, 31)
    column.save()
    with pytest.raises(NotNow):
        slot_in(column, coordinator, date(2026, 11, 10))
    with pytest.raises(NotNow):
        actions.keep_column(column.name, kind="column", by=coordinator)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(StaffRole))
def test_role_by_action(role: StaffRole, column: Column, coordinator: Staff, staff_of: Make) -> None:
    by, day = staff_of(role, username=f"who-{role.value}"), date(2026, 11, 10)
    slot = slot_in(column, coordinator, day)
    plans = {R.COORDINATOR, R.EDITOR}
    manages = {R.COORDINATOR, R.ADMIN}
    deeds: list[tuple[set[StaffRole], Callable[[], object]]] = [
        (plans, lambda: slot_in(column, by, day)),
        (plans, lambda: actions.move_slot(slot, column=column, on_date=day, by=by)),
        (plans, lambda: actions.change_slot(slot, actions.Piece(column, day, "x", ("vi",)), by=by)),
        (plans, lambda: actions.drop_slot(slot, reason="x", by=by)),
        (manages, lambda: actions.keep_column("Khác", kind="series", by=by)),
        (manages, lambda: actions.set_quota(column, "vi", 3, by=by)),
        (set(StaffRole), lambda: actions.renew_feed(by=by)),
    ]
    for allowed, deed in deeds:
        if role in allowed:
            deed()
        else:
            with pytest.raises(NotAllowed):
                deed()


@pytest.mark.django_db
def test_quotas_are_held_against_pages_that_are_public(
    column: Column, coordinator: Staff, staff_of: Make, office: Office
) -> None:
    editor = staff_of(R.EDITOR)
    page = out(story(by=editor, office=office), by=editor, second=staff_of(R.APPROVER))
    slot_in(column, coordinator, date(2026, 11, 10), page=page, languages=("vi", "en"))
    slot_in(column, coordinator, date(2026, 11, 20))
    actions.set_quota(column, "vi", 4, by=coordinator)
    actions.set_quota(column, "en", 1, by=coordinator)
    actions.set_quota(column, "km", 1, by=coordinator)
    actions.set_quota(column, "km", 0, by=coordinator)
    slots = slots_of(Month(2026, 11))
    gaps = month_gaps(slots, public_languages(slots))
    assert [(g.language, g.wanted, g.planned, g.public) for g in gaps] == [("vi", 4, 2, 1), ("en", 1, 1, 0)]
    assert Quota.objects.count() == 2


@pytest.mark.django_db
def test_the_board_takes_a_constant_number_of_queries(
    column: Column, coordinator: Staff, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for n in range(28):
        slot_in(column, coordinator, date(2026, 11, 1 + n), who=coordinator)
    client = signed_in(coordinator)
    for by in ("week", "day"):
        with django_assert_max_num_queries(22):
            answer = client.get(reverse("newsroom:calendar"), {"month": "2026-11", "by": by})
        assert answer.content.decode().count('class="nr-slot"') == 28


@pytest.mark.django_db
def test_planning_and_moving_on_screen(column: Column, coordinator: Staff, signed_in: SignIn, staff_of: Make) -> None:
    client = signed_in(coordinator)
    board = reverse("newsroom:calendar") + "?month=2026-11"
    sent = {
        "step": "plan",
        "plan-column": column.pk,
        "plan-on_date": "2026-11-10",
        "plan-title": "Lễ hội",
        "plan-languages": ["vi", "km"],
    }
    assert client.post(board, sent | {"plan-title": ""}).status_code == 422
    assert client.post(board, sent).headers["Location"] == board
    slot = Slot.objects.get()
    moved = client.post(board, {"step": "move", "slot": slot.pk, "column": column.pk, "on_date": "2026-11-12"})
    assert moved.headers["Location"].endswith(f"#slot-{slot.pk}")
    slot.refresh_from_db()
    assert slot.on_date == date(2026, 11, 12)
    assert client.post(board, {"step": "move", "slot": "x"}).status_code == 404
    one = reverse("newsroom:slot", args=[slot.pk])
    assert (
        client.post(one, {"step": "move", "move-column": column.pk, "move-on_date": "2026-11-13"}).status_code == 302
    )
    change = {
        "step": "change",
        "change-column": column.pk,
        "change-on_date": "2026-11-14",
        "change-title": "Ok Om Bok",
        "change-languages": ["vi"],
    }
    assert client.post(one, change).status_code == 302
    assert client.post(one, {"step": "drop", "drop-reason": ""}).status_code == 422
    assert client.post(one, {"step": "drop", "drop-reason": "Dời sang năm"}).status_code == 302
    client.post(board, {"step": "column", "column-name": "Chuyên đề biển", "column-kind": "series"})
    client.post(board, {"step": "quota", "quota-column": column.pk, "quota-language": "en", "quota-per_month": 2})
    assert (Column.objects.count(), Quota.objects.get().per_month) == (2, 2)
    viewer = signed_in(staff_of(R.VIEWER))
    page = viewer.get(board)
    assert [d["key"] for d in page.context["deeds"]] == ["feed"]
    assert (
        viewer.post(
            board, {"step": "move", "slot": slot.pk, "column": column.pk, "on_date": "2026-11-12"}
        ).status_code
        == 403
    )


@pytest.mark.django_db
def test_a_feed_is_private_and_can_be_renewed(
    column: Column, coordinator: Staff, staff_of: Make, client: Client
) -> None:
    editor = staff_of(R.EDITOR)
    slot_in(column, coordinator, today() + timedelta(days=3), who=editor, title="Ao Bà Om; mùa lễ")
    slot_in(column, coordinator, today() + timedelta(days=4), title="Của người khác")
    key = actions.renew_feed(by=editor)
    assert key not in str(PlanFeed.objects.values_list("sha256", flat=True)[0]), "the key itself is not kept"
    answer = client.get(reverse("plan_feed", args=[key]))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    events = list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))
    assert [str(e["summary"]) for e in events] == ["Trà Vinh hôm nay: Ao Bà Om; mùa lễ"]
    assert events[0].decoded("dtstart") == today() + timedelta(days=3)
    assert answer.content.count(b"BEGIN:VEVENT") == 1
    assert client.get(reverse("plan_feed", args=[key]), {"all": 1}).content.count(b"BEGIN:VEVENT") == 2
    again = actions.renew_feed(by=editor)
    assert client.get(reverse("plan_feed", args=[key])).status_code == 404
    Staff.objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get(reverse("plan_feed", args=[again])).status_code == 404
