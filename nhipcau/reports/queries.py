"""Asking about requests and submissions: what a person may see, who answers today, which offices count for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import ground, of_office
from nhipcau.duties.rules import successors
from nhipcau.people.models import Office, Staff, Succession
from nhipcau.people.permissions import may, reach
from nhipcau.planning.queries import Holders
from nhipcau.reports.models import Consolidation, Handing, Reckoned, ReportRequest, Submission, Touched
from nhipcau.reports.rules.answers import Answer
from nhipcau.reports.rules.answers import from_values as answer_from
from nhipcau.reports.rules.cells import Known
from nhipcau.reports.rules.clauses import clause_words
from nhipcau.reports.rules.design import Design, Kind
from nhipcau.reports.rules.design import from_values as design_from
from nhipcau.reports.rules.merging import Figure, Handed

HANDED = (Submission.State.SUBMITTED, Submission.State.ACCEPTED)
WRITABLE = (Submission.State.DRAFT, Submission.State.RETURNED)
HEAVY_REQUEST = ("version__design", "guidance", "reason")


def visible_submissions(by: Staff, *, on: date) -> QuerySet[Submission]:
    """All, or those of one's offices, of the offices before them, and those handed to them."""
    offices = reach(by, "reports.see", on=on)
    rows = Submission.objects.all()
    return rows if offices is None else rows.filter(Q(office_id__in=offices) | Q(held_by_id__in=offices))


def visible_requests(by: Staff, *, on: date) -> QuerySet[ReportRequest]:
    """All, or those in which one's office is asked."""
    rows = ReportRequest.objects.all()
    if reach(by, "reports.see", on=on) is None:
        return rows
    return rows.filter(pk__in=visible_submissions(by, on=on).values("request_id"))


def owners(submission: Submission) -> list[int]:
    """Ids of the offices whose staff answer: ``may`` adds those that came after."""
    return [submission.held_by_id or submission.office_id]


def may_answer(by: Staff, submission: Submission, *, on: date) -> bool:
    """Whether ``by`` may write the report now."""
    return (
        submission.request.state == ReportRequest.State.OPEN
        and submission.state in WRITABLE
        and may(by, "reports.answer", offices=owners(submission), on=on)
    )


def may_bring_in(by: Staff, submission: Submission) -> bool:
    """Whether ``by`` may take in now what the office sent in its form."""
    is_open = submission.request.state == ReportRequest.State.OPEN and submission.state in WRITABLE
    return is_open and may(by, "reports.bring_in")


def design_of(request: ReportRequest) -> Design:
    """The form as it was when the request was opened."""
    return design_from(request.version.design)


def known_for(design: Design, request: ReportRequest, offices: Iterable[Office], *, on: date) -> Known:
    """Offices of the period and duties of ``offices`` that cells may name; what no column asks for is not looked up."""
    kinds = {c.kind for part in design.parts for c in part.columns}
    duties: dict[int, str] = {}
    if Kind.DUTY in kinds:
        rows = Duty.objects.exclude(state=DutyState.WITHDRAWN)
        ids = {pk for office in offices for pk in of_office(rows, office, on=on).values_list("pk", flat=True)}
        duties = duty_names(ids)
    living = offices_of_period(request) if Kind.OFFICE in kinds else Office.objects.none()
    return Known(dict(living.values_list("pk", "name")), duties)


