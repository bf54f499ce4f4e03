"""Which sizes of a picture are made: never larger than it is, cropped around its focal point."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WIDTHS = (320, 480, 640, 960, 1280, 1920)
"""Pixels. Each about a third to a half more than the last: a reader's screen never loads twice what it shows."""
FORMATS = ("avif", "webp", "jpeg")
CONTENT_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
CARD = (1200, 630)


class Crop(StrEnum):
    """Which part of a picture: the whole, or a shape cut around the focal point."""

    WHOLE = ""
    SQUARE = "1x1"
    WIDE = "16x9"
    PHOTO = "3x2"
    CARD = "card"


RATIOS = {Crop.SQUARE: 1.0, Crop.WIDE: 16 / 9, Crop.PHOTO: 1.5, Crop.CARD: CARD[0] / CARD[1]}
_CROP_WIDTHS = {Crop.SQUARE: (160, 320, 640), Crop.WIDE: WIDTHS, Crop.PHOTO: (320, 480, 640, 960, 1280)}


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture in its own pixels; ``right`` and ``bottom`` lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Step:
    """One file to make: ``box`` of the picture, ``width`` × ``height`` pixels, in ``format``."""

    crop: Crop
    box: Box
    width: int
    height: int
    format: str


def crop_box(width: int, height: int, ratio: float, focal_x: float, focal_y: float) -> Box:
    """The largest part of ``width`` × ``height`` with that ``ratio`` whose middle lies nearest the focal point (0..1)."""
    wide = min(width, max(1, round(height * ratio)))
    high = min(height, max(1, round(width / ratio)))
    left = min(max(round(focal_x * width - wide / 2), 0), width - wide)
    top = min(max(round(focal_y * height - high / 2), 0), height - high)
    return Box(left, top, left + wide, top + high)


def steps(width: int, height: int, *, focal_x: float = 0.5, focal_y: float = 0.5) -> list[Step]:
    """Every file that a picture of ``width`` × ``height`` pixels gets, crop by crop, widest first."""
    made = _rungs(Crop.WHOLE, Box(0, 0, width, height), WIDTHS, FORMATS)
    for crop, widths in _CROP_WIDTHS.items():
        made += _rungs(crop, crop_box(width, height, RATIOS[crop], focal_x, focal_y), widths, FORMATS)
    card = crop_box(width, height, RATIOS[Crop.CARD], focal_x, focal_y)
    return made + _rungs(Crop.CARD, card, (CARD[0],), ("jpeg",))


def _rungs(crop: Crop, box: Box, widths: tuple[int, ...], formats: tuple[str, ...]) -> list[Step]:
    fitting = [w for w in widths if w < box.width]
    fitting.append(min(box.width, widths[-1]))
    return [
        Step(crop, box, w, max(1, round(w * box.height / box.width)), form)
        for w in sorted(set(fitting), reverse=True)
        for form in formats
    ]
