"""The sizes of an asset as the background job makes them: begun, kept one by one, finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nhipcau.media import shelf
from nhipcau.media.actions.opening import take_names
from nhipcau.media.models import Asset, Rendition
from nhipcau.media.signals import asset_changed
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import announce, record

LOST_AFTER = timedelta(seconds=180)
"""A worker that has given no sign of life for so long is taken for dead and its work taken up again."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file that was made and lies in the private storage under ``name``."""

    crop: str
    width: int
    height: int
    format: str
    name: str
    size: int


def is_held(asset: Asset) -> bool:
    """Whether a living worker is making its sizes."""
    return bool(
        asset.stage == Asset.Stage.MAKING and asset.beat_at and asset.beat_at > timezone.now() - LOST_AFTER
    )  # fmt: skip


@transaction.atomic
def start_making(asset: Asset, *, by: Staff | None = None) -> Asset | None:
    """Take an asset for making its sizes; None where it is finished, erased or held by another worker."""
    if by is not None:
        require(by, "media.edit", office=asset.office_id)
    row = Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
    if row.erased_at is not None or row.stage == Asset.Stage.READY or is_held(row):
        return None
    row.stage, row.beat_at, row.stage_note = Asset.Stage.MAKING, timezone.now(), ""
    row.save(update_fields=["stage", "beat_at", "stage_note"])
    record(by, "media.start_making", row)
    return row


@transaction.atomic
def note_progress(asset: Asset, made: Sequence[Made], *, left: int) -> None:
    """Keep the rows of files that were made so far; ``left`` are still to come. A file that replaces another of the same
    place takes its row; in public it is laid out at once where the asset is live."""
    replaced: set[str] = set()
    for one in made:
        place: dict[str, Any] = {"asset": asset, "crop": one.crop, "width": one.width, "format": one.format}
        old = Rendition.objects.filter(**place).first()
        if old is not None and old.name != one.name:
            replaced.add(old.name)
        Rendition.objects.update_or_create(
            **place, defaults={"height": one.height, "name": one.name, "size": one.size, "is_stale": False}
        )
    done = Rendition.objects.filter(asset=asset, is_stale=False).count()
    Asset.objects.filter(pk=asset.pk).update(beat_at=timezone.now(), done_parts=done, all_parts=done + left)
    if Asset.objects.filter(pk=asset.pk, is_live=True).exists():
        shelf.put_public(one.name for one in made)
        take_names(replaced)


@transaction.atomic
def finish_making(asset: Asset, *, by: Staff | None = None) -> None:
    """All sizes are there. Rows that nothing asks for any more go."""
    row = Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
    stale = row.renditions.filter(is_stale=True)
    take_names(set(stale.values_list("name", flat=True)))
    stale.delete()
    files = row.renditions.count()
    if row.stage == Asset.Stage.MAKING:  # a focal point that moved meanwhile has put it in line again
        row.stage = Asset.Stage.READY
    row.done_parts = row.all_parts = files
    row.save(update_fields=["stage", "done_parts", "all_parts"])
    record(by, "media.finish_making", row, files=files)
    announce(asset_changed, asset=row)


@transaction.atomic
def fail_making(asset: Asset, why: str, *, by: Staff | None = None) -> None:
    """The sizes cannot be made; ``why`` is shown to staff."""
    row = Asset.objects.select_for_update(of=("self",)).get(pk=asset.pk)
    row.stage, row.stage_note = Asset.Stage.FAILED, why[:500]
    row.save(update_fields=["stage", "stage_note"])
    record(by, "media.fail_making", row, note=row.stage_note)


@transaction.atomic
def ask_again(asset: Asset, *, by: Staff | None) -> None:
    """Put an asset in line once more, for instance after a failure. Raises NotAllowed."""
    if by is not None:
        require(by, "media.edit", office=asset.office_id)
    Asset.objects.filter(Q(pk=asset.pk) & ~Q(stage=Asset.Stage.MAKING)).update(stage=Asset.Stage.WAITING)
    record(by, "media.ask_again", asset)
