"""Rounds, plans, lines for tests: made by the actions that people use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.rules.roles import StaffRole
from nhipcau.planning import actions
from nhipcau.planning.actions.rounds import Call, Decision
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound


def someone(role: StaffRole, office: Office) -> Staff:
    """A member of staff with ``role`` in ``office``, the same each time."""
    staff, _new = Staff.objects.get_or_create(
        username=f"{role.value}-{office.key}", defaults={"full_name": role.value}
    )
    Membership.objects.get_or_create(staff=staff, office=office, role=role)
    staff.__dict__.pop("_memberships_on", None)
    return staff


def round_of(*offices: Office, by: Staff, year: int = 0, due_on: date | None = None) -> PlanRound:
    """An open round of next year that asks ``offices``."""
    on = timezone.localdate()
    call = Call(year=year or on.year + 1, title="Hoạt động thông tin đối ngoại", due_on=due_on or on)
    return actions.open_round(call, offices[0], offices, by=by, on=on)


def cost(price: int = 1_000_000, quantity: str = "1", times: str = "1", **more: Any) -> actions.Cost:
    """One item."""
    return actions.Cost("Chi tổ chức", Decimal(quantity), Decimal(price), "lần", Decimal(times), **more)


def written(year: int, *costs: actions.Cost, **more: Any) -> actions.Written:
    """A line of the whole year."""
    values: dict[str, Any] = {"activity": "Tổ chức đoàn báo chí nước ngoài", "starts_on": date(year, 1, 1),
                              "ends_on": date(year, 12, 31), "basis": "Quyết định 1899/QĐ-UBND"}  # fmt: skip
    return actions.Written(**(values | more), costs=costs)


def line_of(plan: OfficePlan, *costs: actions.Cost, by: Staff, **more: Any) -> PlanLine:
    """A line added to ``plan``."""
    on = timezone.localdate()
    return actions.add_line(plan, written(plan.round.year, *costs, **more), by=by, on=on)


def approved(round_: PlanRound, *, by: Staff, finance: Staff, approver: Staff) -> PlanRound:
    """The round taken from submitted or drafted plans to its approval; everything as proposed."""
    on = timezone.localdate()
    for plan in round_.plans.all():
        if plan.state in {"draft", "returned"}:
            OfficePlan.objects.filter(pk=plan.pk).update(state="submitted")
        plan.refresh_from_db()
        if plan.state == "submitted":
            actions.accept_plan(plan, by=by)
        actions.appraise_rest(plan, by=finance)
    actions.present(round_, by=by)
    return actions.approve(round_, Decision("2150/QĐ-UBND", on), by=approver, on=on)
