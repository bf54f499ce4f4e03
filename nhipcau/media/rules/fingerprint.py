"""Which pictures look the same: a 64-bit difference hash, and how near two of them are.

dHash (N. Krawetz, "Kind of Like That", 2013): each bit says whether a pixel of a 9 × 8 grey copy is brighter than its
right neighbour. It survives resizing, recompression and a change of brightness; it does not survive turning or
cropping by more than a few per cent. PDQ does better there, at the cost of a compiled package; see ADR 11.
"""

from __future__ import annotations

from PIL import Image

NEAR = 7
"""Up to so many differing bits of 64, two pictures are shown as probably the same."""
BANDS = 8
"""64 bits in eight bytes: two hashes that differ in at most seven bits agree in one byte at least (pigeonhole)."""


def fingerprint(picture: Image.Image) -> int | None:
    """The hash as an unsigned 64-bit number; None for a picture too even to be told from another."""
    grey = picture.convert("L").resize((9, 8), Image.Resampling.BOX)
    pixels = grey.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (pixels[at] > pixels[at + 1])
    return bits if 6 <= bits.bit_count() <= 58 else None


def distance(one: int, other: int) -> int:
    """How many of the 64 bits differ."""
    return (one ^ other).bit_count()


def band_keys(bits: int) -> list[int]:
    """Eight numbers 0..2047, one a byte of the hash: what a database can look up by equality."""
    return [band * 256 + (bits >> 8 * band & 0xFF) for band in range(BANDS)]


def as_hex(bits: int | None) -> str:
    """Sixteen hexadecimal digits, or "" for None."""
    return "" if bits is None else f"{bits:016x}"
