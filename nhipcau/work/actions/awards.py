"""Award proposals from draft to decision. Dossiers by proposal only: nothing here scores, ranks or counts persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import NotAllowed, require, with_predecessors
from nhipcau.people.trail import record
from nhipcau.ports.uploads import Sealed, Upload
from nhipcau.work.actions.award_papers import _keep_paper, _stored
from nhipcau.work.actions.award_words import tell_coordinators, tell_deciders, tell_office, tell_person
from nhipcau.work.actions.faults import NotNow
from nhipcau.work.actions.papers import clean_words, sealed_paper, words_given
from nhipcau.work.models import (
    Assignment,
    AwardCategory,
    AwardDecision,
    AwardOpinion,
    AwardPaper,
    AwardProof,
    AwardProposal,
    AwardRevision,
    Evidence,
)
from nhipcau.work.queries import standing

State, Whom = AwardProposal.State, AwardCategory.Whom


@dataclass(frozen=True, slots=True)
class Asked:
    """What is proposed: a category, for an office or a person (one of the two), and why."""

    year: int
    category: AwardCategory
    merits: str
    for_office: Office | None = None
    person: Staff | None = None
    printed_name: str = ""
    printed_position: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the council said."""

    advice: str
    held_on: date
    votes_for: int
    votes_all: int
    words: str = ""
    minutes: Upload | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision: an award with its number and file, a refusal with its reason."""

    outcome: str
    decided_on: date
    number: str = ""
    words: str = ""
    file: Upload | None = None


def locked_proposal(proposal: AwardProposal, *states: str) -> AwardProposal:
    """The proposal as it stands now, held until the transaction ends. Raises NotNow unless in one of ``states``."""
    rows = AwardProposal.objects.select_for_update(of=("self",)).select_related("office", "category")
    row = rows.filter(pk=proposal.pk).first()
    if row is None:
        raise NotNow(_("This dossier is no longer kept."))
    if row.state not in states:
        raise NotNow(
            _("This step is not possible now: the proposal is “%(state)s”.") % {"state": row.get_state_display()}
        )
    return row


def not_ones_own(proposal: AwardProposal, by: Staff) -> None:
    """Raise NotAllowed where ``by`` is the person proposed: nobody advises or decides on their own award."""
    if proposal.person_id == by.pk:
        raise NotAllowed("work.decide_award")


@transaction.atomic
def propose_award(office: Office, asked: Asked, *, by: Staff, on: date) -> AwardProposal:
    """A dossier of ``office``. The person proposed is told at once, and may see and correct it from then on.

    Raises NotAllowed, NotNow, NoReason, EvidenceRefused.
    """
    require(by, "work.propose_award", office=office, on=on)
    name = _checked(asked, on)
    made = AwardProposal(
        year=asked.year, category=asked.category, office=office, for_office=asked.for_office, person=asked.person,
        printed_name=name[:255], printed_position=clean_words(asked.printed_position)[:255],
        merits=words_given(asked.merits, missing=_("Say what the award is proposed for.")),
        proposed_by=by, proposed_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as fault:
        raise NotNow(_("This award is proposed already for the same year.")) from fault
    record(by, "work.propose_award", made, office=office.key, category=asked.category.key)
    tell_person(made, "award_proposed", by=by)
    return made


def _checked(asked: Asked, on: date) -> str:
    """The name to print. Raises NotNow, NoReason, EvidenceRefused."""
    if (asked.for_office is None) == (asked.person is None):
        raise NotNow(_("Propose an office or a person, one of the two."))
    wrong = Whom.OFFICE if asked.person else Whom.PERSON
    if asked.category.whom == wrong:
        raise NotNow(_("This category is not meant for that. Choose another."))
    first = date(asked.year, 1, 1)
    category = asked.category
    if (category.valid_to and category.valid_to < first) or (
        category.valid_from and category.valid_from.year > asked.year
    ):
        raise NotNow(_("This category is not in force in that year."))
    if not on.year - 5 <= asked.year <= on.year + 1:
        raise NotNow(_("Choose a year near to this one."))
    given = asked.printed_name or str(asked.for_office or asked.person)
    return words_given(given, missing=_("Give the name as it is to be printed."))


@transaction.atomic
def add_proofs(
    proposal: AwardProposal,
    *,
    evidence: Iterable[Evidence] = (),
    work: Iterable[Assignment] = (),
    by: Staff,
    on: date,
) -> int:
    """Put what the register holds into the dossier: evidence that stands, work that was accepted, of the office.

    Answers how many are new. Raises NotAllowed, NotNow.
    """
    row = locked_proposal(proposal, State.DRAFT)
    require(by, "work.propose_award", office=row.office, on=on)
    offices = with_predecessors([row.office_id, *([row.for_office_id] if row.for_office_id else [])])
    filed = standing(Evidence.objects.filter(pk__in=[e.pk for e in evidence], office_id__in=offices))
    done = Assignment.objects.filter(
        pk__in=[w.pk for w in work], lead_id__in=offices, state=Assignment.State.ACCEPTED
    )
    before = row.proofs.count()
    AwardProof.objects.bulk_create(
        [
            *(AwardProof(proposal=row, evidence=e) for e in filed),
            *(AwardProof(proposal=row, assignment=w) for w in done),
        ],
        ignore_conflicts=True,
    )
    new = row.proofs.count() - before
    if not new:
        raise NotNow(_("Choose evidence or accepted work of the proposing office that is not in the dossier yet."))
    record(by, "work.add_award_proofs", row, new=new)
    return new


@transaction.atomic
def remove_proof(proof: AwardProof, *, by: Staff, on: date) -> None:
    """Take one out of the dossier; the register keeps it. Raises NotAllowed, NotNow."""
    row = locked_proposal(proof.proposal, State.DRAFT)
    require(by, "work.propose_award", office=row.office, on=on)
    record(by, "work.remove_award_proof", row, proof=proof.pk)
    proof.delete()


def add_award_paper(proposal: AwardProposal, *, kind: str, upload: Upload, by: Staff, on: date) -> AwardPaper:
    """A file of the dossier. Raises NotAllowed, NotNow, EvidenceRefused."""
    require(by, "work.propose_award", office=proposal.office_id, on=on)
    if kind not in {AwardPaper.Kind.REPORT, AwardPaper.Kind.OTHER}:
        raise NotNow(_("Minutes and decisions come with the opinion and the decision."))
    file = sealed_paper(upload, by=by)
    with _stored(AwardPaper(proposal=proposal, kind=kind), file, by=by) as paper:
        return _add_paper(paper, by=by)


@transaction.atomic
def _add_paper(paper: AwardPaper, *, by: Staff) -> AwardPaper:
    row = locked_proposal(paper.proposal, State.DRAFT, State.SUBMITTED)
    _keep_paper(paper)
    record(by, "work.add_award_paper", row, kind=paper.kind, sha256=paper.sha256)
    return paper


@transaction.atomic
def correct_entry(
    proposal: AwardProposal,
    *,
    printed_name: str,
    printed_position: str,
    merits: str,
    by: Staff,
    on: date,
    words: str = "",
) -> AwardProposal:
    """Correct what the entry says. The person named may at any time, the proposing office while it prepares it.

    What stood before is kept with it; the other side is told. Raises NotAllowed, NotNow, NoReason, EvidenceRefused.
    """
    is_person = proposal.person_id == by.pk
    states = [*State] if is_person else [State.DRAFT]
    row = locked_proposal(proposal, *states)
    if is_person:
        require(by, "work.see_own_award", on=on)
    else:
        require(by, "work.propose_award", office=row.office, on=on)
    new = {
        "printed_name": words_given(printed_name, missing=_("Give the name as it is to be printed."))[:255],
        "printed_position": clean_words(printed_position)[:255],
        "merits": words_given(merits, missing=_("Say what the award is proposed for.")),
    }
    before = {name: getattr(row, name) for name in new if getattr(row, name) != new[name]}
    if not before:
        raise NotNow(_("Nothing was changed."))
    AwardRevision.objects.create(
        proposal=row, before=before, words=clean_words(words), by_person_named=is_person, by=by, at=timezone.now()
    )
    for name in before:
        setattr(row, name, new[name])
    row.save(update_fields=list(before))
    record(by, "work.correct_award_entry", row, fields=sorted(before), by_person_named=is_person)
    _tell_of_correction(row, on=on, by=by)
    return row


def _tell_of_correction(row: AwardProposal, *, on: date, by: Staff) -> None:
    if row.person_id != by.pk:
        tell_person(row, "award_changed", by=by)
        return
    tell_office(row, "award_corrected", by=by)
    if row.state != State.DRAFT:
        tell_coordinators(row, "award_corrected", on=on, by=by)


@transaction.atomic
def submit_award(proposal: AwardProposal, *, by: Staff, on: date) -> AwardProposal:
    """Hand the dossier to the council. Raises NotAllowed, NotNow."""
    row = locked_proposal(proposal, State.DRAFT)
    require(by, "work.propose_award", office=row.office, on=on)
    if not row.proofs.exists() and not row.papers.exists():
        raise NotNow(_("The dossier is empty. Put evidence, accepted work or a report of merits into it first."))
    row.state, row.remark = State.SUBMITTED, ""
    row.save(update_fields=["state", "remark"])
    record(by, "work.submit_award", row)
    tell_coordinators(row, "award_submitted", on=on, by=by)
    return row


@transaction.atomic
def return_award(proposal: AwardProposal, *, remark: str, by: Staff, on: date) -> AwardProposal:
    """Send the dossier back to the office with a remark. Raises NotAllowed, NotNow, NoReason, EvidenceRefused."""
    require(by, "work.advise_award", on=on)
    row = locked_proposal(proposal, State.SUBMITTED)
    not_ones_own(row, by)
    row.state, row.remark = State.DRAFT, words_given(remark, missing=_("Say what the office is to add or mend."))
    row.save(update_fields=["state", "remark"])
    record(by, "work.return_award", row)
    tell_office(row, "award_returned", by=by)
    return row


@transaction.atomic
def withdraw_award(proposal: AwardProposal, *, reason: str, by: Staff, on: date) -> AwardProposal:
    """Take the proposal back: the office that made it, or the person named. Raises NotAllowed, NotNow, NoReason."""
    row = locked_proposal(proposal, *AwardProposal.GOING)
    is_person = row.person_id == by.pk
    if is_person:
        require(by, "work.see_own_award", on=on)
    else:
        require(by, "work.propose_award", office=row.office, on=on)
    row.state, row.closed_on = State.WITHDRAWN, on
    row.remark = words_given(reason, missing=_("Say why, so that others can follow it later."))
    row.save(update_fields=["state", "remark", "closed_on"])
    record(by, "work.withdraw_award", row, by_person_named=is_person)
    if is_person:
        tell_office(row, "award_withdrawn", by=by)
    else:
        tell_person(row, "award_withdrawn", by=by)
    return row


def advise_award(proposal: AwardProposal, advice: Advice, *, by: Staff, on: date) -> AwardOpinion:
    """Enter the council's opinion, with the minutes where they are at hand.

    Raises NotAllowed, NotNow, NoReason, EvidenceRefused.
    """
    require(by, "work.advise_award", on=on)
    not_ones_own(proposal, by)
    if advice.minutes is None:
        return _advise(proposal, advice, None, by=by, on=on)
    file = sealed_paper(advice.minutes, by=by)
    with _stored(AwardPaper(proposal=proposal, kind=AwardPaper.Kind.MINUTES), file, by=by) as paper:
        return _advise(proposal, advice, paper, by=by, on=on)


@transaction.atomic
def _advise(proposal: AwardProposal, said: Advice, paper: AwardPaper | None, *, by: Staff, on: date) -> AwardOpinion:
    row = locked_proposal(proposal, State.SUBMITTED)
    if said.held_on > on:
        raise NotNow(_("The day lies ahead."))
    if said.votes_all < 1 or not 0 <= said.votes_for <= said.votes_all:
        raise NotNow(_("The votes for cannot be more than the members who voted."))
    if said.advice == AwardOpinion.Advice.AGREE and said.votes_for * 2 <= said.votes_all:
        raise NotNow(_("The council agrees by more than half of the votes. Look at the votes and the opinion again."))
    words = clean_words(said.words)
    if said.advice == AwardOpinion.Advice.DISAGREE:
        words = words_given(words, missing=_("Say why the council does not agree."))
    if paper is not None:
        _keep_paper(paper)
    made = AwardOpinion.objects.create(
        proposal=row, advice=said.advice, held_on=said.held_on, votes_for=said.votes_for, votes_all=said.votes_all,
        words=words, by=by, at=timezone.now(),
    )  # fmt: skip
    row.state = State.ADVISED
    row.save(update_fields=["state"])
    record(by, "work.advise_award", row, advice=said.advice)
    tell_deciders(row, "award_advised", on=on, by=by)
    return made


def decide_award(proposal: AwardProposal, decided: Decided, *, by: Staff, on: date) -> AwardDecision:
    """Enter the decision. Whoever proposed or is proposed does not decide.

    Raises NotAllowed, NotNow, NoReason, EvidenceRefused.
    """
    require(by, "work.decide_award", on=on)
    not_ones_own(proposal, by)
    if by.pk == proposal.proposed_by_id:
        raise NotNow(_("You proposed this award. Another person decides."))
    if decided.outcome != AwardDecision.Outcome.AWARDED or decided.file is None:
        return _decide(proposal, decided, None, by=by, on=on)
    file: Sealed = sealed_paper(decided.file, by=by)
    with _stored(AwardPaper(proposal=proposal, kind=AwardPaper.Kind.DECISION), file, by=by) as paper:
        return _decide(proposal, decided, paper, by=by, on=on)


@transaction.atomic
def _decide(
    proposal: AwardProposal, said: Decided, paper: AwardPaper | None, *, by: Staff, on: date
) -> AwardDecision:
    row = locked_proposal(proposal, State.ADVISED)
    number, words = said.number.strip()[:80], clean_words(said.words)
    if said.decided_on > on:
        raise NotNow(_("The day lies ahead."))
    if said.decided_on < row.opinion.held_on:
        raise NotNow(_("The decision cannot lie before the day of the council."))
    if said.outcome == AwardDecision.Outcome.AWARDED:
        if paper is None or not number:
            raise NotNow(_("An award needs the number of its decision and the decision as a file."))
        _keep_paper(paper)
    else:
        words = words_given(words, missing=_("Say why the award is not given."))
    made = AwardDecision.objects.create(
        proposal=row, outcome=said.outcome, number=number, decided_on=said.decided_on, paper=paper, words=words,
        by=by, at=timezone.now(),
    )  # fmt: skip
    row.state, row.closed_on = State(said.outcome), said.decided_on
    row.save(update_fields=["state", "closed_on"])
    record(by, "work.decide_award", row, outcome=said.outcome, number=number)
    tell_office(row, "award_decided", by=by)
    tell_person(row, "award_decided", by=by)
    return made
