"""Reports that wait for a person: rows for the first page, and the conditions by which the list of requests shows the same."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, offices_of
from nhipcau.reports.models import ReportRequest, Submission
from nhipcau.reports.queries import WRITABLE

Row = tuple[str, int, str, bool]
"""What it is, how many, where they are listed, whether they are late."""
REQUESTS_WAIT = (
    ("answer", gettext_lazy("my office has to report")), ("accept", gettext_lazy("reports to accept or return")),
)  # fmt: skip
NOBODY = Q(pk__in=[])


def requests_q(what: str, me: Staff, *, on: date) -> Q:
    """Open requests in which ``me`` has ``what`` to do."""
    of_request = Submission.objects.filter(request=OuterRef("pk"))
    is_open = Q(state=ReportRequest.State.OPEN)
    if what == "answer" and may(me, "reports.answer"):
        mine = offices_of(me, "reports.answer", on=on)
        own = Q(held_by__in=mine) | Q(held_by__isnull=True, office__in=mine)
        return is_open & Q(Exists(of_request.filter(own, state__in=WRITABLE)))
    if what == "accept" and may(me, "reports.decide"):
        return is_open & Q(Exists(of_request.filter(state=Submission.State.SUBMITTED)))
    return NOBODY


def waiting_in_reports(me: Staff, *, on: date) -> list[Row]:
    """Only what is there is said."""
    listed = reverse("reports:requests")
    answer = requests_q("answer", me, on=on)
    counts = ReportRequest.objects.aggregate(
        answer=Count("pk", filter=answer), late=Count("pk", filter=answer & Q(due_on__lt=on)),
        accept=Count("pk", filter=requests_q("accept", me, on=on)),
    )  # fmt: skip
    found = [
        (_("Reports that my office has to write"), counts["answer"], f"{listed}?waits=answer", bool(counts["late"])),
        (_("Requests with reports to accept or return"), counts["accept"], f"{listed}?waits=accept", False),
    ]
    return [row for row in found if row[1]]
