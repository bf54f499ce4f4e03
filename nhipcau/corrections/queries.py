"""What is asked of the desk: lists for staff, the public log, the figures of a year. Nothing here groups by outlet, site or person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail_localize.models import Translation

from nhipcau.corrections.models import Case, LogEntry, Paper
from nhipcau.corrections.rules.log import Entry
from nhipcau.corrections.rules.verdicts import CLOSED, EntryKind, Kind, State, Verdict, latest_words
from nhipcau.documents.rules.folding import fold
from nhipcau.newsroom.models import EditorialPage


def overdue(on: date) -> Q:
    """Cases whose next thing was due before ``on``: triage, the answer, or the new answer of one that was opened again."""
    waits = Q(state=State.RECEIVED, triage_due_on__lt=on)
    is_at_work = ~Q(state__in=[*CLOSED, State.RECEIVED])
    first = Q(due_on__lt=on, closed_on__isnull=True)
    again = Q(again_due_on__lt=on, closed_on__isnull=False)
    return waits | (is_at_work & (first | again))


def overdue_cases(on: date) -> QuerySet[Case]:
    """The most overdue first."""
    due = Coalesce("again_due_on", "due_on", "triage_due_on")
    return Case.objects.filter(overdue(on)).order_by(due, "pk")


def case_list() -> QuerySet[Case]:
    """All, what came last first, with what a list shows."""
    return Case.objects.select_related("page", "appeal_of").order_by("-received_at", "-pk")


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """A row of the log as it is read: ``said`` is the signed text, ``own_hash`` what the next row carries."""

    seq: int
    kind: str
    at: datetime
    own_hash: str
    key_id: str
    said: Entry


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the public log with its whole history, the oldest row first. ``words``: language → title, records, change, as they hold now."""

    number: str
    kind: str
    verdict: str
    words: dict[str, dict[str, str]]
    rows: tuple[LoggedRow, ...]
    note_of_page: str = ""

    @property
    def first(self) -> LoggedRow:
        """When it first came out."""
        return self.rows[0]

    @property
    def last(self) -> LoggedRow:
        """What was said last."""
        return self.rows[-1]

    @property
    def holds(self) -> LoggedRow:
        """The row whose statement and documents hold: the last that is no appeal."""
        return next((row for row in reversed(self.rows) if row.kind != EntryKind.APPEAL), self.rows[0])

    @property
    def languages(self) -> tuple[str, ...]:
        """In which it can be read."""
        return tuple(self.words)


def public_cases(asked: str = "") -> QuerySet[Case]:
    """Cases that are in the log, the one with the newest row first; with ``asked`` those in whose rows every word stands, marks or not."""
    rows = Case.objects.annotate(last_seq=Max("entries__seq")).filter(last_seq__isnull=False)
    for word in fold(asked).split()[:8]:
        rows = rows.filter(pk__in=LogEntry.objects.filter(folded__contains=word).values("case_id"))
    return rows.order_by("-last_seq")


def logged(cases: Sequence[Case]) -> list[Logged]:
    """The entries of ``cases`` in their order, in one query."""
    found: dict[int, list[LogEntry]] = defaultdict(list)
    for row in LogEntry.objects.filter(case_id__in=[case.pk for case in cases]).order_by("seq"):
        found[row.case_id].append(row)
    return [_logged(case, found[case.pk]) for case in cases if found[case.pk]]


def _logged(case: Case, entries: list[LogEntry]) -> Logged:
    rows = tuple(LoggedRow(e.seq, e.kind, e.at, e.own_hash, e.key_id, e.said) for e in entries)
    words = latest_words((row.kind, {code: dict(texts) for code, texts in row.said.words.items()}) for row in rows)
    return Logged(case.number, rows[-1].kind, rows[-1].said.verdict, words, rows)


def logged_at(number: str) -> Logged | None:
    """The entry with that number; None where none is public."""
    found = logged(list(Case.objects.filter(number=number)[:1]))
    return found[0] if found else None


def log_rows() -> QuerySet[LogEntry]:
    """Every row, the oldest first: what is exported and checked."""
    return LogEntry.objects.order_by("seq")


def entries_that_hold() -> list[Entry]:
    """For each case the row that holds now, the oldest case first."""
    newest = (
        LogEntry.objects.filter(case=OuterRef("case"))
        .exclude(kind=EntryKind.APPEAL)
        .order_by("-seq")
        .values("seq")[:1]
    )
    return [row.said for row in log_rows().filter(seq=Subquery(newest))]


