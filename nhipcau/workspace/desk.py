"""The first page's numbers. Each comes with the address of the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.newsroom.editing import with_last_step
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.waiting import waiting_in_newsroom
from nhipcau.people.models import Notice, Staff
from nhipcau.people.permissions import may, offices_of, reach
from nhipcau.planning.waiting import waiting_in_planning
from nhipcau.reports.waiting import waiting_in_reports
from nhipcau.work.models import Assignment, Extension
from nhipcau.work.queries import of_offices, status_q, visible_assignments
from nhipcau.work.rules import Status
from nhipcau.work.waiting import waiting_in_work


@dataclass(frozen=True, slots=True)
class Number:
    """A figure, what it counts, and where its rows are."""

    label: str
    count: int
    url: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a document's or an office's work is."""

    label: str
    url: str
    total: int
    done: int
    late: int
    late_url: str

    @property
    def percent(self) -> int:
        """Done of all."""
        return round(100 * self.done / self.total) if self.total else 0


def _work(**asked: Any) -> str:
    return f"{reverse('work:list')}?{urlencode(asked)}"


def waiting_for(me: Staff, *, on: date) -> list[Number]:
    """What ``me`` has to do next, in the order in which it presses."""
    found: list[Number] = []
    mine = visible_assignments(me, on=on).filter(of_offices(offices_of(me, on=on)))
    if may(me, "work.report_progress"):
        found += [
            Number(_("Overdue work of my office"), mine.filter(status_q(Status.OVERDUE, on)).count(),
                   _work(status="overdue", whose="mine"), is_late=True),
            Number(_("Due within seven days"), mine.filter(status_q(Status.DUE_SOON, on)).count(),
                   _work(status="due_soon", whose="mine")),
        ]  # fmt: skip
    if may(me, "work.decide"):
        handed = Assignment.objects.filter(state=Assignment.State.HANDED_IN).count()
        found.append(Number(_("Handed in, waiting for acceptance"), handed, _work(status="handed_in")))
        asked = Extension.objects.filter(state=Extension.State.ASKED).count()
        found.append(Number(_("Extensions asked for"), asked, _work(extension="asked", all="1")))
    if may(me, "documents.review"):
        count = Document.objects.filter(stage=Document.Stage.REVIEW).count()
        found.append(Number(_("Readings to review"), count, reverse("documents:library") + "?stage=review"))
    if may(me, "documents.approve_reading"):
        count = Document.objects.filter(stage=Document.Stage.REVIEWED).count()
        found.append(Number(_("Readings to approve"), count, reverse("documents:library") + "?stage=reviewed"))
    found += _pages_waiting(me)
    found += [Number(*row) for row in waiting_in_work(me, on=on)]
    found += [Number(*row) for row in waiting_in_reports(me, on=on)]
    found += [Number(*row) for row in waiting_in_planning(me, on=on)]
    found += [Number(*row) for row in waiting_in_newsroom(me, on=on)]
    unread = Notice.objects.filter(staff=me, read_at__isnull=True).count()
    found.append(Number(_("Unread notices"), unread, reverse("people:notices")))
    return found


def _pages_waiting(me: Staff) -> list[Number]:
    if not may(me, "newsroom.approve"):
        return []
    desk = reverse("newsroom:desk")
    handed = with_last_step(EditorialPage.objects.all()).filter(last_step="handed_over").count()
    urgent = EditorialPage.objects.filter(live=True, is_urgent=True).count()
    found = [Number(_("Pages that wait for a second person"), handed, f"{desk}?where=handed_over")]
    if urgent:
        found.append(Number(_("Pages out urgently, not approved yet"), urgent, f"{desk}?where=urgent", is_late=True))
    return found


_DONE = Q(state=Assignment.State.ACCEPTED)


def late_by_office(me: Staff, *, on: date) -> list[Standing]:
    """Offices with overdue work, the most first; those a person may see."""
    rows = visible_assignments(me, on=on).exclude(state=Assignment.State.CANCELLED).order_by()
    late = Count("pk", filter=status_q(Status.OVERDUE, on))
    counted = rows.values("lead_id", "lead__name").annotate(
        total=Count("pk"), done=Count("pk", filter=_DONE), late=late
    )
    return [
        Standing(row["lead__name"], _work(office=row["lead_id"], all=1), row["total"], row["done"], row["late"],
                 _work(office=row["lead_id"], status="overdue"))
        for row in counted.filter(late__gt=0).order_by("-late", "lead__name")[:12]
    ]  # fmt: skip


def progress_by_document(me: Staff, *, on: date) -> list[Standing]:
    """The documents that work was given for, the latest first."""
    rows = (
        visible_assignments(me, on=on).exclude(state=Assignment.State.CANCELLED).filter(duty__isnull=False).order_by()
    )
    counted = rows.values(
        "duty__document_id", "duty__document__kind", "duty__document__number", "duty__document__issued_on"
    ).annotate(
        total=Count("pk"), done=Count("pk", filter=_DONE), late=Count("pk", filter=status_q(Status.OVERDUE, on))
    )
    return [
        Standing(f"{row['duty__document__kind']} {row['duty__document__number']}".strip().capitalize()
                 if not row["duty__document__number"] else
                 f"{row['duty__document__kind'].capitalize()} {row['duty__document__number']}",
                 reverse("documents:detail", args=[row["duty__document_id"]]), row["total"], row["done"], row["late"],
                 _work(document=row["duty__document_id"], status="overdue"))
        for row in counted.order_by("-duty__document__issued_on")[:12]
    ]  # fmt: skip


def sees_all_work(me: Staff) -> bool:
    """Whether the page speaks of the whole province or of one's own office."""
    return reach(me, "work.see") is None
