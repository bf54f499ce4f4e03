"""Sound: how long it is, and a copy without names and pictures that programs write into it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from tinytag import TinyTag, TinyTagException

from nhipcau.media.rules import faults
from nhipcau.media.rules.faults import BadFile

_WAV_KEPT = {b"fmt ", b"data", b"fact"}
_PIECE = 1024 * 1024


def duration_of(sound: BinaryIO, extension: str) -> float:
    """Seconds. Raises BadFile where nothing plays."""
    sound.seek(0)
    try:
        found = TinyTag.get(filename=f"sound.{extension}", file_obj=sound, tags=False).duration
    except (TinyTagException, ValueError, struct.error, OSError, EOFError, IndexError, KeyError, TypeError):
        raise BadFile(faults.DAMAGED_SOUND) from None
    if not found or found <= 0:
        raise BadFile(faults.DAMAGED_SOUND)
    return float(found)


def write_public(sound: BinaryIO, size: int, out: BinaryIO, extension: str) -> None:
    """The sound as it may go public. ``extension``: mp3, wav or ogg. Raises BadFile."""
    {"mp3": _mp3, "wav": _wav, "ogg": _ogg}[extension](sound, size, out)


def _copy(sound: BinaryIO, start: int, end: int, out: BinaryIO) -> None:
    sound.seek(start)
    while start < end:
        piece = sound.read(min(end - start, _PIECE))
        if not piece:
            raise BadFile(faults.DAMAGED_SOUND)
        start += out.write(piece)


def _mp3(sound: BinaryIO, size: int, out: BinaryIO) -> None:
    """Without ID3v2 in front, and ID3v1 and APE at the end."""
    start, end = 0, size
    while True:
        sound.seek(start)
        head = sound.read(10)
        if len(head) < 10 or head[:3] != b"ID3":
            break
        length = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        start += 10 + length + (10 if head[5] & 0x10 else 0)
    if end - start > 128:
        sound.seek(end - 128)
        end -= 128 if sound.read(3) == b"TAG" else 0
    if end - start > 32:
        sound.seek(end - 32)
        foot = sound.read(32)
        if foot[:8] == b"APETAGEX":
            length, flags = struct.unpack("<I", foot[12:16])[0], struct.unpack("<I", foot[20:24])[0]
            end -= length + (32 if flags & 0x80000000 else 0)
    if end <= start:
        raise BadFile(faults.DAMAGED_SOUND)
    _copy(sound, start, end, out)


def _wav(sound: BinaryIO, size: int, out: BinaryIO) -> None:
    kept: list[tuple[int, int]] = []
    at = 12
    while at + 8 <= size:
        sound.seek(at)
        name, length = struct.unpack("<4sI", sound.read(8))
        end = min(at + 8 + length + length % 2, size)
        if name in _WAV_KEPT:
            kept.append((at, end))
        at = end
    if not kept:
        raise BadFile(faults.DAMAGED_SOUND)
    out.write(b"RIFF" + struct.pack("<I", 4 + sum(end - start for start, end in kept)) + b"WAVE")
    for start, end in kept:
        _copy(sound, start, end, out)


def _ogg(sound: BinaryIO, size: int, out: BinaryIO) -> None:
    """Each comment becomes blanks of the same length, and the pages that held them get their checksum anew."""
    pages = list(_pages(sound, size, until_packet=2))
    places = _packet_places(pages, 1)
    body = bytearray(b"".join(bytes(page[a:b]) for page, a, b in places))
    _blank_comments(body)
    at = 0
    for page, a, b in places:
        page[a:b] = body[at : at + b - a]
        at += b - a
    for page in pages:
        page[22:26] = b"\0\0\0\0"
        page[22:26] = struct.pack("<I", _ogg_crc(bytes(page)))
        out.write(page)
    _copy(sound, sum(len(page) for page in pages), size, out)


def _pages(sound: BinaryIO, size: int, *, until_packet: int) -> Iterator[bytearray]:
    """Pages from the beginning until ``until_packet`` packets are complete."""
    at = packets = 0
    while at < size and packets < until_packet:
        sound.seek(at)
        head = sound.read(27)
        if head[:4] != b"OggS" or len(head) < 27:
            raise BadFile(faults.DAMAGED_SOUND)
        lacing = sound.read(head[26])
        page = bytearray(head + lacing + sound.read(sum(lacing)))
        packets += sum(value < 255 for value in lacing)
        at += len(page)
        yield page


def _packet_places(pages: list[bytearray], wanted: int) -> list[tuple[bytearray, int, int]]:
    """Where the packet of that number (from 0) lies: page, begin, end in the page."""
    found: list[tuple[bytearray, int, int]] = []
    packet = 0
    for page in pages:
        at = 27 + page[26]
        for value in page[27 : 27 + page[26]]:
            if packet == wanted:
                found.append((page, at, at + value))
            at += value
            packet += value < 255
    return found


def _blank_comments(body: bytearray) -> None:
    start = 7 if body[:7] == b"\x03vorbis" else 8 if body[:8] == b"OpusTags" else None
    if start is None:
        raise BadFile(faults.DAMAGED_SOUND)
    try:
        at = start + 4 + struct.unpack_from("<I", body, start)[0]
        (count,) = struct.unpack_from("<I", body, at)
        at += 4
        for _n in range(count):
            (length,) = struct.unpack_from("<I", body, at)
            if at + 4 + length > len(body):
                raise BadFile(faults.DAMAGED_SOUND)
            body[at + 4 : at + 4 + length] = (b"X=" + b" " * length)[:length]
            at += 4 + length
    except struct.error:
        raise BadFile(faults.DAMAGED_SOUND) from None


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _bit in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
        table.append(value)
    return table


_TABLE = _table()


def _ogg_crc(page: bytes) -> int:
    """RFC 3533, section 6: polynomial 0x04C11DB7, begin 0, nothing reflected."""
    crc = 0
    for byte in page:
        crc = (crc << 8 & 0xFFFFFFFF) ^ _TABLE[(crc >> 24) ^ byte]
    return crc
