"""Cases come in: by the public form, from the reading desk, by letter. A sender gets a number and a private link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.faults import NotNow, words_given
from nhipcau.corrections.actions.steps import _refuse_marked, _take, _tell_next
from nhipcau.corrections.clocks import CORRESPONDENCE, DESK, TRIAGE, clock_for, due_day
from nhipcau.corrections.models import Case, Contact
from nhipcau.corrections.rules.tokens import hash_of, new_token, number_of
from nhipcau.corrections.rules.verdicts import About, Kind, State, Way
from nhipcau.corrections.signals import desk_moved
from nhipcau.monitoring.models import Story
from nhipcau.newsroom.models import EditorialPage
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says. ``email`` and ``name`` go into a table of their own, or nowhere where they are empty."""

    statement: str
    about: str
    why: str = ""
    item_url: str = ""
    item_title: str = ""
    item_on: date | None = None
    page: EditorialPage | None = None
    story: Story | None = None
    appeal_of: Case | None = None
    language: str = settings.LANGUAGE_CODE
    statement_language: str = settings.LANGUAGE_CODE
    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The case, and the secret of its private link, which is known here alone."""

    case: Case
    token: str


def receive(report: Report, *, now: datetime, by: Staff | None = None) -> Receipt:
    """Take a report in: ``by`` None is a reader at the form, else who writes down what came by letter.

    Raises NotAllowed, NotNow, BearsSecrecyMark.
    """
    if by is not None:
        require(by, "corrections.receive")
    statement = words_given(report.statement)
    _refuse_marked(statement, report.why, report.item_title, by=by)
    if report.appeal_of is not None and not report.appeal_of.entries.exists():
        raise NotNow(_("Only an entry of the public log can be appealed against."))
    if report.about == About.PUBLISHED and not report.item_url and report.appeal_of is None and by is None:
        raise NotNow(_("Give the link of the item."))
    return _store(report, Way.STAFF if by is not None else Way.WEB, now=now, by=by)


@transaction.atomic
def receive_from_monitoring(story: Story, words: str, *, by: Staff, now: datetime | None = None) -> Case:
    """What the reading desk marked as maybe inaccurate, once a story. ``words`` name the statement and say why.

    Raises NotAllowed, NotNow.
    """
    require(by, "corrections.receive")
    known = Case.objects.filter(story=story, way=Way.MONITORING).first()
    if known is not None:
        return known
    first = story.first
    report = Report(
        statement=words_given(words), about=About.PUBLISHED, item_url=first.url if first else "", item_title=story.title,
        item_on=timezone.localdate(first.published_at) if first and first.published_at else None, story=story,
        statement_language=(first.language if first else "") or settings.LANGUAGE_CODE,
    )  # fmt: skip
    return _store(report, Way.MONITORING, now=now or timezone.now(), by=by).case


@transaction.atomic
def _store(report: Report, way: Way, *, now: datetime, by: Staff | None) -> Receipt:
    record(by, "corrections.receive", note=way)  # first: it holds the pen, so that numbers follow each other
    on, token = timezone.localdate(now), new_token()
    is_appeal = report.appeal_of is not None
    clock = clock_for(CORRESPONDENCE if is_appeal else DESK, on)
    case = Case.objects.create(
        number=_next_number(on.year), token_hash=hash_of(token), way=way, about=report.about, page=report.page, story=report.story,
        item_url=report.item_url.strip()[:2000], item_title=report.item_title.strip()[:500], item_on=report.item_on or _day_of(report.page),
        statement=report.statement.strip(), statement_language=report.statement_language, why=report.why.strip(),
        language=report.language, appeal_of=report.appeal_of, received_at=now, kind=Kind.APPEAL if is_appeal else "",
        state=State.CORRESPONDENCE if is_appeal else State.RECEIVED, triaged_at=now if is_appeal else None,
        triage_due_on=None if is_appeal else due_day(clock_for(TRIAGE, on), on), clock=clock, due_on=due_day(clock, on),
    )  # fmt: skip
    if report.email.strip():
        Contact.objects.create(case=case, email=report.email.strip(), name=report.name.strip()[:120])
    _take(case, "received", by=by)
    _tell_next(case, by=by)
    announce(desk_moved, case=case)
    return Receipt(case, token)


def _day_of(page: EditorialPage | None) -> date | None:
    """The day on which a page of ours first went out."""
    return timezone.localdate(page.first_published_at) if page is not None and page.first_published_at else None


def _next_number(year: int) -> str:
    last = Case.objects.filter(number__startswith=f"{year}-").order_by("-pk").values_list("number", flat=True).first()
    return number_of(year, int(last.partition("-")[2]) + 1 if last else 1)
