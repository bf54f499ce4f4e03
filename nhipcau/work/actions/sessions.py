"""Working sessions: planned with agenda, papers and offices; held; concluded, and the conclusions read into duties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.documents.actions import AlreadyHere, Refused, receive_text, receive_upload
from nhipcau.documents.models import Document, Intake
from nhipcau.people.actions import tell
from nhipcau.people.models import Membership, Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.rules.roles import StaffRole
from nhipcau.people.trail import record
from nhipcau.ports.uploads import Upload
from nhipcau.work.actions.faults import NotNow
from nhipcau.work.actions.filing import EvidenceRefused
from nhipcau.work.actions.papers import clean_words, sealed_paper, words_given
from nhipcau.work.models import AgendaItem, SessionOffice, SessionPaper, WorkingSession
from nhipcau.work.rules.conclusions import conclusions_paper

State = WorkingSession.State


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session as it is planned."""

    kind: str
    title: str
    lead: Office
    held_on: date
    starts_at: time
    venue: str


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What was concluded: as text, or as a file that is a paper already."""

    number: str
    place: str
    concluded_on: date
    words: str = ""
    file: Upload | None = None


def locked_session(session: WorkingSession, *states: str) -> WorkingSession:
    """The session as it stands now, held until the transaction ends. Raises NotNow unless in one of ``states``."""
    rows = WorkingSession.objects.select_for_update(of=("self",)).select_related("lead__parent")
    row = rows.get(pk=session.pk)
    if row.state not in states:
        raise NotNow(
            _("This step is not possible now: the session is “%(state)s”.") % {"state": row.get_state_display()}
        )
    return row


def _columns(facts: SessionFacts) -> dict[str, object]:
    return {
        "kind": facts.kind, "lead": facts.lead, "held_on": facts.held_on, "starts_at": facts.starts_at,
        "title": words_given(facts.title, missing=_("Say what the session is about."))[:500],
        "venue": words_given(facts.venue, missing=_("Say where the session is held."))[:300],
    }  # fmt: skip


@transaction.atomic
def plan_session(facts: SessionFacts, offices: Iterable[Office], *, by: Staff, on: date) -> WorkingSession:
    """A session to which ``offices`` are asked; their focal points are told. Raises NotAllowed, NotNow, NoReason."""
    require(by, "work.hold_session", office=facts.lead, on=on)
    asked = {office.pk: office for office in offices if office != facts.lead}
    if not asked:
        raise NotNow(_("Choose at least one office."))
    made = WorkingSession.objects.create(**_columns(facts), planned_by=by, planned_at=timezone.now())
    record(by, "work.plan_session", made, lead=facts.lead.key, offices=len(asked))
    _ask(made, asked.values(), by=by, on=on)
    return made


@transaction.atomic
def edit_session(session: WorkingSession, facts: SessionFacts, *, by: Staff, on: date) -> WorkingSession:
    """Change time, place or subject; who is asked is told again. Raises NotAllowed, NotNow, NoReason."""
    require(by, "work.hold_session", office=session.lead_id, on=on)
    require(by, "work.hold_session", office=facts.lead, on=on)
    row = locked_session(session, State.PLANNED)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    row.save()
    record(by, "work.edit_session", row, held_on=row.held_on.isoformat())
    _tell(row, [part.office for part in row.offices.select_related("office")], by=by, on=on)
    return row


@transaction.atomic
def ask_to_session(session: WorkingSession, offices: Iterable[Office], *, by: Staff, on: date) -> int:
    """Ask further offices. Answers how many are new. Raises NotAllowed, NotNow."""
    require(by, "work.hold_session", office=session.lead_id, on=on)
    row = locked_session(session, State.PLANNED)
    there = set(row.offices.values_list("office_id", flat=True)) | {row.lead_id}
    new = [office for office in offices if office.pk not in there]
    if not new:
        raise NotNow(_("These offices are asked already."))
    record(by, "work.ask_to_session", row, offices=[office.key for office in new])
    _ask(row, new, by=by, on=on)
    return len(new)


def _ask(session: WorkingSession, offices: Iterable[Office], *, by: Staff, on: date) -> None:
    rows = list(offices)
    SessionOffice.objects.bulk_create(SessionOffice(session=session, office=office) for office in rows)
    _tell(session, rows, by=by, on=on)


def _tell(session: WorkingSession, offices: Iterable[Office], *, by: Staff, on: date) -> None:
    focal = Membership.objects.on(on).filter(role=StaffRole.FOCAL, office__in=list(offices), staff__is_active=True)
    people = Staff.objects.filter(pk__in=focal.values("staff"))
    when = f"{session.held_on:%d/%m/%Y} {session.starts_at:%H:%M}"
    text = _("Your office is asked to a session on %(when)s: %(title)s. Say who comes.") % {
        "when": when, "title": session.title}  # fmt: skip
    tell(
        people, kind="work.session", about=f"session:{session.pk}:{session.held_on}:{session.starts_at:%H%M}",
        text=text, url=reverse("work:session", args=[session.pk]), by=by,
    )  # fmt: skip


@transaction.atomic
def answer_invitation(
    part: SessionOffice, *, answer: str, by: Staff, on: date, people: int | None = None, note: str = ""
) -> SessionOffice:
    """Say that the office comes and with how many, or why it cannot. Raises NotAllowed, NotNow, NoReason."""
    require(by, "work.answer_invitation", office=part.office_id, on=on)
    locked_session(part.session, State.PLANNED)
    comes = answer == SessionOffice.Answer.COMES
    if comes and not 1 <= (people or 0) <= 1000:
        raise NotNow(_("Say how many people come."))
    if not comes and answer != SessionOffice.Answer.EXCUSED:
        raise NotNow(_("Say whether the office comes."))
    part.answer, part.people = answer, people if comes else None
    part.note = (clean_words(note) if comes else words_given(note, missing=_("Say why the office cannot come.")))[
        :500
    ]
    part.save(update_fields=["answer", "people", "note"])
    record(by, "work.answer_invitation", part.session, office=part.office.key, answer=answer)
    return part


@transaction.atomic
def add_agenda_item(
    session: WorkingSession,
    *,
    text: str,
    by: Staff,
    on: date,
    office: Office | None = None,
    minutes: int | None = None,
) -> AgendaItem:
    """One more point, at the end. Raises NotAllowed, NotNow, NoReason, EvidenceRefused."""
    require(by, "work.hold_session", office=session.lead_id, on=on)
    row = locked_session(session, State.PLANNED)
    last = row.agenda.aggregate(last=Max("position"))["last"] or 0
    made = AgendaItem.objects.create(
        session=row, position=last + 1, text=words_given(text, missing=_("Say what the point is about."))[:500],
        office=office, minutes=minutes,
    )  # fmt: skip
    record(by, "work.add_agenda_item", row, position=made.position)
    return made


@transaction.atomic
def remove_agenda_item(item: AgendaItem, *, by: Staff, on: date) -> None:
    """Take a point off the agenda. Raises NotAllowed, NotNow."""
    require(by, "work.hold_session", office=item.session.lead_id, on=on)
    row = locked_session(item.session, State.PLANNED)
    record(by, "work.remove_agenda_item", row, position=item.position)
    item.delete()


def add_session_paper(
    session: WorkingSession, *, title: str, by: Staff, on: date, document: Document | None = None,
    upload: Upload | None = None,
) -> SessionPaper:  # fmt: skip
    """A paper for the session: a document of the library, or a file. Raises NotAllowed, NotNow, EvidenceRefused."""
    require(by, "work.hold_session", office=session.lead_id, on=on)
    if (document is None) == (upload is None):
        raise NotNow(_("Choose a document of the library or a file, one of the two."))
    given = title.strip() or (f"{document} {document.title}".strip() if document else "")
    made = SessionPaper(
        session=session, document=document, added_by=by, added_at=timezone.now(),
        title=words_given(given, missing=_("Give the paper a title."))[:300],
    )  # fmt: skip
    if upload is None:
        return _add_paper(made, None, by=by)
    file = sealed_paper(upload, by=by)
    made.file_name, made.content_type, made.sha256 = file.name, file.content_type, file.sha256
    try:
        return _add_paper(made, file.content, by=by)
    except BaseException:
        _discard(made)  # the row is rolled back: its file must not stay behind
        raise


def _discard(paper: SessionPaper) -> None:
    if paper.file.name:
        paper.file.storage.delete(paper.file.name)


@transaction.atomic
def _add_paper(made: SessionPaper, content: bytes | None, *, by: Staff) -> SessionPaper:
    row = locked_session(made.session, State.PLANNED, State.HELD, State.CONCLUDED)
    same = row.papers.filter(document=made.document) if content is None else row.papers.filter(sha256=made.sha256)
    if same.exists():
        raise NotNow(_("This paper is there already."))
    if content is not None:
        made.file.save(f"{made.sha256[:16]}.{made.file_name.rpartition('.')[2]}", ContentFile(content), save=False)
    made.save(force_insert=True)
    record(by, "work.add_session_paper", row, paper=made.pk)
    return made


@transaction.atomic
def hold_session(session: WorkingSession, present: Iterable[int], *, by: Staff, on: date) -> WorkingSession:
    """The session took place; ``present`` are the asked offices (ids) that were there. Raises NotAllowed, NotNow."""
    require(by, "work.hold_session", office=session.lead_id, on=on)
    row = locked_session(session, State.PLANNED, State.HELD)
    if row.held_on > on:
        raise NotNow(_("A session that lies ahead cannot be recorded as held."))
    there = set(present)
    row.offices.filter(office_id__in=there).update(was_there=True)
    row.offices.exclude(office_id__in=there).update(was_there=False)
    row.state = State.HELD
    row.save(update_fields=["state"])
    record(by, "work.hold_session", row, present=row.offices.filter(was_there=True).count())
    return row


@transaction.atomic
def call_off_session(session: WorkingSession, *, reason: str, by: Staff, on: date) -> WorkingSession:
    """A planned session that is not held; who is asked is told. Raises NotAllowed, NotNow, NoReason."""
    require(by, "work.hold_session", office=session.lead_id, on=on)
    row = locked_session(session, State.PLANNED)
    row.state = State.CALLED_OFF
    row.reason = words_given(reason, missing=_("Say why, so that others can follow it later."))
    row.save(update_fields=["state", "reason"])
    record(by, "work.call_off_session", row, note=row.reason)
    focal = Membership.objects.on(on).filter(role=StaffRole.FOCAL, office__in=row.offices.values("office"))
    tell(
        Staff.objects.filter(pk__in=focal.values("staff"), is_active=True), kind="work.session_called_off",
        about=f"session:{row.pk}", text=_("The session is called off: %(title)s") % {"title": row.title},
        url=reverse("work:session", args=[row.pk]), by=by,
    )  # fmt: skip
    return row


def conclude_session(session: WorkingSession, said: Conclusions, *, by: Staff, on: date) -> Intake | None:
    """Take the conclusions in as a document of the library, where they are read and reviewed like any other.

    Answers the intake for the caller to put in line; None where the library holds the same paper already, which is
    then the session's. What bears a secrecy mark is refused: nothing of it stays but the trail's note of a refusal.
    Raises NotAllowed, NotNow, NoReason, EvidenceRefused, and what the library's intake raises.
    """
    require(by, "work.hold_session", office=session.lead_id, on=on)
    row = WorkingSession.objects.select_related("lead__parent", "intake").get(pk=session.pk)
    _may_conclude(row, said, on)
    intake: Intake | None
    document: Document | None = None
    try:
        intake = _receive(row, said, by=by)
    except AlreadyHere as fault:
        intake, document = fault.intake, fault.document
    _conclude(row, said, intake, document, by=by, on=on)
    return intake


def _may_conclude(row: WorkingSession, said: Conclusions, on: date) -> None:
    if row.state not in (State.HELD, State.CONCLUDED):
        raise NotNow(_("First record that the session was held."))
    done_with = (Intake.State.FAILED, Intake.State.STOPPED)
    if row.document_id is not None or (row.intake is not None and row.intake.state not in done_with):
        raise NotNow(_("The conclusions are in the library already. Correct them in the review of their reading."))
    if not row.held_on <= said.concluded_on <= on:
        raise NotNow(_("The conclusions bear a day between the session and today."))


@transaction.atomic
def _conclude(
    session: WorkingSession,
    said: Conclusions,
    intake: Intake | None,
    document: Document | None,
    *,
    by: Staff,
    on: date,
) -> None:
    row = locked_session(session, State.HELD, State.CONCLUDED)
    _may_conclude(row, said, on)
    others = WorkingSession.objects.exclude(pk=row.pk)
    if others.filter(document=document, document__isnull=False).exists() or (
        intake is not None and others.filter(intake=intake).exists()
    ):
        raise NotNow(_("This paper is the conclusions of another session."))
    row.state, row.concluded_on, row.intake, row.document = State.CONCLUDED, said.concluded_on, intake, document
    row.save(update_fields=["state", "concluded_on", "intake", "document"])
    record(by, "work.conclude_session", row, number=said.number.strip()[:80])


def _receive(session: WorkingSession, said: Conclusions, *, by: Staff) -> Intake:
    try:
        if said.file is not None:
            return receive_upload(said.file.content, name=said.file.name, by=by)
        words = words_given(said.words, missing=_("Write the conclusions, or choose the file."))
        number = words_given(said.number, missing=_("Give the number of the notice of conclusions."))
        superior = session.lead.parent.name if session.lead.parent else ""
        paper = conclusions_paper(
            words, issuer=session.lead.name, superior=superior, number=number, place=said.place.strip() or "…",
            on=said.concluded_on, subject=session.title,
        )  # fmt: skip
        return receive_text(paper, name=_("conclusions %(number)s") % {"number": number.replace("/", "-")}, by=by)
    except Refused as fault:
        raise EvidenceRefused(str(fault)) from fault


@transaction.atomic
def link_conclusions(document: Document, *, by: Staff | None = None) -> WorkingSession | None:
    """The library has read a paper: where it is a session's conclusions, the session knows it from now on.

    ``by`` None is the program. Raises NotAllowed.
    """
    if by is not None:
        require(by, "work.hold_session")
    waiting = WorkingSession.objects.select_for_update().filter(intake__document=document, document__isnull=True)
    row = waiting.first()
    if row is None:
        return None
    row.document = document
    row.save(update_fields=["document"])
    record(by, "work.link_conclusions", row, document=document.number)
    return row
