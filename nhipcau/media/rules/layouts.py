"""The places on a page where a picture stands, and how wide it is there (CSS ``sizes``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nhipcau.media.rules.ladder import CONTENT_TYPES, FORMATS, Crop


@dataclass(frozen=True, slots=True)
class Layout:
    """``crop`` is the shape, ``narrow`` the one on a phone where that differs, ``most`` the widest file offered (px)."""

    crop: Crop
    sizes: str
    most: int
    narrow: Crop | None = None


LAYOUTS = {
    "hero": Layout(Crop.WIDE, "100vw", 1920, narrow=Crop.PHOTO),
    "card": Layout(Crop.PHOTO, "(min-width: 64em) 22rem, (min-width: 40em) 46vw, calc(100vw - 2rem)", 960),
    "card_wide": Layout(Crop.WIDE, "(min-width: 64em) 36rem, calc(100vw - 2rem)", 1280),
    "body": Layout(Crop.WHOLE, "(min-width: 48em) 44rem, calc(100vw - 2rem)", 1920),
    "body_wide": Layout(Crop.WHOLE, "(min-width: 76em) 72rem, calc(100vw - 2rem)", 1920),
    "thumb": Layout(Crop.SQUARE, "6rem", 320),
    "full": Layout(Crop.WHOLE, "100vw", 1920),
}


@dataclass(frozen=True, slots=True)
class File:
    """One made file: what of the picture it shows, in which format, how large (px), and its address."""

    crop: str
    format: str
    width: int
    height: int
    address: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a template needs for one picture. ``sources``: (media type, srcset), best first; ``src`` is the JPEG (or
    the drawing) for everything else. ``narrow_sources`` replace ``sources`` up to 40em where they are not empty.
    ``placeholder`` is a tiny data address, ``colour`` #rrggbb. An empty ``src``: the files are not made yet."""

    alt: str
    caption: str
    credit: str
    licence_name: str
    licence_url: str
    width: int
    height: int
    colour: str
    placeholder: str
    focal_x: float
    focal_y: float
    is_vector: bool
    src: str
    sources: tuple[tuple[str, str], ...]
    sizes: str
    narrow_sources: tuple[tuple[str, str], ...] = ()
    language: str = ""

    @property
    def is_ready(self) -> bool:
        """Whether there is something to show."""
        return bool(self.src)


def srcsets(files: Iterable[File], crop: Crop, most: int) -> tuple[tuple[str, str], ...]:
    """(media type, srcset) for each format that has files of ``crop`` up to ``most`` pixels wide, lightest format first."""
    fitting = sorted((f for f in files if f.crop == crop and f.width <= most), key=lambda f: f.width)
    found = []
    for form in FORMATS:
        rungs = [f"{f.address} {f.width}w" for f in fitting if f.format == form]
        if rungs:
            found.append((CONTENT_TYPES[form], ", ".join(rungs)))
    return tuple(found)


def fallback(files: Iterable[File], crop: Crop, most: int) -> File | None:
    """The JPEG for what reads no ``srcset``: the largest up to 960 px wide, or the smallest there is."""
    jpegs = sorted(
        (f for f in files if f.crop == crop and f.format == "jpeg" and f.width <= most), key=lambda f: f.width
    )
    return next((f for f in reversed(jpegs) if f.width <= 960), jpegs[0] if jpegs else None)
