"""Into the public log: a row that is signed, carries the hash of the row before, and is never changed. What is corrected is said by a further row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.corrections.actions.faults import NotNow, words_given
from nhipcau.corrections.actions.filing import _file
from nhipcau.corrections.actions.page_notes import _note_on_page
from nhipcau.corrections.actions.steps import _held, _refuse_marked, _take, _tell_next
from nhipcau.corrections.addresses import entry_address
from nhipcau.corrections.clocks import DESK, clock_for, due_day
from nhipcau.corrections.desk import signing_office
from nhipcau.corrections.draft import awaited_reply, content_of, missing_in, public_papers, replies_of, words_of
from nhipcau.corrections.models import Case, LogEntry
from nhipcau.corrections.rules.log import GENESIS, Entry, Paper, Row, payload_of
from nhipcau.corrections.rules.verdicts import LANGUAGES, EntryKind, Kind, State, Verdict
from nhipcau.corrections.signals import desk_moved, entry_logged
from nhipcau.documents.rules.folding import fold
from nhipcau.newsroom.rules.signing import key_id, sign
from nhipcau.newsroom.signing_key import private_key
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require, today
from nhipcau.people.trail import announce, record

Words = Mapping[str, Mapping[str, str]]


@transaction.atomic
def publish_entry(case: Case, *, by: Staff, now: datetime) -> LogEntry:
    """Enter what was agreed and checked in the public log. Where we were wrong our own page goes out with its note in the same moment.

    Raises NotAllowed, NotNow (not checked, reply still awaited, no signing key, our page not corrected), and what ``newsroom.publish`` raises.
    """
    require(by, "corrections.publish")
    row = _held(case)
    if row.state != State.CHECKED:
        raise NotNow(_("The legal and secrecy check comes first."))
    agreed = row.steps.filter(kind="checked").last()
    if missing := missing_in(row):
        raise NotNow(" ".join(missing))
    if agreed is None or agreed.content != content_of(row):
        raise NotNow(_("The draft is not what was checked. Hand it over again."))
    if waits := awaited_reply(row, timezone.localdate(now)):
        raise NotNow(_("The publisher has until %(day)s to reply.") % {"day": f"{waits.reply_due_on:%d/%m/%Y}"})
    is_first = not row.entries.exists()
    kind = EntryKind.WITHDRAWN if row.is_withdrawal else EntryKind.PUBLISHED if is_first else EntryKind.UPDATED
    made = _append(row, kind, words_of(row), by=by, now=now)
    if row.verdict == Verdict.WE_WERE_WRONG and not row.is_withdrawal:
        row.page_step = _note_on_page(row, by=by)
    row.state, row.closed_on, row.again_due_on = State.PUBLISHED, row.closed_on or timezone.localdate(now), None
    row.save(update_fields=["state", "closed_on", "page_step", "again_due_on"])
    _take(row, "published", by=by, note=made.own_hash)
    _file(row, made.said.words["vi"]["title"], entry_address(row.number), by=by)
    announce(entry_logged, entry=made)
    announce(desk_moved, case=row)
    return made


def take_up_appeal(appeal: Case, *, words: Mapping[str, str], by: Staff, now: datetime) -> LogEntry:
    """Say in public that the entry is under appeal, and open it again at the desk. ``words``: language → why, as readers will see it.

    Raises NotAllowed, NotNow, BearsSecrecyMark.
    """
    require(by, "corrections.publish")
    _refuse_marked(*words.values(), by=by)
    return _take_up(appeal, words=words, by=by, now=now)


@transaction.atomic
def _take_up(appeal: Case, *, words: Mapping[str, str], by: Staff, now: datetime) -> LogEntry:
    asked = _held(appeal)
    if asked.kind != Kind.APPEAL or asked.state != State.CORRESPONDENCE or asked.appeal_of is None:
        raise NotNow(_("There is no open appeal here."))
    row = _held(asked.appeal_of)
    if row.state != State.PUBLISHED:
        raise NotNow(_("The entry is at the desk already."))
    told = {
        language: {"title": "", "records": "", "change": words_given(words.get(language, ""))}
        for language in LANGUAGES
    }
    made = _append(row, EntryKind.APPEAL, told, by=by, now=now)
    _open(row, on=timezone.localdate(now))
    _take(asked, "appealed", by=by)
    _take(row, "appealed", by=by, note=asked.number)
    _tell_next(row, by=by)
    announce(entry_logged, entry=made)
    return made


@transaction.atomic
def reopen(case: Case, *, reason: str, by: Staff) -> Case:
    """Take a published case up again to change or withdraw its entry. The public log stays as it is until then. Raises NotAllowed, NotNow."""
    require(by, "corrections.draft")
    row = _held(case)
    if row.state != State.PUBLISHED:
        raise NotNow(_("Only a case in the public log is opened again."))
    _open(row, on=today())
    _take(row, "reopened", by=by, note=words_given(reason))
    _tell_next(row, by=by)
    return row


def _open(case: Case, *, on: date) -> None:
    """At the desk again, with a clock of its own from ``on``."""
    case.state, case.again_due_on = State.DESK, due_day(clock_for(DESK, on), on)
    case.save(update_fields=["state", "again_due_on"])
    case.wordings.update(change="")


def _append(case: Case, kind: EntryKind, words: Words, *, by: Staff, now: datetime) -> LogEntry:
    """The next row of the log."""
    private = private_key()
    if private is None:
        raise NotNow(_("This house has no signing key yet. The operator makes one: nhipcau signing-key"))
    record(by, f"corrections.log_{kind}", case)  # first: it holds the pen, so that rows follow each other
    last = LogEntry.objects.order_by("-seq").first()
    entry = _entry(case, kind, words, last, by=by, now=now)
    row = _signed(entry, private)
    made = LogEntry(
        seq=entry.seq, case=case, kind=kind, verdict=entry.verdict, at=now, signed=row.signed, signature=row.signature,
        key_id=row.key_id, previous_hash=entry.previous, own_hash=row.own_hash, folded=_folded(entry),
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _signed(entry: Entry, private: Ed25519PrivateKey) -> Row:
    payload = payload_of(entry)
    return Row(payload, sign(payload.encode(), private), key_id(private.public_key()))


def _entry(case: Case, kind: EntryKind, words: Words, last: LogEntry | None, *, by: Staff, now: datetime) -> Entry:
    before = (
        case.entries.exclude(kind=EntryKind.APPEAL).order_by("-seq").first() if kind == EntryKind.APPEAL else None
    )
    papers = before.said.papers if before else tuple(
        Paper(p.title, p.issuer, p.url, p.sha256, p.name, p.is_primary) for p in public_papers(case)
    )  # fmt: skip
    return Entry(
        seq=last.seq + 1 if last else 1, case=case.number, kind=kind, verdict=before.verdict if before else case.verdict, about=case.about,
        statement=case.statement, statement_language=case.statement_language, item_url=case.item_url, item_title=case.item_title,
        item_on=case.item_on.isoformat() if case.item_on else "", words=words, office=str(signing_office(by, timezone.localdate(now)) or ""),
        time=timezone.localtime(now).isoformat(timespec="seconds"), url=entry_address(case.number),
        previous=last.own_hash if last else GENESIS, papers=papers, publisher_reply=before.said.publisher_reply if before else replies_of(case),
    )  # fmt: skip


def _folded(entry: Entry) -> str:
    said = [
        entry.case,
        entry.statement,
        entry.item_title,
        *(text for words in entry.words.values() for text in words.values()),
    ]
    return fold("\n".join([*said, *(paper.title for paper in entry.papers)]))
