"""What the planning room adds to the pages of the rooms below: planned lines and money."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.duties.models import Duty
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, today
from nhipcau.planning.models import PlanLine, PlanRound
from nhipcau.planning.queries import lines_list, seen_by, totals, visible_lines
from nhipcau.ports.sections import Section, register_section
from nhipcau.work.models import Assignment

SHOWN = 60


def register_sections() -> None:
    """Called once when the app starts."""
    register_section("duties.duty", planned_for_duty)
    register_section("documents.document", planned_for_document)
    register_section("work.assignment", planned_for_work)


def planned_for_duty(duty: Duty, by: Staff) -> Section | None:
    """The lines that serve the duty with their money, year by year, as far as the person may see them."""
    if not may(by, "planning.see"):
        return None
    seen = visible_lines(by, on=today()).filter(duty=duty)
    lines = seen_by(lines_list().filter(duty=duty), by, on=today()).order_by(
        "-plan__round__year", "plan__office__name"
    )
    shown: dict[str, Any] = {"lines": list(lines[:SHOWN]), "totals": totals(seen), "duty": duty}
    shown["open_round"] = PlanRound.objects.filter(state=PlanRound.State.OPEN).defer("frozen").first()
    if not shown["lines"] and shown["open_round"] is None:
        return None
    return Section("planning", _("Planned lines and money"), "planning/sections/duty.html", shown, order=5)


def planned_for_document(document: Document, by: Staff) -> Section | None:
    """How much is planned for the document's duties, by year."""
    if not may(by, "planning.see"):
        return None
    seen = visible_lines(by, on=today()).filter(duty__document=document)
    years = sorted(set(seen.order_by().values_list("plan__round__year", flat=True)), reverse=True)
    if not years:
        return None
    rows = [(year, totals(seen.filter(plan__round__year=year))) for year in years[:5]]
    return Section(
        "planning",
        _("Planned lines and money"),
        "planning/sections/document.html",
        {"rows": rows, "document": document},
        order=15,
    )


def planned_for_work(work: Assignment, by: Staff) -> Section | None:
    """The line and the money that the work came from."""
    if not may(by, "planning.see"):
        return None
    line: PlanLine | None = seen_by(lines_list().filter(assignment=work), by, on=today()).first()
    return (
        Section("planning", _("Planned line and money"), "planning/sections/work.html", {"lines": [line]}, order=5)
        if line
        else None
    )
