"""WebM (EBML, RFC 8794; Matroska, RFC 9559): how long a film is, and a copy without what was written about it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from nhipcau.media.rules import faults
from nhipcau.media.rules.faults import BadFile
from nhipcau.media.rules.mp4 import FilmFacts

_SEGMENT, _INFO, _TRACKS, _CLUSTER, _CUES = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
_TAGS, _ATTACHMENTS = 0x1254C367, 0x1941A469
_DURATION, _SCALE, _TITLE = 0x4489, 0x2AD7B1, 0x7BA9
_ENTRY, _VIDEO, _CODEC, _WIDTH, _HEIGHT = 0xAE, 0xE0, 0x86, 0xB0, 0xBA
_HOLDS = {_SEGMENT, _INFO, _TRACKS, _ENTRY, _VIDEO}
_SECRET = {_TAGS, _ATTACHMENTS, _TITLE}
_UNKNOWN = -1
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its number, where it begins, where its content begins and ends (bytes)."""

    number: int
    start: int
    body: int
    end: int


def _number(film: BinaryIO, *, keep_marker: bool) -> int:
    first = film.read(1)
    if not first or not first[0]:
        raise BadFile(faults.DAMAGED_FILM)
    length = 9 - first[0].bit_length()
    rest = film.read(length - 1)
    if len(rest) != length - 1:
        raise BadFile(faults.DAMAGED_FILM)
    value = first[0] if keep_marker else first[0] & (0xFF >> length)
    if not keep_marker and value == (0xFF >> length) and all(b == 0xFF for b in rest):
        return _UNKNOWN
    return int.from_bytes(bytes([value]) + rest, "big")


def elements(film: BinaryIO, start: int, end: int) -> Iterator[Element]:
    """The elements between two places, outermost first, going into those that hold what we ask for."""
    at = start
    while at < end:
        film.seek(at)
        number = _number(film, keep_marker=True)
        length = _number(film, keep_marker=False)
        body = film.tell()
        stop = end if length == _UNKNOWN else body + length
        if stop > end:
            raise BadFile(faults.DAMAGED_FILM)
        yield Element(number, at, body, stop)
        if length == _UNKNOWN and number == _CLUSTER:
            return  # a live recording: what follows is pictures only
        at = body if number in _HOLDS else stop


def probe(film: BinaryIO, size: int) -> FilmFacts:
    """What the WebM in ``film`` is. Raises BadFile."""
    duration, scale, width, height = 0.0, 1_000_000, 0, 0
    codecs: list[str] = []
    order: list[int] = []
    for element in elements(film, 0, size):
        order.append(element.number)
        if element.number == _DURATION:
            raw = _content(film, element)
            duration = struct.unpack(">f" if len(raw) == 4 else ">d", raw)[0] if len(raw) in {4, 8} else 0.0
        elif element.number in {_SCALE, _WIDTH, _HEIGHT}:
            value = int.from_bytes(_content(film, element), "big")
            scale = value if element.number == _SCALE else scale
            width = value if element.number == _WIDTH else width
            height = value if element.number == _HEIGHT else height
        elif element.number == _CODEC:
            codecs.append(_content(film, element).decode("latin-1").strip("\0"))
    if _CLUSTER not in order:
        raise BadFile(faults.DAMAGED_FILM)
    starts_fast = _CUES in order and order.index(_CUES) < order.index(_CLUSTER)
    return FilmFacts(max(0.0, duration * scale / 1e9), width, height, tuple(codecs), starts_fast)


def _content(film: BinaryIO, element: Element) -> bytes:
    film.seek(element.body)
    return film.read(min(element.end - element.body, 1024))


def write_public(film: BinaryIO, size: int, out: BinaryIO) -> None:
    """The film without tags, attachments and title: they become empty space (Void) of the same length."""
    secret = [e for e in elements(film, 0, size) if e.number in _SECRET]
    at = 0
    for element in [*secret, Element(0, size, size, size)]:
        film.seek(at)
        left = element.start - at
        while left > 0:
            piece = film.read(min(left, _PIECE))
            left -= out.write(piece) if piece else left
        if element.end > element.start:
            out.write(_void(element.end - element.start))
        at = element.end


def _void(length: int) -> bytes:
    """A Void element (0xEC) that is ``length`` bytes long in all."""
    if length < 9:
        return bytes([0xEC, 0x80 | (length - 2)]) + bytes(length - 2)
    return b"\xec\x01" + (length - 9).to_bytes(7, "big") + bytes(length - 9)
