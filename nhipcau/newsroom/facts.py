"""What is asked of the fact bank: figures as a page shows them, what changed since a page went out, and lists for staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from nhipcau.newsroom.models import EditorialPage, Fact, FactRequest, FactVersion, ShownFact, Step
from nhipcau.newsroom.office_names import office_names
from nhipcau.newsroom.rules.figures import in_language, spoken_statement, written
from nhipcau.people.permissions import today

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
"""The languages of the site, Vietnamese first."""


@dataclass(frozen=True, slots=True)
class FactSource:
    """Where the figure stands. ``document`` is the library's name of it, ``document_id`` its id or None."""

    title: str
    publisher: str = ""
    url: str = ""
    document: str = ""
    document_id: int | None = None
    clause: str = ""
    on: date | None = None


LARGE = 14
"""Signs that a large figure may have."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as a page shows it. ``value`` is the number as the language writes it, or the statement; ``number`` for machines ("" for words).

    ``name``, ``unit`` and ``sentence`` are in ``language``, which is another one than asked for where nothing is said in that. ``sentence`` is the
    approved wording; without one in that language it is put together from name, value and unit. ``updated_on``: the day its approval counts from.
    ``is_past``: its next update was due before today, or it is no longer kept.
    """

    key: str
    name: str
    value: str
    number: str
    unit: str
    sentence: str
    language: str
    as_of: date
    next_update: date | None
    source: FactSource
    owner: str
    updated_on: date
    is_past: bool
    is_unconfirmed: bool
    version: int

    @property
    def is_words(self) -> bool:
        """Whether the value is a statement too long to stand there as a large figure."""
        return not self.number and len(self.value) > LARGE


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that changed after the page last went out: what the page said then and says now."""

    key: str
    name: str
    on: date
    old: str
    new: str

    @property
    def text(self) -> str:
        """Name: old → new."""
        return f"{self.name}: {self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class FactOnPage:
    """The fact with the key ``fact`` that a public page shows, and what changed of it since the page went out, if anything."""

    fact: int
    figure: Figure
    change: FactChange | None


def approved_versions() -> QuerySet[FactVersion]:
    """Versions that count or counted, the newest first."""
    return FactVersion.objects.filter(approved_at__isnull=False).order_by("-as_of", "-pk")


def current_of(reference: str = "pk") -> Subquery:
    """The id of the version that counts, for the fact that ``reference`` names."""
    return Subquery(approved_versions().filter(fact=OuterRef(reference)).values("pk")[:1])


def with_current(facts: QuerySet[Fact]) -> QuerySet[Any]:
    """Each with ``current_id``: the version that counts, or None."""
    return facts.annotate(current_id=current_of())


SAID = (
    "number", "places", "text", "as_of", "next_update", "clause", "source_title", "source_publisher", "source_url", "source_on",
    "labels", "units", "wordings", "proposed_by", "approved_at", "confirmed_at", "document__kind", "document__number", "document__title",
    "document__source__name", "fact__key", "fact__labels", "fact__units", "fact__ended_on", "fact__office__name",
)  # fmt: skip
"""The columns of a version, its fact, office and document that a figure shows."""


def versions_of(ids: Iterable[int | None]) -> dict[int, FactVersion]:
    """Fact id → version with all that a figure shows, in one query."""
    return {row.fact_id: row for row in _with_source([pk for pk in ids if pk])}


def _with_source(ids: Iterable[int]) -> QuerySet[FactVersion]:
    return _told(FactVersion.objects.filter(pk__in=ids))


def _told(rows: QuerySet[FactVersion]) -> QuerySet[FactVersion]:
    return rows.select_related("fact__office", "document__source").only(*SAID)


def current_versions(facts: Sequence[int]) -> dict[int, FactVersion]:
    """Fact id → the version that counts, for the ids in ``facts``: two queries however many. Those without one are left out."""
    ids = with_current(Fact.objects.filter(pk__in=facts)).values_list("current_id", flat=True) if facts else ()
    return versions_of(list(ids)) if ids else {}


def fact_shown(fact: Fact, language: str) -> Figure | None:
    """``fact`` as a page in ``language`` shows it; None while no version is approved. Two queries: use ``facts_shown`` for many."""
    found = current_versions([fact.pk]).get(fact.pk)
    return figure_of(found, language) if found else None


def facts_shown(
    facts: Iterable[Fact | int], language: str, *, offices: Mapping[str, str] | None = None
) -> list[Figure]:
    """The same for many, in their order, without those that have no approved version; offices by their names in
    ``language`` (``office_names``), which are asked for where they are not given. Two queries, and one for the names."""
    ids = [fact.pk if isinstance(fact, Fact) else fact for fact in facts]
    found = current_versions(ids)
    return _named([figure_of(found[pk], language) for pk in ids if pk in found], language, offices)


def all_figures(language: str, *, offices: Mapping[str, str] | None = None) -> list[Figure]:
    """Every fact that is kept and has an approved version, by office and name: the public list of official facts. Two queries."""
    kept = with_current(Fact.objects.filter(ended_on__isnull=True)).order_by("office__name", "key")
    ids = [current for current in kept.values_list("current_id", flat=True) if current]
    found = {row.pk: figure_of(row, language) for row in _with_source(ids)}
    return _named([found[pk] for pk in ids], language, offices)


def first_numbers(language: str, most: int, *, offices: Mapping[str, str] | None = None) -> list[Figure]:
    """The first ``most`` of ``all_figures`` that are numbers. One query."""
    kept = with_current(Fact.objects.filter(ended_on__isnull=True)).order_by()
    counting = FactVersion.objects.filter(pk__in=kept.values("current_id"), number__isnull=False)
    rows = _told(counting.order_by("fact__office__name", "fact__key"))[:most]
    return _named([figure_of(row, language) for row in rows], language, offices)


def _named(figures: list[Figure], language: str, offices: Mapping[str, str] | None) -> list[Figure]:
    named = (office_names(language) if offices is None else offices) if figures else {}
    return [replace(figure, owner=named.get(figure.owner, figure.owner)) for figure in figures]


def figure_of(version: FactVersion, language: str) -> Figure:
    """``version`` (with its fact, office and document) as a page in ``language`` shows it."""
    fact = version.fact
    names, units = version.labels or fact.labels, version.units or fact.units
    name, spoken = in_language(names, language)
    unit = in_language(units, spoken)[0]
    value = said(version, spoken)
    return Figure(
        key=fact.key, name=name or fact.key, value=value, unit=unit, language=spoken,
        number=f"{version.number:.{version.places}f}" if version.number is not None else "",
        sentence=version.wordings.get(spoken) or f"{name or fact.key}: {value} {unit}".strip() + ".",
        as_of=version.as_of, next_update=version.next_update, source=_source(version), owner=fact.office.name,
        updated_on=timezone.localdate(version.approved_at) if version.approved_at else version.as_of,
        is_past=fact.ended_on is not None or (version.next_update is not None and version.next_update < today()),
        is_unconfirmed=version.is_unconfirmed, version=version.pk,
    )  # fmt: skip


def said(version: FactVersion, language: str) -> str:
    """The number as ``language`` writes it, or the statement: a Vietnamese one gives way to the approved wording in ``language``."""
    if version.number is None:
        return spoken_statement(version.text, language) or version.wordings.get(language, "") or version.text
    return written(version.number, language, places=version.places)


def _source(version: FactVersion) -> FactSource:
    return FactSource(
        title=version.source_title, publisher=version.source_publisher, url=version.source_url, clause=version.clause,
        document=str(version.document) if version.document else "", document_id=version.document_id,
        on=version.source_on,
    )  # fmt: skip


def facts_of_page(page: EditorialPage, *, offices: Mapping[str, str] | None = None) -> list[FactOnPage]:
    """The facts that the public version of ``page`` shows, in its language, and which changed since it last went out; ``offices`` as above.
    Two queries and one for the names, one where there are none. All approved versions of these facts are read: a fact has some dozens at most."""
    rows = _told(approved_versions().filter(fact__shown_on__page_id=page.pk))
    versions: dict[int, list[FactVersion]] = {}
    for row in rows.order_by("fact__shown_on__pk", "-as_of", "-pk"):
        versions.setdefault(row.fact_id, []).append(row)
    if not versions:
        return []
    steps = Step.objects.filter(page_id=page.pk, kind__in=["published", "updated"]).order_by("-pk")
    out = steps.values_list("at", flat=True).first()
    found = [
        (known[0], next((row for row in known if out and row.approved_at and row.approved_at <= out), None))
        for known in versions.values()
    ]
    language = page.locale.language_code
    shown = [_on_page(now, then, language) for now, then in found]
    named = _named([one.figure for one in shown], language, offices)
    return [replace(one, figure=figure) for one, figure in zip(shown, named, strict=True)]


def _on_page(now: FactVersion, then: FactVersion | None, language: str) -> FactOnPage:
    figure = figure_of(now, language)
    if then is None or then.pk == now.pk:
        return FactOnPage(now.fact_id, figure, None)
    old, new = _with_unit(figure_of(then, language)), _with_unit(figure)
    same = old == new
    return FactOnPage(
        now.fact_id, figure, None if same else FactChange(figure.key, figure.name, figure.updated_on, old, new)
    )


def _with_unit(figure: Figure) -> str:
    return f"{figure.value} {figure.unit}".strip()


# ---- lists for staff


def waiting() -> Q:
    """The condition that a version waits for its second person."""
    return Q(approved_at__isnull=True, refused_at__isnull=True)


def fact_list() -> QuerySet[Any]:
    """Facts with what the list shows: ``current_id``, ``next_update``, ``is_waiting``, ``is_unconfirmed``."""
    current = FactVersion.objects.filter(pk=OuterRef("current_id"))
    return (
        with_current(Fact.objects.select_related("office"))
        .annotate(
            next_update=Subquery(current.values("next_update")[:1]),
            is_waiting=Exists(FactVersion.objects.filter(waiting(), fact=OuterRef("pk"))),
            is_unconfirmed=Exists(current.filter(proposed_by__isnull=True, confirmed_at__isnull=True)),
        )
        .order_by("office__name", "key")
    )


def past(on: date) -> Q:
    """The condition (on ``fact_list``) that a fact's next update was due before ``on``."""
    return Q(next_update__lt=on, ended_on__isnull=True)


