"""Asking about media: what rooms above show of an asset, whether it may be shown, and what looks like it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Coalesce, Least, NullIf
from django.urls import reverse

from nhipcau.media import shelf
from nhipcau.media.models import Asset, AssetText, Band, Rendition
from nhipcau.media.rules.fingerprint import NEAR, band_keys, distance
from nhipcau.media.rules.kinds import PICTURES, Kind
from nhipcau.media.rules.ladder import Crop
from nhipcau.media.rules.layouts import LAYOUTS, File, Layout, Picture, fallback, srcsets
from nhipcau.media.rules.rights import Consent, Fault, RightsFacts
from nhipcau.media.rules.rights import publication_faults as faults_of_facts
from nhipcau.ports import index

FOR_PICTURES = ("licence", "texts", "renditions")
"""What to prefetch on assets before asking for many pictures; ``pictures_of`` does it where it was not done."""
SHOWN = (
    "kind", "source", "title", "width", "height", "duration", "colour", "placeholder", "focal_x", "focal_y", "languages", "poster",
    "author", "author_kind", "holder", "credit", "licence", "added_at",
)  # fmt: skip
"""The columns that showing an asset and telling of it ask for: pages read many assets, and most columns are about rights and work."""


class Shelf(StrEnum):
    """From where files are shown: the public folder, or the staff's own view (previews before publication)."""

    PUBLIC = "public"
    STAFF = "staff"


def address_on(shelf_: Shelf, name: str) -> str:
    """The address of a rendition for those who look from there."""
    return shelf.public_address(name) if shelf_ is Shelf.PUBLIC else reverse("media:file", args=[name])


def picture_of(asset: Asset, *, language: str, layout: str, shelf: Shelf = Shelf.PUBLIC) -> Picture:
    """All that a template needs to show ``asset`` in a named layout (``rules.layouts.LAYOUTS``). For a film or an embed:
    its poster. Raises KeyError for a layout that is not in the table. Three queries, none where FOR_PICTURES was
    prefetched; use ``pictures_of`` for a list."""
    return pictures_of([asset], language=language, layout=layout, shelf=shelf)[0]


def pictures_of(
    assets: Sequence[Asset], *, language: str, layout: str, shelf: Shelf = Shelf.PUBLIC
) -> list[Picture]:  # fmt: skip
    """The same for many, in their order, with the same number of queries however many."""
    prefetch_related_objects(assets, *FOR_PICTURES)
    films = [a for a in assets if a.kind == Kind.FILM and a.poster_id]
    prefetch_related_objects(films, *(f"poster__{name}" for name in FOR_PICTURES))
    return [_picture(asset, language, LAYOUTS[layout], shelf) for asset in assets]


def _picture(asset: Asset, language: str, layout: Layout, from_: Shelf) -> Picture:
    shown = asset.poster if asset.kind == Kind.FILM and asset.poster else asset
    text = best_text(asset, language) or best_text(shown, language)
    files = [File(r.crop, r.format, r.width, r.height, address_on(from_, r.name)) for r in shown.renditions.all()]
    crop, narrow = layout.crop, layout.narrow
    if shown.is_vector or (shown.licence and not shown.licence.allows_derive):
        crop, narrow = Crop.WHOLE, None
    drawing = next((f for f in files if f.format == "svg"), None)
    last = drawing or fallback(files, crop, layout.most)
    return Picture(
        alt=text.alt if text else "", caption=text.caption if text else "", credit=credit_of(shown),
        licence_name=licence_name(shown, language), licence_url=shown.licence.url if shown.licence else "",
        width=last.width if last else shown.width or 0, height=last.height if last else shown.height or 0,
        colour=shown.colour, placeholder=shown.placeholder, focal_x=shown.focal_x, focal_y=shown.focal_y,
        is_vector=drawing is not None, src=last.address if last else "", sizes=layout.sizes,
        sources=() if drawing else srcsets(files, crop, layout.most),
        narrow_sources=srcsets(files, narrow, 960) if narrow and not drawing else (),
        language=text.language if text else "",
    )  # fmt: skip


