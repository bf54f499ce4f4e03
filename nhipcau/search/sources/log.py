"""The corrections desk: entries of the public log for readers, in each language of their words; cases for staff."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.corrections.addresses import entry_path, staff_path
from nhipcau.corrections.models import Case, LogEntry, Wording
from nhipcau.corrections.models.cases import STATE_NAMES
from nhipcau.corrections.queries import Logged, logged
from nhipcau.people.models import TrailEntry
from nhipcau.search.sources.types import Card, Source, subject_of


def _cases(pks: Sequence[int]) -> Iterator[Card]:
    cases = list(_rows(pks).prefetch_related("wordings"))
    public = {entry.number: entry for entry in logged(cases)}
    for case in cases:
        yield _desk_card(case)
        if case.number in public:
            yield from _public_cards(case, public[case.number])


def _rows(pks: Sequence[int]) -> QuerySet[Case]:
    return Case.objects.filter(pk__in=pks).order_by("pk")


def _desk_card(case: Case) -> Card:
    """As staff know it. Neither the sender's contact nor what was written between them and the desk is in the index."""
    words = list(case.wordings.all())
    name = next((one.title for one in words if one.title), "") or case.item_title or case.statement
    said = [
        case.statement,
        case.why,
        case.item_title,
        case.answer,
        *(part for one in words for part in (one.title, one.records)),
    ]
    return Card(
        pk=case.pk, part="desk", title=f"{case.number}: {' '.join(name.split())[:200]}",
        text="\n".join(dict.fromkeys(filter(None, said))), language=case.statement_language, state=case.state,
        day=timezone.localdate(case.received_at), scope="corrections.see", staff_url=staff_path(case),
    )  # fmt: skip


def _public_cards(case: Case, entry: Logged) -> Iterator[Card]:
    """What was signed and holds now, and nothing of what the desk wrote since."""
    said = entry.holds.said
    for language, words in entry.words.items():
        texts = [words.get("records", ""), said.statement, said.item_title, entry.number]
        yield Card(
            pk=case.pk, part=language, title=words.get("title", "") or entry.number, text="\n".join(filter(None, texts)),
            language=language, day=timezone.localdate(entry.last.at), public=True, url=entry_path(entry.number, language),
        )  # fmt: skip


def _case_of(row: LogEntry | Wording) -> Iterable[int]:
    return (row.case_id,)


def _told(entry: TrailEntry) -> Iterable[int]:
    return subject_of(entry, "corrections.case")


corrections = Source(
    kind="correction", scope="corrections.see",
    keys=lambda: Case.objects.order_by("pk").values_list("pk", flat=True),
    cards=_cases,
    follows={Case: lambda row: (row.pk,), LogEntry: _case_of, Wording: _case_of},
    trail=_told,
    states={str(state): name for state, name in STATE_NAMES.items()},
    lists=(_("Corrections desk"), "corrections:desk"),
)  # fmt: skip
