"""Pictures in the shape that the public templates ask for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.safestring import mark_safe

from nhipcau.media.models import Asset
from nhipcau.media.queries import Shelf, pictures_of
from nhipcau.media.rules.layouts import Picture
from nhipcau.media.shelf import public_file
from nhipcau.public.rules.first_sight import carried, tone_of

NARROW = "(max-width: 40em)"
"""Up to this width a layout with a crop of its own for phones shows that."""


def shape(picture: Picture | None) -> dict[str, Any] | None:
    """``picture`` for ``public/components/picture.html``; None where there is nothing to show."""
    if picture is None or not picture.src:
        return None
    narrow = [{"type": mime, "srcset": srcset, "media": NARROW} for mime, srcset in picture.narrow_sources]
    return {
        "alt": picture.alt, "width": picture.width, "height": picture.height, "caption": picture.caption,
        "credit": picture.credit, "licence": _unsaid(picture), "licence_url": picture.licence_url,
        "tone": "" if picture.is_vector else tone_of(picture.colour), "sources": [*narrow, *({"type": m, "srcset": s} for m, s in picture.sources)],
        "src": picture.src, "sizes": picture.sizes, "focal_x": picture.focal_x * 100, "focal_y": picture.focal_y * 100,
        "is_vector": picture.is_vector, "language": picture.language,
    }  # fmt: skip


def _unsaid(picture: Picture) -> str:
    """The licence's name, unless the credit says it already."""
    return "" if picture.licence_name.partition(" (")[0] in picture.credit else picture.licence_name


def picture_for(asset: Asset | None, language: str, layout: str, shelf: Shelf) -> dict[str, Any] | None:
    """One asset, or nothing."""
    return pictures_for([asset], language, layout, shelf)[0] if asset is not None else None


def first_picture(asset: Asset | None, language: str, layout: str, shelf: Shelf) -> dict[str, Any] | None:
    """The picture at the top of a page. A small drawing comes with the page itself: the reader does not wait for it."""
    picture = picture_for(asset, language, layout, shelf)
    return at_the_top(picture, place="t") if picture and shelf is Shelf.PUBLIC else picture


def at_the_top(picture: dict[str, Any], *, place: str = "c") -> dict[str, Any]:
    """A public ``picture`` that readers see first: asked for before all others, or a part of the page. ``place``: see below."""
    return carried_along(picture, place=place) | {"eager": True}


def carried_along(picture: dict[str, Any], *, place: str = "c") -> dict[str, Any]:
    """A public ``picture`` in sight when the page opens: where it is a small drawing, it is a part of the page.

    ``place`` is a letter: a page may carry the same drawing at its top (t) and on a card (c), and no id stands on it twice.
    """
    drawing = _drawing(picture["src"].rpartition("/")[2], place) if picture["is_vector"] else ""
    return picture | {"drawing": mark_safe(drawing)} if drawing else picture  # noqa: S308 – nothing but plain shapes


@lru_cache(maxsize=256)
def _drawing(name: str, place: str) -> str:
    """The public drawing of that name as a page carries it; "" where it cannot. Names say the content."""
    try:
        return carried(public_file(name).read_text("utf-8"), mark=f"{place}{name[:7]}-")
    except (OSError, ValueError):
        return ""


def pictures_for(
    assets: Iterable[Asset | None], language: str, layout: str, shelf: Shelf
) -> list[dict[str, Any] | None]:
    """Many at once, in their order, with a constant number of queries; None stays None."""
    wanted = list(assets)
    there = [asset for asset in wanted if asset is not None]
    made = iter(pictures_of(there, language=language, layout=layout, shelf=shelf) if there else [])
    return [shape(next(made)) if asset is not None else None for asset in wanted]
