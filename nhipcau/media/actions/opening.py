"""Into the public and out of it. Nothing goes public whose rights are not in order; files leave with their last use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from nhipcau.media import shelf
from nhipcau.media.actions.faults import NotPublishable, locked
from nhipcau.media.models import Asset, PublicHold, Rendition
from nhipcau.media.queries import names_of, publication_faults
from nhipcau.media.signals import asset_changed, asset_closed
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require, today
from nhipcau.people.trail import announce, record


@dataclass(frozen=True, slots=True)
class Holder:
    """What shows an asset in public: a key of its own (``"newsroom.story:12"``), and its title and address for staff."""

    key: str
    title: str = ""
    url: str = ""


STAFF_HOLDER = Holder("media")
"""Opened by hand in the library, not by a page."""


@transaction.atomic
def open_to_public(
    asset: Asset, *, by: Staff | None, holder: Holder = STAFF_HOLDER, on: date | None = None
) -> None:  # fmt: skip
    """Lay the renditions of ``asset`` (and a film's poster) out in public for ``holder``. Again for the same holder: no
    change. ``by`` None is the program (a scheduled publication). Raises NotAllowed, NotPublishable with all that is
    missing; nothing was opened then."""
    if by is not None:
        require(by, "media.open")
    row = locked(asset)
    if faults := publication_faults(row, on or today()):
        raise NotPublishable(row, faults)
    if row.poster is not None:
        _open(locked(row.poster), _of_poster(holder, row), by=by)
    _open(row, holder, by=by)
    asset.is_live = True


def _of_poster(holder: Holder, film: Asset) -> Holder:
    """A hold of its own, so that a page that also shows the poster by itself keeps it when the film goes."""
    return Holder(f"{holder.key}#{film.pk}"[:120], holder.title, holder.url)


def _open(row: Asset, holder: Holder, *, by: Staff | None) -> None:
    shelf.put_public(names_of([row]))
    _hold, is_new = PublicHold.objects.update_or_create(
        asset=row, holder=holder.key, defaults={"title": holder.title[:300], "url": holder.url[:500]},
        create_defaults={"title": holder.title[:300], "url": holder.url[:500], "since": timezone.now()},
    )  # fmt: skip
    if not row.is_live:
        row.is_live = True
        row.save(update_fields=["is_live"])
    if is_new:
        record(by, "media.open", row, holder=holder.key)
        announce(asset_changed, asset=row)


@transaction.atomic
def close_to_public(asset: Asset, *, by: Staff | None, holder: Holder | None = None) -> None:
    """Let go of ``asset`` for ``holder``, or for all where it is None. With the last hold its files leave the public
    folder on commit. A film's poster goes with it. Raises NotAllowed. Closing what is closed changes nothing."""
    if by is not None:
        require(by, "media.open")
    row = locked(asset)
    holds = PublicHold.objects.filter(asset=row)
    let_go = [Holder(hold.holder) for hold in (holds.filter(holder=holder.key) if holder else holds)]
    _close(row, holder, by=by)
    if row.poster is not None:
        poster = locked(row.poster)
        for one in let_go:
            _close(poster, _of_poster(one, row), by=by)
    asset.is_live = row.is_live


def follow_poster(row: Asset, before: Asset | None, *, by: Staff | None) -> None:
    """A live film got another poster: lay that out for each of its holds and let the old one go. Raises NotPublishable."""
    if row.poster is not None and (faults := publication_faults(row.poster, today())):
        raise NotPublishable(row.poster, faults)
    for hold in PublicHold.objects.filter(asset=row):
        key = _of_poster(Holder(hold.holder, hold.title, hold.url), row)
        if row.poster is not None:
            _open(locked(row.poster), key, by=by)
        if before is not None:
            _close(locked(before), key, by=by)


def _close(row: Asset, holder: Holder | None, *, by: Staff | None) -> None:
    holds = PublicHold.objects.filter(asset=row)
    let_go = holds.filter(holder=holder.key) if holder else holds
    keys = sorted(let_go.values_list("holder", flat=True))
    if not keys and not row.is_live:
        return
    let_go.delete()
    if not PublicHold.objects.filter(asset=row).exists():
        row.is_live = False
        row.save(update_fields=["is_live"])
        take_names(names_of([row]))
        announce(asset_closed, asset=row)
    record(by, "media.close", row, holders=keys)


def take_names(names: Iterable[str]) -> None:
    """Take files out of public on commit, but not those that another live asset shows. Asked at that moment."""
    wanted = set(names)

    def take() -> None:
        live = Rendition.objects.filter(name__in=wanted, asset__is_live=True).values_list("name", flat=True)
        shelf.take_public(wanted - set(live))

    transaction.on_commit(take)
