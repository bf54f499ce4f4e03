"""What is said about an asset: facts, rights, texts in each language, focal point, words of a film; erasing it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.media import shelf
from nhipcau.media.actions.faults import MediaRefused, StillShown, locked, reason_given
from nhipcau.media.actions.opening import follow_poster, take_names
from nhipcau.media.models import Asset, AssetText, Licence, Rendition, Track
from nhipcau.media.queries import names_of
from nhipcau.media.rules.captions import Cue, as_vtt, read_captions, transcript_of
from nhipcau.media.rules.kinds import Kind
from nhipcau.media.rules.ladder import RATIOS
from nhipcau.media.signals import asset_changed
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record

FACTS = frozenset({"title", "place", "place_key", "taken_on", "languages", "poster"})
RIGHTS = frozenset(
    {"author", "author_kind", "holder", "licence", "credit", "term_from", "term_to", "proof_number", "proof_document",
     "proof_file", "consent", "consent_words", "consent_keeper", "consent_until"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """Alt text and caption in one language."""

    alt: str = ""
    caption: str = ""


@transaction.atomic
def describe_asset(asset: Asset, facts: Mapping[str, Any], *, by: Staff | None) -> Asset:
    """Change facts (FACTS). Raises NotAllowed, MediaRefused, and NotPublishable where a public film would get a poster that
    may not be shown. ``by`` None is the program."""
    row = _mine(asset, by)
    poster = facts.get("poster")
    if poster is not None and (poster.pk == row.pk or poster.kind not in {Kind.PHOTO, Kind.DRAWING}):
        raise MediaRefused(_("A poster is a photo or a drawing."))
    before = row.poster
    _change(row, facts, FACTS, "media.describe", by=by)
    if row.is_live and row.poster != before:
        follow_poster(row, before, by=by)
    return row


@transaction.atomic
def record_rights(asset: Asset, rights: Mapping[str, Any], *, by: Staff | None) -> Asset:
    """Change the rights (RIGHTS). ``proof_file`` may be an upload. Raises NotAllowed, MediaRefused.

    An asset that is public stays so until its holds are let go: the rooms that show it hear ``asset_changed``.
    """
    row = _mine(asset, by)
    start, end = rights.get("term_from", row.term_from), rights.get("term_to", row.term_to)
    if start and end and end < start:
        raise MediaRefused(_("The right ends before it begins. Mend one of the days."))
    return _change(row, rights, RIGHTS, "media.record_rights", by=by)


def _mine(asset: Asset, by: Staff | None) -> Asset:
    row = locked(asset)
    if by is not None:
        require(by, "media.edit", office=row.office_id)
    if row.erased_at is not None:
        raise MediaRefused(_("The file was erased from the library."))
    return row


def _change(
    row: Asset, values: Mapping[str, Any], allowed: frozenset[str], action: str, *, by: Staff | None
) -> Asset:  # fmt: skip
    if unknown := set(values) - allowed:
        raise KeyError(", ".join(sorted(unknown)))
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        value = values[name]
        if isinstance(value, UploadedFile):
            row.proof_file.save(value.name or "proof", value, save=False)
        else:
            setattr(row, name, value)
    if changed:
        row.save(update_fields=changed)
        record(by, action, row, changed=sorted(changed), **_told(row, changed))
        announce(asset_changed, asset=row)
    return row


def _told(row: Asset, changed: Iterable[str]) -> dict[str, str]:
    """The new value of rights that others will ask about; never the words about people's consent."""
    told: dict[str, str] = {}
    for name in set(changed) & {"licence", "holder", "term_from", "term_to", "consent", "consent_until"}:
        value = getattr(row, name)
        told[name] = value.key if isinstance(value, Licence) else str(value or "")
    return told


@transaction.atomic
def write_texts(asset: Asset, texts: Mapping[str, Said], *, by: Staff | None) -> None:
    """Set alt text and caption for each language of ``texts``; other languages stay. Raises NotAllowed."""
    row = _mine(asset, by)
    before = {text.language: text for text in row.texts.all()}
    changed = []
    for language, said in texts.items():
        old = before.get(language)
        alt, caption = said.alt.strip()[:300], said.caption.strip()
        if (old.alt, old.caption) == (alt, caption) if old else not (alt or caption):
            continue
        AssetText.objects.update_or_create(
            asset=row, language=language, defaults={"alt": alt, "caption": caption}
        )  # fmt: skip
        changed.append(language)
    if changed:
        record(by, "media.write_texts", row, languages=sorted(changed))
        announce(asset_changed, asset=row)


