"""The draft: verdict and words, handed over, agreed by a second person, checked for law and secrecy. Any change asks for all of it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.faults import ChangedMeanwhile, NotAFact, NotNow, SamePerson, words_given
from nhipcau.corrections.actions.steps import _held, _refuse_marked, _reopen_draft, _take, _tell_next, hands_of
from nhipcau.corrections.draft import content_of, missing_in
from nhipcau.corrections.models import Case, Wording
from nhipcau.corrections.rules.verdicts import LANGUAGES, State, Verdict, verdicts_for
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require


@dataclass(frozen=True, slots=True)
class Words:
    """The entry in one language."""

    title: str
    records: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the entry is to say. ``is_withdrawal``: the published entry no longer stands."""

    verdict: Verdict
    words: Mapping[str, Words]
    is_withdrawal: bool = False


def save_draft(case: Case, draft: Draft, *, by: Staff) -> Case:
    """Write the draft. An opinion gets none. Raises NotAllowed, NotAFact, NotNow, BearsSecrecyMark."""
    require(by, "corrections.draft")
    for words in draft.words.values():
        _refuse_marked(words.title, words.records, words.change, by=by)
    return _save(case, draft, by=by)


@transaction.atomic
def _save(case: Case, draft: Draft, *, by: Staff) -> Case:
    row = _held(case)
    if not row.may_have_a_verdict:
        raise NotAFact
    _reopen_draft(row)
    if draft.verdict not in verdicts_for(row.about, row.kind):
        raise NotNow(_("“We were wrong” is said of our own pages. Choose another verdict."))
    if draft.is_withdrawal and not row.entries.exists():
        raise NotNow(_("Only an entry that is public can be withdrawn."))
    row.verdict, row.is_withdrawal = draft.verdict, draft.is_withdrawal
    row.save(update_fields=["verdict", "is_withdrawal"])
    for language, words in draft.words.items():
        if language not in LANGUAGES:
            raise NotNow(_("The desk writes in Vietnamese and English."))
        told = {"title": words.title.strip()[:255], "records": words.records.strip(), "change": words.change.strip()}
        Wording.objects.update_or_create(case=row, language=language, defaults=told)
    _take(row, "drafted", by=by)
    return row


@transaction.atomic
def hand_over(case: Case, *, seen: str, by: Staff) -> Case:
    """Say that the draft is done and wants its second person. Raises NotAllowed, NotNow, ChangedMeanwhile."""
    require(by, "corrections.draft")
    row = _at(case, State.DESK, seen)
    if missing := missing_in(row):
        raise NotNow(" ".join(missing))
    return _move(row, State.HANDED_OVER, "handed_over", by=by, content=seen)


@transaction.atomic
def agree(case: Case, *, seen: str, by: Staff) -> Case:
    """The second person's word on what the draft says. Raises NotAllowed, SamePerson, NotNow, ChangedMeanwhile."""
    require(by, "corrections.agree")
    row = _at(case, State.HANDED_OVER, seen)
    _not_who_drafted(row, by)
    return _move(row, State.AGREED, "agreed", by=by, content=seen)


@dataclass(frozen=True, slots=True)
class Check:
    """What the check found. All four have to hold."""

    is_lawful: bool
    is_unclassified: bool
    names_no_private_person: bool
    is_of_fact_alone: bool
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing stands against it."""
        return self.is_lawful and self.is_unclassified and self.names_no_private_person and self.is_of_fact_alone


@transaction.atomic
def pass_check(case: Case, check: Check, *, seen: str, by: Staff) -> Case:
    """The legal and secrecy check of what was agreed. Raises NotAllowed, SamePerson, NotNow, ChangedMeanwhile."""
    require(by, "corrections.check")
    row = _at(case, State.AGREED, seen)
    _not_who_drafted(row, by)
    if not check.holds:
        raise NotNow(_("All four have to hold. Return the draft where one does not, and say which."))
    return _move(row, State.CHECKED, "checked", by=by, content=seen, note=check.note)


@transaction.atomic
def send_back(case: Case, *, note: str, by: Staff) -> Case:
    """Return the draft to the desk with a reason. Raises NotAllowed, NotNow."""
    require(by, "corrections.agree")
    row = _held(case)
    if row.state not in {State.HANDED_OVER, State.AGREED, State.CHECKED}:
        raise NotNow(_("Nobody has handed over this draft."))
    return _move(row, State.DESK, "returned", by=by, note=words_given(note))


def _at(case: Case, state: State, seen: str) -> Case:
    row = _held(case)
    if not row.may_have_a_verdict:
        raise NotAFact
    if row.state != state:
        raise NotNow(_("The case stands elsewhere by now. Look at it again."))
    if content_of(row) != seen:
        raise ChangedMeanwhile(_("Somebody changed the draft after you opened this page. Look at it again."))
    return row


def _not_who_drafted(case: Case, by: Staff) -> None:
    if by.pk in hands_of(case):
        raise SamePerson(_("You drafted this entry. Somebody else has to read it."))


def _move(case: Case, state: State, step: str, *, by: Staff, content: str = "", note: str = "") -> Case:
    case.state = state
    case.save(update_fields=["state"])
    _take(case, step, by=by, note=note, content=content)
    _tell_next(case, by=by)
    return case
