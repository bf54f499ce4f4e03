"""Whether the library and its files agree: what ``nhipcau media-check`` asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nhipcau.media import shelf
from nhipcau.media.models import Asset, Rendition
from nhipcau.media.queries import ended_by, living, publication_faults


@dataclass(frozen=True, slots=True)
class Discord:
    """One thing that does not agree. ``code``: original_missing, original_changed, rendition_missing, rendition_changed,
    public_missing, public_stray, sizes_missing, rights_lapsed."""

    code: str
    asset: int | None
    name: str


def discords(*, on: date) -> Iterator[Discord]:
    """Everything that does not agree; reads every file once."""
    for asset in living().iterator(chunk_size=200):
        yield from _of_original(asset)
    for row in Rendition.objects.select_related("asset").iterator(chunk_size=500):
        yield from _of_rendition(row)
    live = set(Rendition.objects.filter(asset__is_live=True).values_list("name", flat=True))
    yield from (Discord("public_stray", None, name) for name in sorted(set(shelf.public_names()) - live))
    for asset in living().filter(is_live=True).filter(ended_by(on)).select_related("licence", "poster__licence"):
        if publication_faults(asset, on):
            yield Discord("rights_lapsed", asset.pk, asset.title)


def _of_original(asset: Asset) -> Iterator[Discord]:
    if asset.stage == Asset.Stage.FAILED:
        yield Discord("sizes_missing", asset.pk, asset.title)
    if asset.source == Asset.Source.EMBED:
        return
    try:
        with asset.original.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, ValueError):
        yield Discord("original_missing", asset.pk, asset.title)
        return
    if digest != asset.sha256:
        yield Discord("original_changed", asset.pk, asset.title)


def _of_rendition(row: Rendition) -> Iterator[Discord]:
    places = [("rendition_missing", "rendition_changed", shelf.private_file(row.name))]
    if row.asset.is_live:
        places.append(("public_missing", "rendition_changed", shelf.public_file(row.name)))
    for missing, changed, path in places:
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError:
            yield Discord(missing, row.asset_id, row.name)
            continue
        if not row.name.startswith(digest[:32]):
            yield Discord(changed, row.asset_id, row.name)
