"""What the work room adds to the pages of the rooms below: what was done about a duty, about a document."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.duties.models import Duty, DutyState
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, today
from nhipcau.ports.sections import Section, register_section
from nhipcau.work.models import Dissemination, Progress, Session
from nhipcau.work.queries import counts_by_status, has_work, visible_assignments, visible_evidence, visible_sessions
from nhipcau.work.rules import Status
from nhipcau.work.views.lists import row_of

SHOWN = 60
DOCUMENT_HEAVY = ("duty__document__text",)


def register_sections() -> None:
    """Called once when the app starts."""
    register_section("duties.duty", done_about_duty)
    register_section("duties.register", giving)
    register_section("documents.document", done_about_document)
    register_section("documents.document", made_known)
    register_section("documents.document", concluded_in)
    register_section("duties.duty", asked_in)


def done_about_duty(duty: Duty, by: Staff) -> Section | None:
    """Assignments with their last words, and evidence, as far as the person may see them."""
    if not may(by, "work.see"):
        return None
    on = today()
    work = visible_assignments(by, on=on).filter(duty=duty).select_related("lead").prefetch_related("partners")
    rows = [row_of(w, on) for w in work.order_by("-due_on", "lead__name")[:SHOWN]]
    last: dict[int, Progress] = {}
    for said in Progress.objects.filter(assignment__in=[r["work"].pk for r in rows]).order_by("at", "pk"):
        last[said.assignment_id] = said
    for row in rows:
        row["last"] = last.get(row["work"].pk)
    filed = visible_evidence(by, on=on).filter(Q(duty=duty) | Q(assignment__duty=duty)).distinct()
    shown: dict[str, Any] = {
        "duty": duty, "rows": rows, "count": work.count(),
        "evidence": filed.select_related("office", "withdrawal", "filed_by", "document__source").defer(
            "document__text")[:SHOWN],
        "recurrences": duty.recurrences.select_related("lead"),
        "may_assign": may(by, "work.assign") and duty.state == DutyState.OPEN,
    }  # fmt: skip
    return Section("work", _("What was done"), "work/sections/duty.html", shown, order=10)


def giving(subject: None, by: Staff) -> Section | None:
    """The button that gives chosen duties."""
    return Section("work-giving", "", "work/sections/giving.html") if may(by, "work.assign") else None


def done_about_document(document: Document, by: Staff) -> Section | None:
    """How many of the document's duties have work, and where that stands."""
    if not may(by, "work.see"):
        return None
    duties = Duty.objects.filter(document=document, state=DutyState.OPEN).order_by()
    asked = duties.aggregate(all=Count("pk"), given=Count("pk", filter=Q(has_work())))
    if not asked["all"]:
        return None
    on = today()
    work = visible_assignments(by, on=on).filter(duty__document=document)
    counts = counts_by_status(work, on=on)
    live = sum(n for status, n in counts.items() if status is not Status.CANCELLED)
    shown = {
        "document": document, "all": asked["all"], "given": asked["given"], "counts": counts, "live": live,
        "accepted": counts[Status.ACCEPTED], "overdue": counts[Status.OVERDUE],
        "handed_in": counts[Status.HANDED_IN],
        "share": round(100 * counts[Status.ACCEPTED] / live) if live else 0,
    }  # fmt: skip
    return Section("progress", _("Progress"), "work/sections/document.html", shown, order=10)


def made_known(document: Document, by: Staff) -> Section | None:
    """The orders to make the document known and how far they are."""
    if not may(by, "work.see"):
        return None
    done = Exists(Session.objects.filter(dissemination_office=OuterRef("offices")))
    orders = Dissemination.objects.filter(document=document).annotate(
        asked=Count("offices", distinct=True),
        done=Count("offices", filter=Q(done), distinct=True),
        reached=Sum("offices__sessions__participants"),
    )
    shown = {
        "orders": list(orders), "document": document, "today": today(),
        "may_order": may(by, "work.order_dissemination"),
    }  # fmt: skip
    if not shown["orders"] and not shown["may_order"]:
        return None
    return Section("dissemination", _("Dissemination"), "work/sections/dissemination.html", shown, order=20)


def concluded_in(document: Document, by: Staff) -> Section | None:
    """The session whose conclusions the document is."""
    return _session_section(document.pk, by)


def asked_in(duty: Duty, by: Staff) -> Section | None:
    """The session in which the duty was concluded."""
    return _session_section(duty.document_id, by)


def _session_section(document_id: int, by: Staff) -> Section | None:
    if not may(by, "work.see"):
        return None
    row = visible_sessions(by, on=today()).filter(document=document_id).select_related("lead").first()
    return (
        Section("session", _("Concluded in a session"), "work/sections/session.html", {"session": row}, order=30)
        if row
        else None
    )
