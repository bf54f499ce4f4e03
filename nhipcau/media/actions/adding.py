"""Taking a file into the library. The same bytes twice are one asset, told kindly."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.media.actions.faults import MediaRefused
from nhipcau.media.actions.inspecting import Inspected, Upload, inspect, recognise, title_from
from nhipcau.media.models import Asset, AssetText, Band, Embed, Licence
from nhipcau.media.models.assets import original_path
from nhipcau.media.queries import near_duplicates
from nhipcau.media.rules.embedded import Embedded
from nhipcau.media.rules.embeds import find_film
from nhipcau.media.rules.faults import BadFile
from nhipcau.media.rules.fingerprint import band_keys
from nhipcau.media.rules.kinds import Kind
from nhipcau.media.rules.rights import Consent
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record


@dataclass(frozen=True, slots=True)
class Added:
    """The asset that holds the file; whether it is new; which others look the same."""

    asset: Asset
    is_new: bool
    near: tuple[Asset, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose the asset is in the house, and how it came. ``commission``: the contract's number."""

    office: Office
    source: str = Asset.Source.UPLOAD
    commission: str = ""


def add_asset(upload: Upload, *, origin: Origin, by: Staff | None) -> Added:
    """Take a file. ``by`` None is the program (the profile's own pictures). Put the asset in line with ``jobs.enqueue``.

    Raises NotAllowed, and MediaRefused with what is wrong with the file; nothing of a refused file is kept.
    """
    if by is not None:
        require(by, "media.add", office=origin.office)
    try:
        known = recognise(upload)
        if (same := Asset.objects.filter(sha256=known.sha256).first()) is not None:
            return Added(_living(same), is_new=False)
        known = inspect(upload, known)
    except BadFile as fault:
        raise MediaRefused(_(str(fault))) from fault
    asset = _row(upload, known, origin, by)
    kept: list[Asset] = []
    try:
        _store(asset, upload, known.said, kept, by=by)
    except IntegrityError:  # someone else brought the same bytes at the same moment: the file is theirs too
        return Added(_living(Asset.objects.get(sha256=known.sha256)), is_new=False)
    except BaseException:
        _discard(kept)  # the row is rolled back: its file must not stay behind
        raise
    return Added(asset, is_new=True, near=tuple(near_duplicates(asset)))


def _discard(kept: list[Asset]) -> None:
    for row in kept:
        row.original.storage.delete(original_path(row, ""))


def _living(asset: Asset) -> Asset:
    if asset.erased_at is not None:
        raise MediaRefused(
            _("This file was in the library and was erased: %(why)s") % {"why": asset.erased_because}
        )  # fmt: skip
    return asset


def _row(upload: Upload, known: Inspected, origin: Origin, by: Staff | None) -> Asset:
    said, found = known.said, known.found
    shows_people = found.kind in {Kind.PHOTO, Kind.FILM, Kind.AUDIO}
    licence = (
        Licence.objects.filter(url__startswith=said.licence_url.rstrip("/")).first() if said.licence_url else None
    )
    return Asset(
        kind=found.kind, source=origin.source, commission=origin.commission, office=origin.office, sha256=known.sha256,
        file_name=upload.name.rpartition("/")[2].rpartition("\\")[2][-255:], extension=found.extension,
        content_type=found.content_type, size=upload.size, title=title_from(upload.name, said),
        author=said.author[:200], holder=said.rights[:200], credit=said.credit[:300], place=said.place[:200],
        taken_on=said.taken_on, licence=licence, consent=Consent.MISSING if shows_people else Consent.NONE_SHOWN,
        remarks=[[message, values] for message, values in known.remarks], added_by=by, added_at=timezone.now(),
        **known.columns,
    )  # fmt: skip


@transaction.atomic
def _store(asset: Asset, upload: Upload, said: Embedded, kept: list[Asset], *, by: Staff | None) -> None:
    upload.content.seek(0)
    with transaction.atomic():
        asset.save(force_insert=True)
    path = original_path(asset, "")
    asset.original.storage.delete(path)  # what a crash may have left half written
    kept.append(asset)
    asset.original.save(path, File(upload.content), save=True)
    if said.caption:
        AssetText.objects.create(asset=asset, language="vi", caption=said.caption)
    if asset.phash:
        Band.objects.bulk_create([Band(asset=asset, key=key) for key in band_keys(int(asset.phash, 16))])
    record(by, "media.add", asset, sha256=asset.sha256, kind=asset.kind, office=asset.office.key)


@transaction.atomic
def add_embed(address: str, *, title: str, origin: Origin, by: Staff) -> Added:
    """Take a film that another site shows, by the address of its page there. Raises NotAllowed, MediaRefused."""
    require(by, "media.add", office=origin.office)
    try:
        provider, number = find_film(address)
    except BadFile as fault:
        raise MediaRefused(_(str(fault))) from fault
    same = Embed.objects.filter(provider=provider.key, video_id=number).select_related("asset").first()
    if same is not None:
        return Added(_living(same.asset), is_new=False)
    asset = Asset.objects.create(
        kind=Kind.FILM, source=Asset.Source.EMBED, commission=origin.commission, office=origin.office,
        sha256=_statement_hash(provider.key, number), title=title.strip()[:300] or _("Untitled"),
        stage=Asset.Stage.READY, added_by=by, added_at=timezone.now(),
    )  # fmt: skip
    Embed.objects.create(asset=asset, provider=provider.key, video_id=number)
    record(by, "media.add", asset, provider=provider.key, kind=asset.kind, office=asset.office.key)
    return Added(asset, is_new=True)


def _statement_hash(provider: str, number: str) -> str:
    return hashlib.sha256(f"{provider}:{number}".encode()).hexdigest()
