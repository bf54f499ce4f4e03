"""MP4 boxes (ISO/IEC 14496-12): how long a film is, whether it starts before it is all there, and a copy for the public.

The copy has its index (``moov``) in front and nothing of what the camera wrote about place, owner and device: those boxes
become empty space of the same length, so that no offset moves but by the index itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from nhipcau.media.rules import faults
from nhipcau.media.rules.faults import BadFile

MAX_INDEX = 64 * 1024 * 1024
"""Bytes. An index longer than this belongs to no film that a page shows."""
_HOLDS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"mvex", b"dinf"}
_SECRET = {b"udta", b"meta", b"uuid", b"cprt", b"Xtra", b"loci"}
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BoxAt:
    """A box: its four letters, where it begins, where its content begins, where it ends (bytes)."""

    name: bytes
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """``duration`` in seconds; ``width`` × ``height`` 0 for sound alone; ``codecs`` as the file names them; ``starts_fast``:
    the index lies before the pictures."""

    duration: float
    width: int
    height: int
    codecs: tuple[str, ...] = ()
    starts_fast: bool = True


@dataclass(slots=True)
class _Seen:
    duration: float = 0.0
    width: int = 0
    height: int = 0
    codecs: list[str] = field(default_factory=list)


def top_boxes(film: BinaryIO, size: int) -> list[BoxAt]:
    """The outermost boxes. Raises BadFile where they do not fill the file."""
    found: list[BoxAt] = []
    at = 0
    while at + 8 <= size:
        film.seek(at)
        head = film.read(16)
        length, name = struct.unpack(">I4s", head[:8])
        body = at + 8
        if length == 1 and len(head) == 16:
            length, body = struct.unpack(">Q", head[8:])[0], at + 16
        elif length == 0:
            length = size - at
        if length < body - at or at + length > size or len(found) > 100_000:
            raise BadFile(faults.DAMAGED_FILM)
        found.append(BoxAt(name, at, body, at + length))
        at += length
    if at != size and size - at >= 8:
        raise BadFile(faults.DAMAGED_FILM)
    return found


def _inner(moov: bytes | bytearray, start: int, end: int) -> Iterator[BoxAt]:
    at = start
    while at + 8 <= end:
        length, name = struct.unpack_from(">I4s", moov, at)
        body = at + 8
        if length == 1 and at + 16 <= end:
            length, body = struct.unpack_from(">Q", moov, at + 8)[0], at + 16
        elif length == 0:
            length = end - at
        if length < body - at or at + length > end:
            raise BadFile(faults.DAMAGED_FILM)
        yield BoxAt(name, at, body, at + length)
        at += length


def _index_of(film: BinaryIO, boxes: list[BoxAt]) -> tuple[BoxAt, bytearray]:
    moov = next((box for box in boxes if box.name == b"moov"), None)
    if moov is None or moov.end - moov.start > MAX_INDEX:
        raise BadFile(faults.DAMAGED_FILM)
    film.seek(moov.start)
    return moov, bytearray(film.read(moov.end - moov.start))


def probe(film: BinaryIO, size: int) -> FilmFacts:
    """What the MP4 (or M4A) in ``film`` is. Raises BadFile."""
    boxes = top_boxes(film, size)
    at, moov = _index_of(film, boxes)
    seen = _Seen()
    try:
        for box in _inner(moov, 0, len(moov)):
            _look(moov, box, seen, depth=0)
    except struct.error:
        raise BadFile(faults.DAMAGED_FILM) from None
    media = next((box.start for box in boxes if box.name in {b"mdat", b"moof"}), None)
    if media is None or seen.duration < 0:
        raise BadFile(faults.DAMAGED_FILM)
    return FilmFacts(seen.duration, seen.width, seen.height, tuple(seen.codecs), at.start < media)


def _look(moov: bytearray, box: BoxAt, seen: _Seen, *, depth: int) -> None:
    if box.name in _HOLDS and depth < 8:
        for inner in _inner(moov, box.body, box.end):
            _look(moov, inner, seen, depth=depth + 1)
    elif box.name == b"mvhd":
        long = moov[box.body] == 1
        scale, length = struct.unpack_from(">IQ" if long else ">II", moov, box.body + (20 if long else 12))
        seen.duration = length / scale if scale else 0.0
    elif box.name == b"tkhd":
        width, height = struct.unpack_from(">II", moov, box.end - 8)
        if width and height:
            seen.width, seen.height = width >> 16, height >> 16
    elif box.name == b"stsd":
        seen.codecs += [inner.name.decode("latin-1") for inner in _inner(moov, box.body + 8, box.end)]


def write_public(film: BinaryIO, size: int, out: BinaryIO) -> None:
    """The film as it may go public. Raises BadFile."""
    boxes = top_boxes(film, size)
    at, moov = _index_of(film, boxes)
    _blank(moov, 0, len(moov), depth=0)
    first = next((box.start for box in boxes if box.name in {b"mdat", b"moof"}), at.start)
    if at.start > first:
        _shift(moov, 0, len(moov), by=len(moov), below=at.start, depth=0)
    for box in _in_order(boxes, at, first):
        if box is at:
            out.write(moov)
        elif box.name in _SECRET:
            _write_space(out, box.end - box.start)
        else:
            _copy(film, box, out)


def _in_order(boxes: list[BoxAt], moov: BoxAt, first: int) -> list[BoxAt]:
    if moov.start < first:
        return boxes
    rest = [box for box in boxes if box is not moov]
    before = [box for box in rest if box.start < first]
    return [*before, moov, *rest[len(before) :]]


def _blank(moov: bytearray, start: int, end: int, *, depth: int) -> None:
    for box in list(_inner(moov, start, end)):
        if box.name in _SECRET:
            moov[box.start + 4 : box.start + 8] = b"free"
            moov[box.body : box.end] = bytes(box.end - box.body)
        elif box.name in _HOLDS and depth < 8:
            _blank(moov, box.body, box.end, depth=depth + 1)


def _shift(moov: bytearray, start: int, end: int, *, by: int, below: int, depth: int) -> None:
    """Chunks that lie before the old place of the index move back by its length."""
    for box in _inner(moov, start, end):
        if box.name in _HOLDS and depth < 8:
            _shift(moov, box.body, box.end, by=by, below=below, depth=depth + 1)
        elif box.name in {b"stco", b"co64"}:
            form, wide = (">I", 4) if box.name == b"stco" else (">Q", 8)
            (count,) = struct.unpack_from(">I", moov, box.body + 4)
            if box.body + 8 + count * wide > box.end:
                raise BadFile(faults.DAMAGED_FILM)
            for place in range(box.body + 8, box.body + 8 + count * wide, wide):
                (offset,) = struct.unpack_from(form, moov, place)
                if offset < below:
                    struct.pack_into(form, moov, place, offset + by)


def _write_space(out: BinaryIO, length: int) -> None:
    """Empty space of ``length`` bytes, at least eight."""
    out.write(struct.pack(">I4s", length, b"free"))
    left = length - 8
    while left > 0:
        left -= out.write(bytes(min(left, _PIECE)))


def _copy(film: BinaryIO, box: BoxAt, out: BinaryIO) -> None:
    film.seek(box.start)
    left = box.end - box.start
    while left > 0:
        piece = film.read(min(left, _PIECE))
        if not piece:
            raise BadFile(faults.DAMAGED_FILM)
        left -= out.write(piece)
