"""Pictures, films, sounds and facts go out with the page that shows them; pictures come back with it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.media.actions import Holder, close_to_public, open_to_public
from nhipcau.media.models import Asset
from nhipcau.media.queries import publication_faults
from nhipcau.newsroom.facts import with_current
from nhipcau.newsroom.faults import MediaNotCleared
from nhipcau.newsroom.models import EditorialPage, Fact, ShownFact
from nhipcau.people.models import Staff
from nhipcau.people.permissions import today
from nhipcau.people.trail import record


def asset_ids_of(page: EditorialPage) -> frozenset[int]:
    """Ids of all assets that the page as it stands in memory shows."""
    found = _inside(page, Asset)
    return found | {page.picture_id} if page.picture_id else found


def fact_ids_of(page: EditorialPage) -> frozenset[int]:
    """Ids of all facts that the page as it stands in memory shows."""
    return _inside(page, Fact)


def _inside(page: EditorialPage, wanted: type[Asset] | type[Fact]) -> frozenset[int]:
    block = page.body.stream_block
    return frozenset(int(pk) for model, pk, *_rest in block.extract_references(page.body) if model is wanted)


def media_faults(page: EditorialPage) -> list[str]:
    """Every reason why something that the page shows may not be shown today, in words; empty when all may."""
    assets = Asset.objects.filter(pk__in=asset_ids_of(page)).order_by("pk")
    return [
        _("“%(title)s”: %(fault)s") % {"title": asset.title, "fault": _(fault.message)}
        for asset in assets
        for fault in publication_faults(asset, today())
    ] + _fact_faults(page)


def _fact_faults(page: EditorialPage) -> list[str]:
    """Facts of the page that say nothing yet, or are no longer kept."""
    facts = list(with_current(Fact.objects.filter(pk__in=fact_ids_of(page))).order_by("key"))
    silent = [_("The fact “%(fact)s” has no approved version yet.") % {"fact": f} for f in facts if not f.current_id]
    ended = [
        _("The fact “%(fact)s” is no longer kept. Take it out of the page.") % {"fact": f}
        for f in facts
        if f.ended_on
    ]
    return silent + ended


def _holder(page: EditorialPage) -> Holder:
    return Holder(f"newsroom.page:{page.pk}", page.title, page.url or "")


@transaction.atomic
def open_media_of(page: EditorialPage, *, by: Staff | None) -> None:
    """Open what the page shows and close what it no longer shows. Raises MediaNotCleared with every reason."""
    faults = media_faults(page)
    if faults:
        raise MediaNotCleared(faults)
    now = asset_ids_of(page)
    for asset in Asset.objects.filter(pk__in=now).order_by("pk"):
        open_to_public(asset, by=by, holder=_holder(page))
    _close_but(page, now, by)
    page.shown_facts.all().delete()
    ShownFact.objects.bulk_create([ShownFact(page=page, fact_id=pk) for pk in sorted(fact_ids_of(page))])
    record(by, "newsroom.open_media", page, assets=sorted(now))


@transaction.atomic
def close_media_of(page: EditorialPage, *, by: Staff | None) -> None:
    """Close what no other live page shows."""
    _close_but(page, frozenset(), by)
    page.shown_facts.all().delete()
    record(by, "newsroom.close_media", page)


def _close_but(page: EditorialPage, kept: frozenset[int], by: Staff | None) -> None:
    holder = _holder(page)
    for asset in Asset.objects.filter(holds__holder=holder.key).exclude(pk__in=kept).order_by("pk"):
        close_to_public(asset, by=by, holder=holder)
