"""A recording of radio or television: brought, heard by the machine in pieces, read by a person, taken in as an article."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.documents import liveness
from nhipcau.media.rules import mp4, sounds, webm
from nhipcau.media.rules.faults import BadFile
from nhipcau.media.rules.kinds import HEAD, Found, Kind, check_size, find_kind
from nhipcau.monitoring.actions.clippings import (
    Clipping,
    bears_a_mark,
    note_refusal,
    secrecy_message,
    store_clipping,
)
from nhipcau.monitoring.actions.faults import ClippingRefused, NotNow, words_given
from nhipcau.monitoring.models import Article, Recording, RecordingPiece
from nhipcau.monitoring.rules.hearing import Said, in_paragraphs, words_of_captions
from nhipcau.monitoring.rules.links import absolute, host_of
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.ports.sound import is_decoder_here, needs_decoder
from nhipcau.ports.speech import site_recogniser

LONGEST = timedelta(hours=3)
LOST_AFTER = timedelta(seconds=90)
"""Without a sign of life for so long, another worker takes a recording over."""
State = Recording.State


def bring_recording(file: File[Any], said: Clipping, *, language: str, by: Staff) -> Recording:
    """Take a recording: into the line to be heard where somebody can hear it, else for a person who types its words.

    ``said.text`` is a transcript that a person has, if there is one. The same file again is the same recording.
    Raises NotAllowed, ClippingRefused, NothingSaid; nothing of a refused file is kept.
    """
    require(by, "monitoring.bring")
    words_given(said.title)
    words_given(said.outlet)
    if bears_a_mark(said.name, f"{said.title}\n\n{said.text}"):
        note_refusal(by=by)
        raise ClippingRefused(secrecy_message())
    found, seconds = _looked_at(file)
    sha256 = _sha256_of(file)
    known = Recording.objects.filter(sha256=sha256).first()
    if known is not None:
        return _again(known)
    fault = why_not(found.extension, language)
    row = Recording(
        name=Path(said.name).name[:255], sha256=sha256, size=file.size, extension=found.extension, seconds=seconds, title=said.title.strip()[:500],
        outlet=said.outlet.strip()[:255], published_on=said.published_on, url=absolute(said.url)[:2000] if said.url else "", stream=said.stream,
        country=said.country[:80], topic=said.topic, language=language[:8], words=said.text.strip(), is_read=bool(said.text.strip()), by=by,
        at=timezone.now(), state=State.BY_HAND if fault or said.text.strip() else State.WAITING, fault_code=fault,
    )  # fmt: skip
    row.host = host_of(row.url)
    try:
        return _keep(row, file, by=by)
    except IntegrityError:  # somebody else brought the same bytes at the same moment
        _discard(row)
        return _again(Recording.objects.get(sha256=sha256))
    except BaseException:
        _discard(row)  # the row is rolled back: its file must not stay behind
        raise


def _looked_at(file: File[Any]) -> tuple[Found, float]:
    """What the bytes are and how many seconds they last. Raises ClippingRefused."""
    file.seek(0)
    stream, size = cast("BinaryIO", file.file), file.size
    try:
        found = find_kind(file.read(HEAD))
        if found.kind not in (Kind.AUDIO, Kind.FILM):
            raise ClippingRefused(_("This is no sound and no film. Bring papers and pictures as a clipping."))
        check_size(found, size)
        if found.extension in ("mp4", "m4a"):
            seconds = mp4.probe(stream, size).duration
        elif found.extension == "webm":
            seconds = webm.probe(stream, size).duration
        else:
            seconds = sounds.duration_of(stream, found.extension)
    except BadFile as fault:
        raise ClippingRefused(_(str(fault))) from fault
    if not 0 < seconds <= LONGEST.total_seconds():
        raise ClippingRefused(_("The recording is longer than three hours. Bring the part that matters."))
    return found, seconds


def _sha256_of(file: File[Any]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _discard(row: Recording) -> None:
    if row.held:
        row.held.storage.delete(str(row.held.name))


def _again(known: Recording) -> Recording:
    if known.forgotten_on is not None:
        raise ClippingRefused(_("This recording was here before. Its file was deleted when its time was over."))
    return known


@transaction.atomic
def _keep(row: Recording, file: File[Any], *, by: Staff) -> Recording:
    file.seek(0)
    row.held.save(f"{row.sha256[:32]}.{row.extension}", file, save=False)
    row.save(force_insert=True)
    record(by, "monitoring.bring_recording", row, sha256=row.sha256)
    return row


def why_not(extension: str, language: str) -> str:
    """Why the machine cannot hear a recording: ``none``, ``language``, ``no_decoder``; "" where it can."""
    languages = site_recogniser().languages
    if not languages:
        return "none"
    if language not in languages:
        return "language"
    return "no_decoder" if needs_decoder(extension) and not is_decoder_here() else ""


def is_held(row: Recording) -> bool:
    """Whether a worker has it and may still be alive."""
    if row.state != State.HEARING or row.beat_at is None:
        return False
    return row.beat_at > timezone.now() - LOST_AFTER and liveness.may_live(row.holder)


@transaction.atomic
def start_hearing(pk: int, *, by: Staff | None = None) -> Recording | None:
    """Take it for this worker. None where another has it and is alive, or nothing is left to hear."""
    row = Recording.objects.select_for_update(of=("self",)).filter(pk=pk, state__in=Recording.OPEN).first()
    if row is None or is_held(row):
        return None
    is_first = row.heard_until == 0
    row.state, row.beat_at, row.holder = State.HEARING, timezone.now(), liveness.me()
    row.save(update_fields=["state", "beat_at", "holder"])
    if is_first:
        record(by, "monitoring.start_hearing", row)
    return row


@transaction.atomic
def note_progress(row: Recording, said: Said | None, *, is_missed: bool = False, lets_go: bool = False) -> bool:
    """Keep a piece and how far it is: both or neither. Answers whether to go on: False where it was stopped, dropped or taken over."""
    mine = Recording.objects.filter(pk=row.pk, state=State.HEARING, holder=liveness.me())
    if not mine.beat(**({"heard_until": said.until} if said else {})):
        return False
    if said is not None:
        RecordingPiece.objects.update_or_create(
            recording=row, at=said.at, defaults={"until": said.until, "words": said.words, "is_missed": is_missed}
        )
        row.heard_until = said.until
    if lets_go:
        mine.update(state=State.WAITING, holder="")
        return False
    return not mine.filter(stop_asked=True).exists()


@transaction.atomic
def end_hearing(row: Recording, *, fault_code: str = "", by: Staff | None = None) -> None:
    """Heard to its end, stopped, or given up: what was heard so far is put at the end of its words."""
    row = Recording.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.state not in Recording.OPEN:
        return
    row.state = State.STOPPED if fault_code == "stopped" else State.FAILED if fault_code else State.HEARD
    _put_over(row)
    row.fault_code = fault_code[:40] or ("" if row.words else "silence")
    row.stop_asked, row.holder = False, ""
    row.save()
    record(by, "monitoring.end_hearing", row, note=row.fault_code)


def _put_over(row: Recording) -> None:
    pieces = row.pieces.filter(at__gte=row.words_until).order_by("at")
    with override(settings.LANGUAGE_CODE):
        new = in_paragraphs(
            Said(one.at, one.until, one.words or (_not_heard(one) if one.is_missed else "")) for one in pieces
        )
    if new:
        row.words, row.is_read = "\n\n".join(filter(None, (row.words.rstrip(), new))), False
    row.words_until = row.heard_until


def _not_heard(piece: RecordingPiece) -> str:
    return _("[not heard: %(begin)s to %(end)s]") % {"begin": clock(piece.at), "end": clock(piece.until)}


def clock(seconds: float) -> str:
    """``1:02:03`` or ``2:03``."""
    whole = int(seconds)
    hours = f"{whole // 3600}:" if whole >= 3600 else ""
    return f"{hours}{whole % 3600 // 60:0{2 if hours else 1}d}:{whole % 60:02d}"


@transaction.atomic
def stop_hearing(recording: Recording, *, by: Staff) -> Recording:
    """Stop at the next piece; what nobody is hearing stops at once. What was heard stays. Raises NotAllowed."""
    require(by, "monitoring.bring")
    row = _locked(recording)
    if row.state in Recording.OPEN:
        record(by, "monitoring.stop_hearing", row)
        if is_held(row):
            row.stop_asked = True
            row.save(update_fields=["stop_asked"])
        else:
            end_hearing(row, fault_code="stopped", by=by)
            row.refresh_from_db()
    return row


@transaction.atomic
def resume_hearing(recording: Recording, *, by: Staff) -> Recording:
    """Into the line again; it goes on where it was. Raises NotAllowed, NotNow where nobody can hear it."""
    require(by, "monitoring.bring")
    row = _locked(recording)
    if row.state not in (State.STOPPED, State.FAILED, State.BY_HAND) or not row.held:
        return row
    if why_not(row.extension, row.language):
        raise NotNow(_("Nothing on this server can hear this recording. Type or paste its words."))
    row.state, row.fault_code, row.stop_asked, row.beat_at = State.WAITING, "", False, None
    row.save(update_fields=["state", "fault_code", "stop_asked", "beat_at"])
    record(by, "monitoring.resume_hearing", row)
    return row


def _locked(recording: Recording) -> Recording:
    return Recording.objects.select_for_update(of=("self",)).get(pk=recording.pk)


def write_transcript(recording: Recording, words: str, *, by: Staff) -> Recording:
    """Keep the words as a person has them. Raises NotAllowed, NotNow, and ClippingRefused for a secrecy mark: then all of it goes."""
    require(by, "monitoring.bring")
    if bears_a_mark("", words):
        note_refusal(by=by)
        drop_recording(recording, by=by)
        raise ClippingRefused(secrecy_message())
    return _write(recording, words, by=by)


@transaction.atomic
def _write(recording: Recording, words: str, *, by: Staff) -> Recording:
    row = _locked(recording)
    _may_change(row)
    row.words, row.is_read = words.strip(), bool(words.strip())
    row.save(update_fields=["words", "is_read"])
    record(by, "monitoring.write_transcript", row)
    return row


def _may_change(row: Recording) -> None:
    if row.state in Recording.OPEN:
        raise NotNow(_("It is still being heard. Stop it first, or wait for its end."))
    if row.state == State.USED:
        raise NotNow(_("It is taken in already."))


def bring_captions(recording: Recording, content: bytes, *, by: Staff) -> Recording:
    """Words from a WebVTT or SubRip file in place of those that are there. Raises NotAllowed, NotNow, ClippingRefused."""
    require(by, "monitoring.bring")
    words = words_of_captions(content.decode("utf-8-sig", "replace")) if len(content) <= 2_000_000 else ""
    if not words:
        raise ClippingRefused(_("There are no captions in the file. WebVTT (.vtt) and SubRip (.srt) are read."))
    return write_transcript(recording, words, by=by)


@transaction.atomic
def use_recording(recording: Recording, *, by: Staff) -> Article:
    """Its words become an article like any other. Raises NotAllowed, and NotNow where no person has read them yet."""
    require(by, "monitoring.bring")
    row = _locked(recording)
    if row.state == State.USED and row.article is not None:
        return row.article
    _may_change(row)
    if not row.words or not row.is_read:
        raise NotNow(_("Read the words against the recording and keep them first: a machine mishears."))
    clipping = Clipping(
        row.title, row.outlet, row.published_on, row.url, row.stream, row.country, row.topic, row.name
    )
    row.article = store_clipping(clipping, row.words, row.sha256, by=by)
    row.state = State.USED
    row.save(update_fields=["article", "state"])
    record(by, "monitoring.use_recording", row, article=row.article.pk)
    return row.article


@transaction.atomic
def drop_recording(recording: Recording, *, by: Staff) -> None:
    """Delete the file and its words. What became an article is kept as long as the article's text. Raises NotAllowed, NotNow."""
    require(by, "monitoring.bring")
    row = _locked(recording)
    if row.state == State.USED:
        raise NotNow(_("It is taken in already."))
    record(by, "monitoring.drop_recording", row)
    _delete_files([row])
    row.delete()


@transaction.atomic
def forget_recordings(rows: QuerySet[Recording], *, by: Staff | None = None) -> int:
    """Delete files and words; title, link and hash stay. Answers how many."""
    found = list(rows.exclude(held="")[:500])
    if not found:
        return 0
    _delete_files(found)
    RecordingPiece.objects.filter(recording__in=found).delete()
    for row in found:
        row.held, row.words, row.forgotten_on, row.holder = "", "", timezone.localdate(), ""
        row.state = State.USED if row.article_id else State.STOPPED
    Recording.objects.bulk_update(found, ["held", "words", "forgotten_on", "holder", "state"], batch_size=200)
    record(by, "monitoring.forget_recordings", note=str(len(found)), recordings=len(found))
    return len(found)


def _delete_files(rows: list[Recording]) -> None:
    """When it is done for good; a worker killed in between leaves a file that no row names, never a row without its file."""
    for row in rows:
        if row.held:
            transaction.on_commit(partial(row.held.storage.delete, str(row.held.name)))
