"""Categories of award, and how long dossiers are kept: rows say so, the clock takes out what is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from nhipcau.people.models import LegalClock, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.work.actions.faults import NotNow
from nhipcau.work.actions.papers import clean_words, words_given
from nhipcau.work.models import AwardCategory, AwardDecision, AwardPaper, AwardProposal
from nhipcau.work.rules.keeping import is_over

State = AwardProposal.State
AWARDED_RULE, OTHERS_RULE = "luu-ho-so-khen-thuong", "luu-de-nghi-khong-khen"
"""The rows of legal clocks that say for how many days."""


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """A category with its basis in law."""

    name: str
    kind: str
    whom: str
    decided_by: str
    instrument: str
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    verified_by: str = ""
    note: str = ""


@transaction.atomic
def keep_category(facts: CategoryFacts, *, by: Staff, category: AwardCategory | None = None) -> AwardCategory:
    """A new category, or a changed one. Raises NotAllowed, NotNow, NoReason, EvidenceRefused."""
    require(by, "work.keep_award_categories")
    if facts.valid_from and facts.valid_to and facts.valid_to < facts.valid_from:
        raise NotNow(_("The category ends before it begins."))
    row = category or AwardCategory(key=_key(facts.name))
    row.name = words_given(facts.name, missing=_("Give the category a name."))[:255]
    row.instrument = words_given(facts.instrument, missing=_("Name the legal document."))[:255]
    row.kind, row.whom, row.valid_from, row.valid_to = facts.kind, facts.whom, facts.valid_from, facts.valid_to
    for name in ("decided_by", "article", "verified_by", "note"):
        setattr(row, name, clean_words(getattr(facts, name)))
    row.save()
    record(by, "work.keep_award_category", row, article=row.article, verified_by=row.verified_by)
    return row


def _key(name: str) -> str:
    base = slugify(name.replace("đ", "d").replace("Đ", "D"))[:70] or "khen-thuong"
    same = AwardCategory.objects.filter(key__startswith=base).count()
    return base if not same else f"{base}-{same + 1}"


def kept_for(state: str, on: date) -> LegalClock | None:
    """The rule that says how long a dossier in ``state`` is kept, as it holds on ``on``; None where there is none."""
    rule = AWARDED_RULE if state == State.AWARDED else OTHERS_RULE
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    goes_on = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    rows = LegalClock.objects.filter(
        begun, goes_on, rule=rule, amount__isnull=False, unit=LegalClock.Unit.CALENDAR_DAY
    )
    return rows.order_by("-valid_from", "-pk").first()


@transaction.atomic
def purge_awards(*, on: date, by: Staff | None = None) -> int:
    """Take out every dossier whose rule says that its time is over: rows, corrections, papers and their files.

    ``by`` None is the program. Without a rule nothing is taken out. Answers how many. Raises NotAllowed.
    """
    if by is not None:
        require(by, "work.keep_award_categories")
    rules = {state: kept_for(state, on) for state in State}
    over = [
        row.pk
        for row in AwardProposal.objects.only("pk", "state", "closed_on", "year")
        if (rule := rules[State(row.state)]) is not None
        and is_over(closed_on=row.closed_on, year=row.year, days=rule.amount or 0, on=on)
    ]
    if not over:
        return 0
    papers = list(AwardPaper.objects.filter(proposal__in=over))
    for paper in papers:
        _erase_after_commit(paper)
    AwardDecision.objects.filter(proposal__in=over).delete()  # before the papers that they name
    AwardProposal.objects.filter(pk__in=over).delete()
    record(by, "work.purge_awards", note=str(len(over)), dossiers=len(over), papers=len(papers))
    return len(over)


def _erase_after_commit(paper: AwardPaper) -> None:
    storage, name = paper.file.storage, paper.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