@transaction.atomic
def set_focal_point(asset: Asset, x: float, y: float, *, by: Staff | None) -> Asset:
    """Say what must stay in sight when a picture is cropped; 0..1 from the upper left. Its crops are made anew: put it in
    line with ``jobs.enqueue``. Raises NotAllowed, MediaRefused."""
    row = _mine(asset, by)
    if not all(math.isfinite(v) and 0 <= v <= 1 for v in (x, y)):
        raise MediaRefused(_("The focal point lies outside the picture."))
    if (row.focal_x, row.focal_y) == (x, y):
        return row
    row.focal_x, row.focal_y = round(x, 4), round(y, 4)
    Rendition.objects.filter(asset=row, crop__in=[str(crop) for crop in RATIOS]).update(is_stale=True)
    if row.kind == Kind.PHOTO and row.stage == Asset.Stage.READY:
        row.stage = Asset.Stage.WAITING
    row.save(update_fields=["focal_x", "focal_y", "stage"])
    record(by, "media.set_focal_point", row, x=row.focal_x, y=row.focal_y)
    return row


class BadCaptions(MediaRefused):
    """The captions have faults; ``args[0]`` lists them with their lines."""


@transaction.atomic
def write_track(asset: Asset, language: str, *, vtt: str, transcript: str = "", by: Staff | None) -> Track:
    """Set captions and transcript of a film or sound in one language. Left empty, the transcript is made of the captions.
    Only times and words of the file are kept. Raises NotAllowed, BadCaptions."""
    row = _mine(asset, by)
    cues: list[Cue] = []
    if vtt.strip():
        cues, faults = read_captions(vtt, duration=row.duration)
        if faults:
            lines = [_("line %(line)d: %(what)s") % {"line": f.line, "what": _(f.message)} for f in faults[:12]]
            raise BadCaptions(_("The captions have faults:") + " " + " ".join(lines))
    clean = as_vtt(cues) if cues else ""
    track, _made = Track.objects.update_or_create(
        asset=row, language=language, defaults={"vtt": clean, "transcript": transcript.strip() or transcript_of(cues)}
    )  # fmt: skip
    old = set(Rendition.objects.filter(asset=row, crop=language, format="vtt").values_list("name", flat=True))
    Rendition.objects.filter(asset=row, crop=language, format="vtt").delete()
    if clean:
        name = shelf.keep(clean.encode(), "vtt")
        Rendition.objects.create(
            asset=row, crop=language, width=0, height=0, format="vtt", name=name, size=len(clean.encode())
        )
        old.discard(name)
        if row.is_live:
            shelf.put_public([name])
    take_names(old)
    record(by, "media.write_track", row, language=language, captions=len(cues))
    announce(asset_changed, asset=row)
    return track


@transaction.atomic
def erase_asset(asset: Asset, *, reason: str, by: Staff | None) -> Asset:
    """Delete the file and all that was made of it; the row stays with the reason, so that the same file is known again.
    Raises NotAllowed, MediaRefused without a reason, StillShown while something public shows it. ``by`` None is the
    program, when it finds a secrecy mark in a photo."""
    row = locked(asset)
    if by is not None:
        require(by, "media.erase", office=row.office_id)
    if row.holds.exists() or row.is_live or row.poster_of.filter(is_live=True).exists():
        raise StillShown(_("Something public still shows it. Take it out there first."))
    row.erased_at, row.erased_because = timezone.now(), reason_given(reason)[:500]
    names = names_of([row])
    paths = [str(file.name) for file in (row.original, row.proof_file) if file]
    storage = row.original.storage
    row.original, row.proof_file, row.placeholder, row.phash, row.stage_note = "", "", "", "", ""
    row.save()
    for related in (row.renditions, row.texts, row.tracks, row.bands):
        related.all().delete()
    kept_by_others = set(Rendition.objects.filter(name__in=names).values_list("name", flat=True))
    record(by, "media.erase", row, note=row.erased_because, sha256=row.sha256)
    transaction.on_commit(lambda: shelf.discard(names - kept_by_others))
    for path in paths:
        transaction.on_commit(partial(storage.delete, path))
    return row