def public_paper(sha256: str) -> Paper | None:
    """The archived copy with that hash if a row of the log shows it; None for what is only at the desk."""
    for paper in Paper.objects.filter(sha256=sha256, is_public=True).order_by("pk"):
        rows = LogEntry.objects.filter(case_id=paper.case_id, signed__contains=sha256).order_by("-seq")
        if any(shown.sha256 == sha256 for row in rows for shown in row.said.papers):
            return paper
    return None


@dataclass(frozen=True, slots=True)
class OriginalNote:
    """A page in another language, from which one is translated, was corrected: the entry that says so, and when the page went out."""

    number: str
    on: datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """Where we were wrong. ``own``: step of the page → number of the entry; ``original``: in the page it is translated from, the newest first."""

    own: dict[int, str]
    original: list[OriginalNote]


def corrected(page: EditorialPage) -> Corrected:
    """What the log says of ``page`` and of its original. One query where nothing was wrong in any language.

    A page of the same work that is itself translated from ``page`` does not count: its mistake may be its translator's.
    """
    rows = list(
        Case.objects.filter(page_step__page__translation_key=page.translation_key, entries__isnull=False)
        .values_list("page_step_id", "number", "page_step__at", "page_step__page_id", "page_step__page__locale_id")
        .distinct()
        .order_by("-page_step__at")
    )
    own = {step: number for step, number, _at, of, _locale in rows if of == page.pk}
    others = [(number, at, locale) for _step, number, at, of, locale in rows if of != page.pk]
    below = _translated_from(page) if others else set()
    return Corrected(own, [OriginalNote(number, at) for number, at, locale in others if locale not in below])


def _translated_from(page: EditorialPage) -> set[int]:
    """Locales into which ``page`` is translated; all others where nothing ties them and ``page`` is in the site's first language."""
    tied = Translation.objects.filter(source__object_id=page.translation_key, enabled=True)
    pairs = set(tied.values_list("source__locale_id", "target_locale_id"))
    mine = {target for source, target in pairs if source == page.locale_id}
    if page.locale.language_code == settings.LANGUAGE_CODE:
        targets = {target for _source, target in pairs}
        if page.locale_id not in targets:
            others = EditorialPage.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
            mine |= set(others.values_list("locale_id", flat=True))
    return mine


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The desk's own work in a year: what it received, answered and in time; what its verdicts were. ``verdicts``: in a fixed order."""

    year: int
    received: int
    answered: int
    in_time: int
    open: int
    overdue: int
    correspondence: int
    verdicts: tuple[tuple[str, int], ...]
    withdrawn: int


def figures_of(year: int, *, on: date) -> YearFigures:
    """By the year in which cases came in; verdicts as they hold now, of entries that are not withdrawn."""
    rows = Case.objects.filter(received_at__year=year)
    closed = rows.filter(closed_on__isnull=False)
    entries = [e for e in _holding(rows) if e.verdict]
    counted = [e for e in entries if e.kind != EntryKind.WITHDRAWN]
    return YearFigures(
        year=year, received=rows.count(), answered=closed.count(),
        in_time=closed.filter(closed_on__lte=F("due_on")).count(),
        open=rows.filter(closed_on__isnull=True).count(), overdue=rows.filter(overdue(on)).count(),
        correspondence=closed.exclude(kind__in=[Kind.FACT, ""]).count(), withdrawn=len(entries) - len(counted),
        verdicts=tuple((verdict.value, sum(e.verdict == verdict for e in counted)) for verdict in _ORDER),
    )  # fmt: skip


_ORDER = (
    Verdict.WE_WERE_WRONG, Verdict.INACCURATE, Verdict.MISSING_CONTEXT, Verdict.EVIDENCE_INSUFFICIENT, Verdict.ACCURATE,
)  # fmt: skip
"""Where we were wrong stands first."""


def _holding(cases: QuerySet[Case]) -> Iterable[LogEntry]:
    newest = (
        LogEntry.objects.filter(case=OuterRef("case"))
        .exclude(kind=EntryKind.APPEAL)
        .order_by("-seq")
        .values("seq")[:1]
    )
    return LogEntry.objects.filter(case__in=cases, seq=Subquery(newest)).only("verdict", "kind")


def years() -> list[int]:
    """Years in which something came in, the newest first."""
    return [
        moment.year
        for moment in Case.objects.datetimes(
            "received_at", "year", order="DESC", tzinfo=timezone.get_current_timezone()
        )
    ]
