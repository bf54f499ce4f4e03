"""Figures that the program works out from the work, the evidence and the money below: office × period → value.

The register ``FIGURES`` is all there is: a form names figures by their key. The office sees them filled in; it may explain
them, never overwrite them (ADR 30). Each is worked out for all offices of a request at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.duties.models import Duty
from nhipcau.planning.models import Contract, Payment, PlanLine
from nhipcau.reports.rules.cells import plain
from nhipcau.reports.rules.consolidation import Outcome, outcome_of
from nhipcau.reports.rules.design import Kind
from nhipcau.reports.rules.merging import Figure
from nhipcau.work.models import Assignment, Evidence, Session


@dataclass(frozen=True, slots=True)
class Span:
    """The period reported on, and the day on which it is looked at (its last day at the latest)."""

    start: date
    end: date
    on: date


@dataclass(frozen=True, slots=True)
class Piece:
    """One row below that counts: its id, its office, what it adds, the names under which a breakdown shows it."""

    row: int
    office: int
    adds: Decimal = Decimal(1)
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """``adds``: whether offices' figures may be added (no row counts for two). ``rows`` names what its rows are."""

    key: str
    name: str | Promise
    kind: Kind
    rows: str
    source: str
    pick: Callable[[Iterable[Piece]], Iterable[Piece]]
    adds: bool = True


def _all(pieces: Iterable[Piece]) -> Iterable[Piece]:
    return pieces


def _whole(pieces: Iterable[Piece]) -> Iterable[Piece]:
    """Without a breakdown."""
    return (Piece(p.row, p.office, p.adds) for p in pieces)


def _only(*outcomes: Outcome) -> Callable[[Iterable[Piece]], Iterable[Piece]]:
    return lambda pieces: (Piece(p.row, p.office) for p in pieces if p.under[0] in outcomes)


_O = Outcome
FIGURES: dict[str, FigureSpec] = {
    spec.key: spec
    for spec in (
        FigureSpec("work.all", _("Pieces of work in the period"), Kind.NUMBER, "work", "work", _whole),
        FigureSpec("work.in_time", _("… done in time"), Kind.NUMBER, "work", "work", _only(_O.DONE)),
        FigureSpec("work.done_late", _("… done late"), Kind.NUMBER, "work", "work", _only(_O.DONE_LATE)),
        FigureSpec("work.overdue", _("… overdue, not done"), Kind.NUMBER, "work", "work", _only(_O.OVERDUE)),
        FigureSpec("work.in_hand", _("… in hand"), Kind.NUMBER, "work", "work", _only(_O.IN_HAND, _O.WAITING)),
        FigureSpec("duties.served", _("Duties served by that work"), Kind.NUMBER, "duties", "duties", _whole, adds=False),
        FigureSpec("evidence.all", _("Pieces of evidence filed, by kind"), Kind.NUMBER, "evidence", "evidence", _all),
        FigureSpec("evidence.topics", _("Pieces of evidence, by topic"), Kind.NUMBER, "evidence", "topics", _all),
        FigureSpec("sessions.held", _("Sessions held to make documents known"), Kind.NUMBER, "sessions", "sessions", _whole),
        FigureSpec("sessions.reached", _("People reached by them"), Kind.NUMBER, "sessions", "reached", _whole),
        FigureSpec("money.planned", _("Money planned for the year, by source"), Kind.MONEY, "lines", "planned", _all),
        FigureSpec("money.committed", _("Money committed in the period"), Kind.MONEY, "contracts", "committed", _whole),
        FigureSpec("money.paid", _("Money paid in the period"), Kind.MONEY, "payments", "paid", _whole),
    )
}  # fmt: skip


def work_out(names: Iterable[str], scopes: Mapping[int, Iterable[int]], span: Span) -> dict[int, dict[str, Figure]]:
    """Submission → figure → value. ``scopes``: submission → ids of the offices counted for it; no office twice."""
    owner = {office: submission for submission, offices in scopes.items() for office in offices}
    wanted = [FIGURES[name] for name in dict.fromkeys(names)]
    pieces = {source: list(_SOURCES[source](set(owner), span)) for source in dict.fromkeys(s.source for s in wanted)}
    found: dict[int, dict[str, Figure]] = {submission: {} for submission in scopes}
    for spec in wanted:
        by_submission: dict[int, list[Piece]] = defaultdict(list)
        for piece in spec.pick(pieces[spec.source]):
            by_submission[owner[piece.office]].append(piece)
        for submission in found:
            found[submission][spec.key] = _counted(by_submission[submission])
    return found


