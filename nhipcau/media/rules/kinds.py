"""What a file is, by its bytes and never by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from nhipcau.media.rules import faults
from nhipcau.media.rules.faults import BadFile

HEAD = 8192
"""So many first bytes decide what a file is."""
MEGABYTE = 1024 * 1024


class Kind(StrEnum):
    """What an asset is to those who use it."""

    PHOTO = "photo"
    DRAWING = "drawing"
    FILM = "film"
    AUDIO = "audio"
    DOCUMENT = "document"


PICTURES = frozenset({Kind.PHOTO, Kind.DRAWING})
LIMITS = {
    Kind.PHOTO: 80 * MEGABYTE, Kind.DRAWING: 2 * MEGABYTE, Kind.FILM: 1024 * MEGABYTE, Kind.AUDIO: 200 * MEGABYTE,
    Kind.DOCUMENT: 50 * MEGABYTE,
}  # fmt: skip
"""Largest size in bytes by kind."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the bytes are: the kind, the ending that fits, the media type."""

    kind: Kind
    extension: str
    content_type: str


_START = (
    (b"\xff\xd8\xff", Found(Kind.PHOTO, "jpg", "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", Found(Kind.PHOTO, "png", "image/png")),
    (b"II*\x00", Found(Kind.PHOTO, "tif", "image/tiff")),
    (b"MM\x00*", Found(Kind.PHOTO, "tif", "image/tiff")),
    (b"%PDF-", Found(Kind.DOCUMENT, "pdf", "application/pdf")),
    (b"OggS", Found(Kind.AUDIO, "ogg", "audio/ogg")),
    (b"ID3", Found(Kind.AUDIO, "mp3", "audio/mpeg")),
)
_MP4 = Found(Kind.FILM, "mp4", "video/mp4")
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), Found(Kind.PHOTO, "avif", "image/avif")),
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1"), Found(Kind.PHOTO, "heic", "image/heic")),
    **dict.fromkeys((b"M4A ", b"M4B "), Found(Kind.AUDIO, "m4a", "audio/mp4")),
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"MSNV", b"dash", b"M4V "), _MP4
    ),
}
_DRAWING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE\s+svg.*?>\s*)?(?:<!--.*?-->\s*)*<(?:svg:)?svg[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_DRAWING_OF_ENTITIES = re.compile(rb"<!(?:DOCTYPE\s+svg[^>]*\[|ENTITY)", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)


def find_kind(head: bytes) -> Found:
    """What a file is that begins with ``head`` (up to HEAD bytes). Raises BadFile where it is nothing we take."""
    if not head.strip(b"\0 \r\n\t"):
        raise BadFile(faults.EMPTY)
    for start, found in _START:
        if head.startswith(start):
            return found
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[:4] == b"RIFF" and head[8:12] in {b"WEBP", b"WAVE"}:
        is_picture = head[8:12] == b"WEBP"
        return Found(Kind.PHOTO, "webp", "image/webp") if is_picture else Found(Kind.AUDIO, "wav", "audio/wav")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        if b"webm" in head[:64]:
            return Found(Kind.FILM, "webm", "video/webm")
        raise BadFile(faults.MATROSKA)
    if head[0] == 0xFF and head[1:2] and head[1] & 0xE6 == 0xE2:  # frame sync, layer III
        return Found(Kind.AUDIO, "mp3", "audio/mpeg")
    return _by_words(head)


def _by_brand(head: bytes) -> Found:
    brand = head[8:12]
    if brand == b"qt  ":
        raise BadFile(faults.QUICKTIME)
    if brand in {b"mif1", b"msf1"} and b"avif" in head[8:64]:
        return _BRANDS[b"avif"]
    if brand in _BRANDS:
        return _BRANDS[brand]
    raise BadFile(faults.NOT_TAKEN)


def _by_words(head: bytes) -> Found:
    if _DRAWING_OF_ENTITIES.search(head):
        raise BadFile(faults.DANGEROUS_DRAWING)
    if _DRAWING.match(head):
        return Found(Kind.DRAWING, "svg", "image/svg+xml")
    if head.startswith((b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise BadFile(faults.ARCHIVE)
    raise BadFile(faults.WEB_PAGE if _PAGE.search(head) else faults.NOT_TAKEN)


def check_size(found: Found, size: int) -> None:
    """Raise BadFile where ``size`` (bytes) is more than the kind may have."""
    if size > LIMITS[found.kind]:
        raise BadFile(faults.TOO_LARGE)


def is_mislabelled(name: str, found: Found) -> bool:
    """Whether the file's name claims another type than its bytes have."""
    claimed = name.rpartition(".")[2].lower() if "." in name else ""
    same = {"jpeg": "jpg", "jpe": "jpg", "tiff": "tif", "heif": "heic", "oga": "ogg", "opus": "ogg", "m4v": "mp4"}
    return bool(claimed) and same.get(claimed, claimed) != found.extension
