"""What the newsroom does by itself: appointments. The worker's clock calls ``tend`` every minute."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from nhipcau.newsroom.actions import make_fact_notices, make_files, publish_due
from nhipcau.newsroom.editing import way_of
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import BookFile, Publication, Step
from nhipcau.people.actions import tell
from nhipcau.people.models import Membership, Staff
from nhipcau.people.permissions import NotAllowed, today

log = logging.getLogger("nhipcau.newsroom")


def tend(*, now: datetime) -> None:
    """Let out what is due at ``now``; remind of urgent pages that still want their second person."""
    for step in due_steps(now):
        _keep(step, now)
    for step in Step.objects.filter(kind="urgent", due_at__lte=now).select_related("page"):
        _remind(step)
    tend_day(on=timezone.localdate(now))


def tend_day(*, on: date) -> None:
    """Leave the notices that ``on`` calls for. Idempotent: each is said once."""
    make_fact_notices(on=on)


def due_steps(now: datetime) -> list[Step]:
    """The appointments that are each page's last word about time and have come."""
    about_time = Step.objects.filter(
        page_id=OuterRef("page_id"),
        kind__in=["scheduled", "unscheduled", "published", "updated", "withdrawn", "returned"],
    ).order_by("-pk")
    due = Step.objects.filter(kind="scheduled", due_at__lte=now, pk=Subquery(about_time.values("pk")[:1]))
    return list(due.select_related("page", "by").order_by("due_at"))


def _keep(step: Step, now: datetime) -> None:
    if step.by is None:
        return
    try:
        publish_due(step.page, by=step.by, now=now)
    except (NotNow, NotAllowed) as fault:
        log.warning("page %s could not go out on time: %s", step.page_id, fault)
        text = _("“%(page)s” could not go out on time: %(why)s") % {"page": step.page.title, "why": fault}
        tell([step.by], kind="newsroom.not_out", about=f"step {step.pk}", text=text, url=_address(step), by=None)


def _remind(step: Step) -> None:
    if way_of(step.page).waits is None:
        return
    text = _("“%(page)s” went out urgently and its time for a second person is over.") % {"page": step.page.title}
    tell(
        _second_people(), kind="newsroom.urgent_late", about=f"step {step.pk}", text=text, url=_address(step), by=None
    )


def _second_people() -> list[Staff]:
    roles = ["approver", "leader", "coordinator"]
    ids = Membership.objects.on(today()).filter(role__in=roles).values("staff_id")
    return list(Staff.objects.filter(pk__in=ids, is_active=True))


def _address(step: Step) -> str:
    return reverse("newsroom:page", args=[step.page_id])


@task()
def bind(pk: int) -> None:
    """Make the files of a publication that was approved. May be run again: what is there is left alone."""
    found = Publication.objects.filter(pk=pk).first()
    if found is not None:
        make_files(found)


def recover() -> int:
    """Put in line again the publications whose files a killed worker left unmade. Answers how many. Safe at any time."""
    made = Count("files", filter=Q(files__content=F("content")))
    rows = Publication.objects.filter(approved_at__isnull=False, withdrawn_because="").annotate(made=made)
    short = list(rows.filter(made__lt=len(BookFile.Format.values)).values_list("pk", flat=True))
    for pk in short:
        bind.enqueue(pk)
    return len(short)
