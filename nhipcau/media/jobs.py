"""Sizes in the background, and notices of rights that end. Thin: the actions decide. A job may be run again at any point without harm."""

from __future__ import annotations

import itertools
import logging
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from PIL import Image

from nhipcau.media import shelf
from nhipcau.media.actions.editing import erase_asset
from nhipcau.media.actions.making import (
    Made,
    fail_making,
    finish_making,
    is_held,
    note_progress,
    start_making,
)
from nhipcau.media.actions.noticing import tell_of_rights
from nhipcau.media.cards import drawn_card
from nhipcau.media.looking import photo_bears_mark
from nhipcau.media.models import Asset, Rendition
from nhipcau.media.rules import mp4, pictures, sounds, webm
from nhipcau.media.rules.drawings import clean_drawing
from nhipcau.media.rules.faults import DAMAGED_PICTURE, BadFile
from nhipcau.media.rules.kinds import Kind
from nhipcau.media.rules.ladder import CARD, Crop, Step, steps
from nhipcau.media.rules.papers import without_names

log = logging.getLogger("nhipcau.media")
SETTLED_AFTER = 3600.0
"""Seconds."""
_ENDINGS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}


class Marked(Exception):
    """A secrecy mark can be read in the photo."""


@task()
def make_renditions(pk: int) -> None:
    """Make what an asset still lacks. Does nothing when it is finished or another worker has it."""
    row = Asset.objects.filter(pk=pk).first()
    if row is not None:
        make_now(row)


def enqueue(asset: Asset) -> None:
    """Put an asset in line for the worker."""
    make_renditions.enqueue(asset.pk)


def make_now(asset: Asset) -> None:
    """Make the sizes at once in this process: for the worker and the command line."""
    taken = start_making(asset)
    if taken is None:
        return
    try:
        _MAKERS[Kind(taken.kind)](taken)
    except Marked:
        erase_asset(
            taken, reason=_("The photo bears a secrecy mark. Classified matter does not enter this system."), by=None
        )
    except BadFile as fault:
        fail_making(taken, _(str(fault)))
    except FileNotFoundError:
        fail_making(taken, _("The original is no longer in the storage. Restore it from a backup."))
    except Exception:
        log.exception("making the sizes of asset %s failed", taken.pk)
        fail_making(
            taken, _("Making the sizes failed for a reason that the program does not know. The log says more.")
        )
    else:
        finish_making(taken)


def _make_photo(asset: Asset) -> None:
    """Crop by crop; what an earlier run made is not made again."""
    if asset.width is None or asset.height is None:
        raise BadFile(DAMAGED_PICTURE)
    wanted = steps(asset.width, asset.height, focal_x=asset.focal_x, focal_y=asset.focal_y)
    there = set(asset.renditions.filter(is_stale=False).values_list("crop", "width", "format"))
    missing = [step for step in wanted if (step.crop, step.width, step.format) not in there]
    if not missing:
        return
    with asset.original.open("rb") as file:
        picture = pictures.load(file.read())
    if not there and photo_bears_mark(picture):
        raise Marked
    left = len(missing)
    for batch in _by_size(missing):
        sized = pictures.scaled(picture, batch[0], asset.width)
        made = [_encoded(sized, step) for step in batch]
        left -= len(made)
        note_progress(asset, made, left=left)


def _by_size(missing: list[Step]) -> Iterator[list[Step]]:
    for _key, group in itertools.groupby(missing, key=lambda step: (step.crop, step.width)):
        yield list(group)


def _encoded(sized: Image.Image, step: Step) -> Made:
    content = pictures.encoded(sized, step.format)
    name = shelf.keep(content, _ENDINGS[step.format])
    return Made(step.crop, step.width, step.height, step.format, name, len(content))


def _make_drawing(asset: Asset) -> None:
    with asset.original.open("rb") as file:
        drawing = clean_drawing(file.read())
    name = shelf.keep(drawing.content, "svg")
    made = [Made("", drawing.width, drawing.height, "svg", name, len(drawing.content))]
    if card := drawn_card(drawing.content):
        made.append(Made(Crop.CARD, *CARD, "jpeg", shelf.keep(card, "jpg"), len(card)))
    note_progress(asset, made, left=0)


def _make_recording(asset: Asset) -> None:
    """A copy of the film or sound without what was written into it about place, owner and device."""
    with tempfile.TemporaryDirectory(prefix="nhipcau-media-") as folder:
        target = Path(folder) / f"public.{asset.extension}"
        with asset.original.open("rb") as source, target.open("wb") as out:
            if asset.extension in {"mp4", "m4a"}:
                mp4.write_public(source.file, asset.size, out)
            elif asset.extension == "webm":
                webm.write_public(source.file, asset.size, out)
            else:
                sounds.write_public(source.file, asset.size, out, asset.extension)
        size = target.stat().st_size
        name = shelf.keep_file(target, asset.extension)
    made = Made("", asset.width or 0, asset.height or 0, asset.extension, name, size)
    note_progress(asset, [made], left=0)


def _make_document(asset: Asset) -> None:
    with asset.original.open("rb") as source:
        content = without_names(source.read())
    note_progress(asset, [Made("", 0, 0, "pdf", shelf.keep(content, "pdf"), len(content))], left=0)


_MAKERS = {
    Kind.PHOTO: _make_photo, Kind.DRAWING: _make_drawing, Kind.FILM: _make_recording, Kind.AUDIO: _make_recording,
    Kind.DOCUMENT: _make_document,
}  # fmt: skip


def recover() -> int:
    """Put in line again what a killed worker left, and what never got a job. Answers how many. Safe at any time."""
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=make_renditions.module_path)
    waiting = {args["args"][0] for args in ready.values_list("args_kwargs", flat=True)}
    open_ = Asset.objects.filter(stage__in=[Asset.Stage.WAITING, Asset.Stage.MAKING], erased_at__isnull=True)
    rows = [row for row in open_.order_by("pk") if row.pk not in waiting and not is_held(row)]
    for row in rows:
        enqueue(row)
    return len(rows)


def tend(*, on: date) -> None:
    """Tell of rights that end (each once a period); at the full hour, take out of public what no live asset shows."""
    tell_of_rights(on=on)
    if timezone.localtime().minute == 0:
        sweep()


def sweep() -> list[str]:
    """Take files out of the public folder that no live asset has: what a deed that was rolled back or a crash left. Files
    laid out in the last hour are left alone, their deed may not be done yet. Answers the names."""
    lying = set(shelf.public_names())
    live = set(Rendition.objects.filter(asset__is_live=True).values_list("name", flat=True))
    stray = sorted(name for name in lying - live if shelf.public_since(name) > SETTLED_AFTER)
    shelf.take_public(stray)
    return stray