def _counted(pieces: list[Piece]) -> Figure:
    """A row counts once however many offices of one submission it belongs to."""
    once = {piece.row: piece for piece in pieces}
    parts: dict[str, Decimal] = {}
    for piece in once.values():
        for name in piece.under:
            parts[name] = parts.get(name, Decimal(0)) + piece.adds
    whole = sum((piece.adds for piece in once.values()), Decimal(0))
    return Figure(plain(whole), tuple(sorted((k, plain(v)) for k, v in parts.items())), tuple(sorted(once)))


def _in_period(span: Span) -> Q:
    """Work of the period: the same question as in ``gathering``."""
    return Q(period_start__lte=span.end, period_end__gte=span.start) | (
        Q(period_start__isnull=True, opens_on__lte=span.end)
        & (Q(closed_on__isnull=True) | Q(closed_on__gte=span.start))
    )


def _work(offices: set[int], span: Span) -> Iterable[Piece]:
    rows = Assignment.objects.filter(_in_period(span), lead__in=offices).exclude(state="cancelled").order_by()
    for pk, lead, state, due, closed in rows.values_list("pk", "lead_id", "state", "due_on", "closed_on"):
        outcome = outcome_of(state=state, due_on=due, closed_on=closed, on=span.on)
        yield Piece(pk, lead, under=(outcome,))


def _duties(offices: set[int], span: Span) -> Iterable[Piece]:
    rows = Assignment.objects.filter(_in_period(span), lead__in=offices, duty__isnull=False).exclude(
        state="cancelled"
    )
    return (Piece(duty, lead) for duty, lead in rows.order_by().values_list("duty_id", "lead_id").distinct())


def _evidence_rows(offices: set[int], span: Span) -> Iterable[tuple[int, int, str, int | None]]:
    rows = Evidence.objects.filter(
        office__in=offices, happened_on__range=(span.start, span.end), withdrawal__isnull=True
    ).order_by()
    for pk, office, kind, own, of_work in rows.values_list(
        "pk", "office_id", "kind", "duty_id", "assignment__duty_id"
    ):
        yield pk, office, kind, own or of_work


def _evidence(offices: set[int], span: Span) -> Iterable[Piece]:
    names = {kind.value: str(kind.label) for kind in Evidence.Kind}
    return (Piece(pk, office, under=(names[kind],)) for pk, office, kind, _d in _evidence_rows(offices, span))


def _topics(offices: set[int], span: Span) -> Iterable[Piece]:
    rows = list(_evidence_rows(offices, span))
    topics: dict[int, list[str]] = defaultdict(list)
    link = Duty.topics.through.objects.filter(duty_id__in={row[3] for row in rows if row[3]})
    for served, topic in link.values_list("duty_id", "topic__name"):
        topics[served].append(topic)
    none = str(_("no topic"))
    for pk, office, _kind, duty in rows:
        yield Piece(pk, office, under=tuple(topics.get(duty or 0, [])) or (none,))


def _sessions(offices: set[int], span: Span) -> Iterable[tuple[int, int, int]]:
    rows = Session.objects.filter(
        dissemination_office__office__in=offices, held_on__range=(span.start, span.end)
    ).order_by()
    yield from rows.values_list("pk", "dissemination_office__office_id", "participants")


def _held(offices: set[int], span: Span) -> Iterable[Piece]:
    return (Piece(pk, office) for pk, office, _n in _sessions(offices, span))


def _reached(offices: set[int], span: Span) -> Iterable[Piece]:
    return (Piece(pk, office, Decimal(n)) for pk, office, n in _sessions(offices, span))


def _planned(offices: set[int], span: Span) -> Iterable[Piece]:
    """Lines of the years the period touches, with their amendments."""
    rows = PlanLine.objects.filter(
        plan__office__in=offices, plan__round__year__range=(span.start.year, span.end.year), state="approved"
    ).order_by()
    names = {fund.value: str(fund.label) for fund in PlanLine.Fund}
    for pk, office, fund, amount in rows.values_list("pk", "plan__office_id", "fund", "current"):
        yield Piece(pk, office, amount, (names[fund],))


def _committed(offices: set[int], span: Span) -> Iterable[Piece]:
    rows = Contract.objects.filter(line__plan__office__in=offices, signed_on__range=(span.start, span.end)).order_by()
    return (Piece(*row) for row in rows.values_list("pk", "line__plan__office_id", "value"))


def _paid(offices: set[int], span: Span) -> Iterable[Piece]:
    rows = Payment.objects.filter(
        contract__line__plan__office__in=offices, on_date__range=(span.start, span.end)
    ).order_by()
    return (Piece(*row) for row in rows.values_list("pk", "contract__line__plan__office_id", "amount"))


_SOURCES: dict[str, Callable[[set[int], Span], Iterable[Piece]]] = {
    "work": _work, "duties": _duties, "evidence": _evidence, "topics": _topics, "sessions": _held,
    "reached": _reached, "planned": _planned, "committed": _committed, "paid": _paid,
}  # fmt: skip
