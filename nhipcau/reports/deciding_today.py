"""What waits for a decision today in every room below, what the press says, which reports are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.corrections.models import Case
from nhipcau.corrections.queries import overdue
from nhipcau.corrections.rules.verdicts import State
from nhipcau.documents.models import Document
from nhipcau.monitoring.models import Digest, Mark, Story
from nhipcau.newsroom.commissions import commission_list, stage_q
from nhipcau.newsroom.editing import with_last_step
from nhipcau.newsroom.facts import fact_list
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.rules.commissions import Stage
from nhipcau.planning.models import OfficePlan, PlanRound, ReviewRound
from nhipcau.reports.models import Report, ReportRequest, Submission
from nhipcau.reports.queries import late_q
from nhipcau.reports.rules.overview import Figure, Said
from nhipcau.work.models import AwardProposal, Extension

LINES = 4
"""Headlines and stories that are shown."""


def decisions_of(on: date, *, handed_in: int) -> tuple[Figure, ...]:
    """Only what is there; what waits longest for the province first. ``handed_in``: pieces of work that wait for acceptance."""
    found = (
        *_plans(), *_reports(), *_work(handed_in), *_awards(), *_newsroom(), *_press(), *_corrections(on), *_documents(),
    )  # fmt: skip
    return tuple(figure for figure in found if figure.count)


def _plans() -> Iterator[Figure]:
    rounds, reviews = reverse("planning:rounds"), reverse("planning:reviews")
    presented = PlanRound.objects.filter(state=PlanRound.State.PRESENTED).count()
    yield Figure(_("Plans of years to approve"), presented, f"{rounds}?state=presented")
    lists = ReviewRound.objects.filter(state=ReviewRound.State.PRESENTED).count()
    yield Figure(_("Reviews to approve"), lists, f"{reviews}?state=presented")
    waiting = OfficePlan.objects.filter(state=OfficePlan.State.SUBMITTED, round__state=PlanRound.State.OPEN)
    for year in waiting.order_by().values_list("round__year", flat=True).distinct():
        page = f"{reverse('planning:round', args=[year])}?state=submitted"
        said = _("Plan of %(year)d: submitted, to accept or return") % {"year": year}
        yield Figure(said, waiting.filter(round__year=year).count(), page)


def _work(handed: int) -> Iterator[Figure]:
    listed = reverse("work:list")
    asked = Extension.objects.filter(state=Extension.State.ASKED).count()
    yield Figure(_("Extensions asked for"), asked, f"{listed}?extension=asked&all=1")
    yield Figure(_("Handed in, waiting for acceptance"), handed, f"{listed}?status=handed_in")


def _newsroom() -> Iterator[Figure]:
    desk, facts = reverse("newsroom:desk"), reverse("newsroom:facts")
    pages = with_last_step(EditorialPage.objects.all()).aggregate(
        handed=Count("pk", filter=Q(last_step="handed_over")), urgent=Count("pk", filter=Q(live=True, is_urgent=True))
    )
    yield Figure(_("Pages that wait for a second person"), pages["handed"], f"{desk}?where=handed_over")
    yield Figure(_("Pages out urgently, not approved yet"), pages["urgent"], f"{desk}?where=urgent", is_late=True)
    waiting = fact_list().filter(is_waiting=True).order_by().count()
    yield Figure(_("Figures to approve"), waiting, f"{facts}?where=waiting")
    delivered = commission_list().filter(stage_q(Stage.DELIVERED)).order_by().count()
    yield Figure(_("Deliveries to accept"), delivered, f"{reverse('newsroom:commissions')}?stage=delivered")


def _reports() -> Iterator[Figure]:
    waiting = Submission.objects.filter(state=Submission.State.SUBMITTED, request__state=ReportRequest.State.OPEN)
    rows = waiting.order_by("request__due_on", "request").values_list("request", "request__title")
    for request, title, count in rows.annotate(n=Count("pk")):
        said = _("Reports to accept: %(title)s") % {"title": title}
        yield Figure(said, count, f"{reverse('reports:request', args=[request])}?state=submitted")


def _press() -> Iterator[Figure]:
    drafts = Digest.objects.filter(state=Digest.State.DRAFT).count()
    yield Figure(_("Press digests to send"), drafts, f"{reverse('monitoring:digests')}?state=draft")


def _corrections(on: date) -> Iterator[Figure]:
    desk = reverse("corrections:desk")
    many = Case.objects.aggregate(
        second=Count("pk", filter=Q(state=State.HANDED_OVER)), check=Count("pk", filter=Q(state=State.AGREED)),
        late=Count("pk", filter=overdue(on)),
    )  # fmt: skip
    yield Figure(_("Corrections that wait for a second person"), many["second"], f"{desk}?state={State.HANDED_OVER}")
    yield Figure(
        _("Corrections that wait for the legal and secrecy check"), many["check"], f"{desk}?state={State.AGREED}"
    )
    yield Figure(_("Cases of the corrections desk past their day"), many["late"], f"{desk}?late=late", is_late=True)


def _awards() -> Iterator[Figure]:
    advised = AwardProposal.objects.filter(state=AwardProposal.State.ADVISED).count()
    yield Figure(_("Award proposals to decide on"), advised, f"{reverse('work:awards')}?state=advised")


def _documents() -> Iterator[Figure]:
    reviewed = Document.objects.filter(stage=Document.Stage.REVIEWED).count()
    yield Figure(_("Readings to approve"), reviewed, f"{reverse('documents:library')}?stage=reviewed")


def reports_due(on: date) -> tuple[Figure, ...]:
    """Requests that are open, those in which somebody is late, reports drawn up and not issued yet."""
    asked, listed = (
        ReportRequest.objects.filter(state=ReportRequest.State.OPEN),
        f"{reverse('reports:requests')}?state=open",
    )
    late = asked.filter(Exists(Submission.objects.filter(late_q(on), request=OuterRef("pk")))).count()
    drafts = Report.objects.filter(state=Report.State.DRAFT).count()
    found = [
        Figure(_("Report requests that are open"), asked.count(), listed),
        Figure(_("Requests in which somebody is late"), late, f"{listed}&late=yes", is_late=True),
        Figure(_("Reports drawn up, not issued yet"), drafts, reverse("reports:list")),
    ]
    return tuple(figure for figure in found if figure.count)


def latest_digest() -> tuple[Said | None, tuple[Said, ...]]:
    """The last digest that was sent, and its first stories by their titles; who published them is not asked here."""
    sent = Digest.objects.filter(state=Digest.State.SENT).only("title", "on_date", "sent_at")
    row = sent.order_by("-sent_at", "-pk").first()
    if row is None:
        return None, ()
    page = reverse("monitoring:digest", args=[row.pk])
    items = row.items.order_by("position", "pk").only("title", "story_id", "digest_id")[:LINES]
    stories = tuple(
        Said(item.title, reverse("monitoring:story", args=[item.story_id]) if item.story_id else page)
        for item in items
    )
    return Said(row.title, page, row.on_date.isoformat()), stories


def marked_stories() -> tuple[Said, ...]:
    """Stories that the desk marked for leadership, the latest first."""
    marks = Mark.objects.filter(kind=Mark.Kind.LEADERSHIP).order_by("-at", "-pk")
    done = Story.objects.filter(pk=OuterRef("story"), state=Story.State.DROPPED)
    rows = marks.filter(~Exists(done)).select_related("story").only("at", "story__title")[:LINES]
    return tuple(
        Said(
            mark.story.title,
            reverse("monitoring:story", args=[mark.story_id]),
            timezone.localdate(mark.at).isoformat(),
        )
        for mark in rows
    )