def best_text(asset: Asset, language: str) -> AssetText | None:
    """What is said about it in ``language``, else in English, else in Vietnamese."""
    texts = {text.language: text for text in asset.texts.all() if text.alt or text.caption}
    return next((texts[wanted] for wanted in (language, "en", "vi") if wanted in texts), None)


def credit_of(asset: Asset) -> str:
    """The credit line; where none is written, author and rights holder."""
    if asset.credit:
        return asset.credit
    return " / ".join(dict.fromkeys(name for name in (asset.author, asset.holder) if name))


def licence_name(asset: Asset, language: str) -> str:
    """The licence's name: in Vietnamese, or in English for every other language."""
    if asset.licence is None:
        return ""
    return asset.licence.name if language == "vi" else asset.licence.name_en or asset.licence.name


@dataclass(frozen=True, slots=True)
class ImageObject:
    """What schema.org's ImageObject says about a picture. Addresses begin with "/" unless they lead elsewhere.
    ``acquire_page`` is where a licence can be had: the licence's own page, or "" where there is none."""

    address: str
    width: int
    height: int
    name: str
    caption: str
    credit: str
    licence_url: str
    acquire_page: str
    copyright: str
    creator: str
    creator_is_person: bool


def image_object(asset: Asset, *, language: str) -> ImageObject:
    """The facts for JSON-LD; the largest JPEG (or the drawing) stands for the picture."""
    picture = picture_of(asset, language=language, layout="full")
    jpegs = [r for r in asset.renditions.all() if r.crop == "" and r.format in {"jpeg", "svg"}]
    best = max(jpegs, key=lambda r: r.width, default=None)
    return ImageObject(
        address=shelf.public_address(best.name) if best else picture.src,
        width=best.width if best else picture.width, height=best.height if best else picture.height,
        name=asset.title, caption=picture.caption or picture.alt, credit=picture.credit,
        licence_url=picture.licence_url, acquire_page=picture.licence_url, copyright=asset.holder,
        creator=asset.author or asset.holder,
        creator_is_person=bool(asset.author) and asset.author_kind == Asset.AuthorKind.PERSON,
    )  # fmt: skip


def card_of(asset: Asset) -> str:
    """The address of the 1200 × 630 JPEG for social cards, or "" where none could be made or the licence forbids cropping."""
    if asset.licence and not asset.licence.allows_derive:
        return ""
    card = next((r for r in asset.renditions.all() if r.crop == Crop.CARD), None)
    return shelf.public_address(card.name) if card else ""


def rights_facts(asset: Asset) -> RightsFacts:
    """What is known about the rights, for the rules."""
    licence = asset.licence
    vietnamese = asset.text_in("vi")
    return RightsFacts(
        kind=Kind(asset.kind), allows_publish=licence.allows_publish if licence else None,
        needs_credit=bool(licence and licence.needs_credit), needs_proof=bool(licence and licence.needs_proof),
        holder=asset.holder, credit=credit_of(asset),
        has_proof=bool(asset.proof_number or asset.proof_document_id or asset.proof_file),
        term_from=asset.term_from, term_to=asset.term_to, consent=Consent(asset.consent),
        consent_words=asset.consent_words, consent_keeper=asset.consent_keeper, consent_until=asset.consent_until,
        has_alt=bool(vietnamese and vietnamese.alt), is_ready=asset.stage == Asset.Stage.READY,
        is_erased=asset.erased_at is not None,
    )  # fmt: skip


def publication_faults(asset: Asset, on: date) -> list[Fault]:
    """Everything that keeps ``asset`` (and a film's poster) from the public on ``on``; empty where it may be shown."""
    found = faults_of_facts(rights_facts(asset), on)
    if asset.kind == Kind.FILM and asset.poster:
        found += [fault for fault in faults_of_facts(rights_facts(asset.poster), on) if fault not in found]
    return found