def offices_of_period(request: ReportRequest) -> QuerySet[Office]:
    """Offices that lived on some day of the period, by name."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=request.period_end)
    there = Q(valid_to__isnull=True) | Q(valid_to__gte=request.period_start)
    return Office.objects.filter(begun, there).exclude(level=Office.Level.CENTRAL).order_by("name", "pk")


def duty_names(ids: Iterable[int]) -> dict[int, str]:
    """Duty → its document, clause and first words, in document order."""
    rows = Duty.objects.filter(pk__in=set(ids)).order_by("document", "position")
    return {
        pk: f"{f'{number} {clause_words(path)}'.strip()}: {text[:110]}{'…' if len(text) > 110 else ''}"
        for pk, number, path, text in rows.values_list("pk", "document__number", "path", "text")
    }


def names_in(design: Design, answers: Iterable[Answer]) -> Known:
    """What the offices and duties that ``answers`` name are called; two queries."""
    found: dict[Kind, set[int]] = defaultdict(set)
    asked = [(p.key, c.key, c.kind) for p in design.parts for c in p.columns if c.kind in {Kind.OFFICE, Kind.DUTY}]
    if not asked:
        return Known()
    for answer in answers:
        for part, column, kind in asked:
            found[kind] |= {int(v) for row in answer.rows(part) if (v := row.cells.get(column, ""))}
    offices = Office.objects.filter(pk__in=found[Kind.OFFICE]).values_list("pk", "name")
    return Known(dict(offices), duty_names(found[Kind.DUTY]))


def scopes_of(request: ReportRequest) -> dict[int, list[int]]:
    """Submission → offices whose work counts for it: the one asked and those that went up in it, each once.

    An office that was asked itself stays with its own submission; one that was split goes to the first successor asked.
    """
    asked = dict(request.submissions.order_by("pk").values_list("office_id", "pk"))
    before: dict[int, list[int]] = defaultdict(list)
    for earlier, later in Succession.objects.order_by("pk").values_list("before_id", "after_id"):
        before[later].append(earlier)
    owner, frontier = dict(asked), list(asked)
    while frontier:
        office = frontier.pop(0)
        for earlier in before[office]:
            if earlier not in owner:
                owner[earlier] = owner[office]
                frontier.append(earlier)
    found: dict[int, list[int]] = {pk: [] for pk in asked.values()}
    for office, submission in owner.items():
        found[submission].append(office)
    return found


def latest_handings(request: ReportRequest) -> QuerySet[Handing]:
    """What each office that has handed in stands by now: one statement, so one moment, however many hand in meanwhile."""
    last = Handing.objects.filter(submission=OuterRef("submission")).order_by("-number").values("pk")[:1]
    rows = Handing.objects.filter(submission__request=request, submission__state__in=HANDED)
    return rows.filter(pk=Subquery(last)).order_by("submission_id")


def handed_of(handing: Handing) -> Handed:
    """A stored handing as the rules take it."""
    figures = {
        key: Figure(f["value"], tuple((a, b) for a, b in f["parts"]), tuple(f["rows"]))
        for key, f in handing.figures.items()
    }
    return Handed(handing.submission_id, handing.pk, handing.office_words, answer_from(handing.answer), figures)


def handed_in(consolidation: Consolidation) -> list[Handed]:
    """What went into the report, in one query."""
    rows = Handing.objects.filter(used_in__consolidation=consolidation).order_by("submission_id")
    return [handed_of(row) for row in rows]


def sources_with_news(consolidation: Consolidation) -> tuple[dict[int, Handing], dict[int, Handing]]:
    """(submission → what went in, submission → what its office stands by now), both without their contents."""
    light = ("answer", "figures")
    used = Handing.objects.filter(used_in__consolidation=consolidation).defer(*light)
    now = latest_handings(consolidation.request).defer(*light)
    return {h.submission_id: h for h in used}, {h.submission_id: h for h in now}


def outdated(consolidation: Consolidation) -> dict[int, tuple[int | None, int | None]]:
    """Submission → (handing in the report, handing the office stands by), where these are not the same.

    None on the left: it came after the report was drawn together. None on the right: it is left out or was given back.
    """
    used = dict(consolidation.sources.values_list("submission_id", "handing_id"))
    now = dict(latest_handings(consolidation.request).values_list("submission_id", "pk"))
    both = used.keys() | now.keys()
    return {s: (used.get(s), now.get(s)) for s in sorted(both) if used.get(s) != now.get(s)}


def waiting(request: ReportRequest) -> QuerySet[Submission]:
    """Submissions that keep the report from being issued: neither accepted nor left out."""
    done = (Submission.State.ACCEPTED, Submission.State.LEFT_OUT)
    return request.submissions.exclude(state__in=done).select_related("office").order_by("office__name")


def names_of(submissions: Iterable[Submission], holders: Holders) -> Mapping[int, tuple[str, str]]:
    """Submission → (who answers today, the office asked where that is another)."""
    return {s.pk: holders.words(s) for s in submissions}


def late_q(on: date) -> Q:
    """Handed in after the due day, or not at all although it has passed."""
    still_asked = Q(request__state=ReportRequest.State.OPEN) & ~Q(state=Submission.State.LEFT_OUT)
    missing = Q(handed_on__isnull=True, request__due_on__lt=on) & still_asked
    return Q(handed_on__gt=F("request__due_on")) | missing


def is_late(submission: Submission, request: ReportRequest, on: date) -> bool:
    """The same question about one."""
    if submission.handed_on is not None:
        return submission.handed_on > request.due_on
    still_asked = request.state == ReportRequest.State.OPEN and submission.state != Submission.State.LEFT_OUT
    return still_asked and on > request.due_on


class WorkHolders:
    """Who does an office's work on a day, as plain ids: ``known`` (office → office, JSON keys) brought to that day.

    ``moved`` are the offices for which the answer is another one than in ``known`` as it was given.
    """

    def __init__(self, known: Mapping[str, int], on: date) -> None:
        self._ground, self._on = ground(), on
        self.known = {office: self._of(int(office)) for office in known}
        self.moved = [int(office) for office, then in known.items() if self.known[office] != then]

    def of(self, office: int) -> int:
        """The first of those who do it; itself where nobody does."""
        key = str(office)
        if key not in self.known:
            self.known[key] = self._of(office)
        return self.known[key]

    def _of(self, office: int) -> int:
        return next(iter(successors(office, self._ground, self._on)), office)


def has_marks() -> bool:
    """Whether something was touched and not counted yet, or nothing was ever counted; one query."""
    return not Reckoned.objects.filter(~Exists(Touched.objects.all())).exists()


def is_behind(on: date) -> bool:
    """Whether leadership's figures have something to be counted: a mark, another day, an office that moved."""
    page = Reckoned.objects.first()
    if page is None or page.on_date != on or Touched.objects.exists():
        return True
    return bool(WorkHolders(page.holders, on).moved)