def lacking(language: str) -> Q:
    """The condition (on ``fact_list``) that a fact has no name or no approved wording in ``language``."""
    worded = FactVersion.objects.filter(pk=OuterRef("current_id"), wordings__has_key=language)
    return ~Q(labels__has_key=language) | Q(~Exists(worded))


def shown_on(fact: Fact) -> QuerySet[ShownFact]:
    """The public pages that show ``fact``."""
    return ShownFact.objects.filter(fact=fact).select_related("page__locale", "page__office").order_by("page__title")


def facts_in_document(document_id: int) -> QuerySet[Any]:
    """Facts whose version that counts stands in the document."""
    return with_current(Fact.objects.select_related("office")).filter(
        Exists(FactVersion.objects.filter(pk=OuterRef("current_id"), document_id=document_id))
    )


def open_requests() -> QuerySet[FactRequest]:
    """Requests that nobody has answered, the most pressing first."""
    return FactRequest.objects.filter(outcome="").order_by("due_on", "pk")


def request_list() -> QuerySet[FactRequest]:
    """All requests with what the list shows: open ones first."""
    return FactRequest.objects.select_related("office", "asker", "fact", "clock").order_by(
        F("closed_at").desc(nulls_first=True), "due_on", "pk"
    )


def pages_by_fact(facts: Iterable[Fact]) -> dict[int, int]:
    """Fact id → on how many public pages it stands."""
    found: dict[int, int] = defaultdict(int)
    for pk in ShownFact.objects.filter(fact__in=facts).values_list("fact_id", flat=True):
        found[pk] += 1
    return found


def address(fact: Fact | int) -> str:
    """The fact's page for staff."""
    return reverse("newsroom:fact", args=[fact.pk if isinstance(fact, Fact) else fact])
