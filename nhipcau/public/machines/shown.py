"""What pages show of the library and the fact bank, as plain values. What is held public for a page is what it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db.models import prefetch_related_objects

from nhipcau.media import shelf
from nhipcau.media.models import Asset, PublicHold
from nhipcau.media.queries import SHOWN, image_object, picture_of
from nhipcau.media.rules.embeds import PROVIDERS
from nhipcau.media.rules.kinds import PICTURES, Kind
from nhipcau.newsroom.facts import FactOnPage, facts_of_page
from nhipcau.newsroom.models import Fact, FactVersion, Place, StoryPage
from nhipcau.public.machines.addresses import absolute
from nhipcau.public.offices import names_in
from nhipcau.public.once import once
from nhipcau.public.rules.subjects import Figure, Film, Image, Locality
from nhipcau.public.tree import locale_of

HOLDER = "newsroom.page:"


@once
def facts_of(story: StoryPage) -> list[FactOnPage]:
    """The facts on a story's public version as its readers see them, and what changed of them since."""
    return facts_of_page(story, offices=names_in(locale_of(story).language_code))


@once
def held_by(page_id: int) -> list[int]:
    """The assets that a page holds public, in the order they were opened."""
    holds = PublicHold.objects.filter(holder=f"{HOLDER}{page_id}").order_by("pk")
    return list(holds.values_list("asset_id", flat=True))


def assets_to_draw(ids: Iterable[int]) -> dict[int, Asset]:
    """Key → the asset with all that showing it and telling machines of it needs. Three queries however many, up to six more where
    something sounds."""
    rows = Asset.objects.filter(pk__in=set(ids)).select_related("licence").only(*SHOWN)
    found = {asset.pk: asset for asset in rows.prefetch_related("texts", "renditions")}
    heard = [asset for asset in found.values() if asset.kind not in PICTURES]
    prefetch_related_objects(heard, "tracks", "embed", "poster__licence", "poster__texts", "poster__renditions")
    return found


def assets_of(page_ids: Iterable[int]) -> dict[int, list[Asset]]:
    """Page → the assets that it holds public, in a stable order. Five queries however many pages."""
    holders = {f"{HOLDER}{pk}": pk for pk in page_ids}
    found: dict[int, list[Asset]] = defaultdict(list)
    holds = PublicHold.objects.filter(holder__in=holders).order_by("pk")
    rows = holds.select_related("asset__licence", "asset__poster__licence", "asset__embed").prefetch_related(
        "asset__texts", "asset__renditions", "asset__poster__renditions", "asset__poster__texts"
    )
    for hold in rows:
        found[holders[hold.holder]].append(hold.asset)
    return found


def image_of(asset: Asset, language: str) -> Image:
    """A picture with its rights, for machines."""
    facts = image_object(asset, language=language)
    return Image(
        address=absolute(facts.address), width=facts.width, height=facts.height, name=facts.name, caption=facts.caption,
        credit=facts.credit, creator=facts.creator, creator_is_person=facts.creator_is_person,
        licence=absolute(facts.licence_url), acquire=absolute(facts.acquire_page), copyright=facts.copyright,
    )  # fmt: skip


def pictures(assets: Iterable[Asset]) -> list[Asset]:
    """Those that are pictures and whose sizes are made."""
    return [a for a in assets if a.kind in {str(kind) for kind in PICTURES} and a.renditions.all()]


def films(assets: Iterable[Asset]) -> list[Asset]:
    """Those that are films."""
    return [a for a in assets if a.kind == Kind.FILM]


def film_of(asset: Asset, *, language: str, published: datetime | None) -> Film:
    """A film with its poster, file or player."""
    poster = picture_of(asset, language=language, layout="full")
    embed = getattr(asset, "embed", None)
    player = PROVIDERS[embed.provider].player.format(embed.video_id).partition("?")[0] if embed else ""
    files = [r for r in asset.renditions.all() if r.name.rpartition(".")[2] in {"mp4", "webm"}]
    content = absolute(shelf.public_address(files[0].name)) if files else ""
    return Film(
        name=asset.title, description=poster.caption or poster.alt, thumbnail=absolute(poster.src),
        uploaded=published or asset.added_at or datetime.now(UTC), seconds=asset.duration, content=content, player=player,
        transcript=_transcript(asset, language), language=asset.languages[0] if asset.languages else "",
        licence=asset.licence.url if asset.licence else "", credit=poster.credit,
    )  # fmt: skip


def _transcript(asset: Asset, language: str) -> str:
    track = asset.tracks.filter(language=language).first()
    return track.transcript[:5000] if track else ""


def locality_of(place: Place, *, language: str, section: str = "", inside: str = "") -> Locality:
    """A place; ``section`` is the address of the places' section page in that language."""
    url = f"{section}{place.key}/" if section else ""
    return Locality(place.name_in(language), url, place.latitude, place.longitude, inside)


def figures_of(language: str, *, on: date) -> list[Figure]:
    """Every fact that is kept on ``on``, with the version that counts then. Two queries."""
    facts = {f.pk: f for f in Fact.objects.all() if f.ended_on is None or f.ended_on > on}
    found: dict[int, Figure] = {}
    versions = FactVersion.objects.filter(fact__in=facts, approved_at__isnull=False, as_of__lte=on)
    for version in versions.order_by("-as_of", "-pk"):
        fact = facts[version.fact_id]
        found.setdefault(
            fact.pk,
            Figure(
                key=fact.key, name=str(fact.labels.get(language) or fact.labels.get("en") or fact),
                value=_plain(version.number) if version.number is not None else version.text,
                unit=str(fact.units.get(language) or fact.units.get("en", "")), as_of=version.as_of,
                source=version.source_title, source_url=version.source_url,
            ),
        )  # fmt: skip
    return list(found.values())


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