def near_duplicates(asset: Asset) -> list[Asset]:
    """Pictures that look like ``asset``, the likest first: within NEAR of 64 bits. Two queries however many there are."""
    if not asset.phash:
        return []
    bits = int(asset.phash, 16)
    candidates = (
        Band.objects.filter(key__in=band_keys(bits)).exclude(asset=asset.pk)
        .order_by().values_list("asset_id", "asset__phash")
    )  # fmt: skip
    near = {pk: away for pk, phash in candidates if (away := distance(bits, int(phash, 16))) <= NEAR}
    rows = Asset.objects.filter(pk__in=near, erased_at__isnull=True)
    return sorted(rows, key=lambda row: (near[row.pk], row.pk))


def living() -> QuerySet[Asset]:
    """All assets that were not erased."""
    return Asset.objects.filter(erased_at__isnull=True)


def with_last_day(rows: QuerySet[Asset]) -> QuerySet[Asset]:
    """Each with ``last_day``: on which licence or consent ends first; None where neither has an end."""
    far = date(9999, 12, 31)
    return rows.annotate(
        last_day=NullIf(Least(Coalesce(F("term_to"), Value(far)), Coalesce(F("consent_until"), Value(far))), Value(far))
    )  # fmt: skip


def lacking_rights(on: date) -> Q:
    """The condition that the rights alone (not texts or sizes) keep an asset from the public on ``on``."""
    no_proof = Q(licence__needs_proof=True, proof_number="", proof_document__isnull=True, proof_file="")
    unkept = Q(consent=Consent.GIVEN) & (Q(consent_words="") | Q(consent_keeper=""))
    return (
        Q(licence__isnull=True) | Q(licence__allows_publish=False) | Q(holder="") | no_proof | Q(term_from__gt=on)
        | Q(term_to__lt=on) | Q(consent=Consent.MISSING) | unkept | Q(consent_until__lt=on)
        | Q(consent=Consent.NOT_NEEDED, consent_words="")
    )  # fmt: skip


def ending_by(on: date, days: int) -> Q:
    """The condition that a right still runs on ``on`` and ends within ``days``."""
    last = on + timedelta(days=days)
    return Q(term_to__gte=on, term_to__lte=last) | Q(consent_until__gte=on, consent_until__lte=last)


def ended_by(on: date) -> Q:
    """The condition that a right had ended by ``on``."""
    return Q(term_to__lt=on) | Q(consent_until__lt=on)


def lacking_alt(language: str) -> Q:
    """The condition that a picture has no alt text in ``language``."""
    said = AssetText.objects.filter(asset=OuterRef("pk"), language=language).exclude(alt="")
    return Q(kind__in=[str(kind) for kind in PICTURES]) & ~Q(Exists(said))


def names_of(assets: Iterable[Asset]) -> set[str]:
    """The names of all renditions of ``assets``."""
    return set(Rendition.objects.filter(asset__in=assets).values_list("name", flat=True))


def with_words(rows: QuerySet[Asset], words: Sequence[str]) -> QuerySet[Asset]:
    """Those that answer ``words``: as the index finds them, else in which each word (eight at most) stands in a name, place, credit or text."""
    found = index.rank("media", " ".join(words)) if words else None
    if found is not None:
        return rows.filter(pk__in=found)
    for word in words[:8]:
        said = AssetText.objects.filter(asset=OuterRef("pk")).filter(
            Q(alt__icontains=word) | Q(caption__icontains=word)
        )
        rows = rows.filter(
            Q(title__icontains=word) | Q(place__icontains=word) | Q(author__icontains=word) | Q(credit__icontains=word)
            | Q(file_name__icontains=word) | Q(commission__icontains=word) | Q(Exists(said))
        )  # fmt: skip
    return rows
