"""The first page's numbers. Each comes with the address of the rows behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.corrections.waiting import waiting_in_corrections
from nhipcau.documents.models import Document
from nhipcau.newsroom.editing import with_last_step
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.waiting import waiting_in_newsroom
from nhipcau.people.models import Notice, Office, Staff
from nhipcau.people.permissions import may, offices_of, reach
from nhipcau.planning.waiting import waiting_in_planning
from nhipcau.reports.looking import work_on
from nhipcau.reports.overview import work_sums_anew
from nhipcau.reports.rules.tallies import WorkSums
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
    found += _readings_waiting(me)
    found += _pages_waiting(me)
    found += [Number(*row) for row in waiting_in_work(me, on=on)]
    found += [Number(*row) for row in waiting_in_reports(me, on=on)]
    found += [Number(*row) for row in waiting_in_planning(me, on=on)]
    found += [Number(*row) for row in waiting_in_newsroom(me, on=on)]
    found += [Number(*row) for row in waiting_in_corrections(me, on=on)]
    unread = Notice.objects.filter(staff=me, read_at__isnull=True).count()
    found.append(Number(_("Unread notices"), unread, reverse("people:notices")))
    return found


def _readings_waiting(me: Staff) -> list[Number]:
    asked = (
        ("documents.review", _("Readings to review"), Document.Stage.REVIEW),
        ("documents.approve_reading", _("Readings to approve"), Document.Stage.REVIEWED),
    )
    mine = [(label, stage) for action, label, stage in asked if may(me, action)]
    if not mine:
        return []
    many = Document.objects.aggregate(**{stage.value: Count("pk", filter=Q(stage=stage)) for _label, stage in mine})
    library = reverse("documents:library")
    return [Number(label, many[stage.value], f"{library}?stage={stage.value}") for label, stage in mine]


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


SHOWN = 12
"""Offices and documents on the page."""


def work_for(me: Staff, *, on: date) -> WorkSums:
    """Work by office and by document that ``me`` may see: the province's from what was counted ahead, one's own offices' from the work."""
    return work_on(on) if sees_all_work(me) else work_sums_anew(visible_assignments(me, on=on), on)


def late_by_office(sums: WorkSums) -> list[Standing]:
    """Offices with overdue work, the most first."""
    late = {row.key: row for row in sums.offices if row.late}
    names = dict(Office.objects.filter(pk__in=late).values_list("pk", "name"))
    rows = sorted(late.values(), key=lambda row: (-row.late, names[row.key]))[:SHOWN]
    return [
        Standing(
            names[row.key], _work(office=row.key, all=1), row.total, row.done, row.late,
            _work(office=row.key, status="overdue"),
        )
        for row in rows
    ]  # fmt: skip


def progress_by_document(sums: WorkSums) -> list[Standing]:
    """The documents that work was given for, the latest first."""
    found = {row.key: row for row in sums.documents}
    documents = Document.objects.filter(pk__in=found).only("kind", "number", "issued_on")
    return [
        Standing(
            f"{document.kind.capitalize()} {document.number}".strip(),
            reverse("documents:detail", args=[document.pk]),
            found[document.pk].total, found[document.pk].done, found[document.pk].late,
            _work(document=document.pk, status="overdue"),
        )
        for document in documents.order_by(F("issued_on").desc(nulls_last=True), "-pk")[:SHOWN]
    ]  # fmt: skip


def sees_all_work(me: Staff) -> bool:
    """Whether the page speaks of the whole province or of one's own office."""
    return reach(me, "work.see") is None
