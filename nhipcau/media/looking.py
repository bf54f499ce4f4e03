"""Looking for a secrecy mark in a photo of a paper. It takes seconds, so the background job does it, before anything is made
of the photo; until then nobody but staff can see that it is there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.ports.extraction import ExtractionError, Limits, extract_isolated

LEGIBLE_SIDE, OCR_SIDE = 700, 1700
"""Pixels: a photo of a paper is not legible below the first and loses nothing of its stamps at the second."""
LOOK = Limits(pages=1, seconds=40.0)


def photo_bears_mark(picture: Image.Image) -> bool:
    """Whether a secrecy mark can be read in ``picture``."""
    if max(picture.size) < LEGIBLE_SIDE:
        return False
    grey_image = picture.convert("L")
    grey_image.thumbnail((OCR_SIDE, OCR_SIDE))
    with tempfile.TemporaryDirectory(prefix="nhipcau-look-") as folder:
        place = Path(folder) / "look.png"
        grey_image.save(place)
        try:
            words = extract_isolated(place, name=place.name, limits=LOOK).text
        except ExtractionError:  # no letters in it, or too many to be read in time
            return False
    return find_secrecy_mark(words) is not None
