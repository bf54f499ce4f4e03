"""Reading a recording: RIFF/WAVE with 16-bit samples, one channel, 16 kHz, and nothing else.

The sender is unknown, so each length is checked against what is there before it is believed. No decoder, no library.
Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0 (1991).
"""

from __future__ import annotations

import struct
import sys
from array import array

from nhipcau.ports.speech.types import LARGEST, RATE, SECONDS, TOLERANCE, NotWav, Samples, TooLong

_CHUNKS = 16
_PCM = 1
_FULL = 32768.0


def read_wav(content: bytes) -> Samples[float]:
    """float32[n] within [-1, 1]. Raises NotWav, TooLong. Work and memory are bounded by the length of ``content``."""
    if len(content) > LARGEST:
        raise TooLong
    if len(content) < 12 or content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise NotWav
    (told,) = struct.unpack_from("<I", content, 4)
    if told + 8 != len(content):
        raise NotWav
    sound = _sound(content)
    if len(sound) % 2 or not sound:
        raise NotWav
    if len(sound) // 2 > (SECONDS + TOLERANCE) * RATE:
        raise TooLong
    whole = array("h")
    whole.frombytes(sound)
    if sys.byteorder == "big":
        whole.byteswap()
    return array("f", [sample / _FULL for sample in whole])


def _sound(content: bytes) -> bytes:
    """The bytes of the one ``data`` chunk, after the one ``fmt `` chunk."""
    at, known = 12, False
    for _chunk in range(_CHUNKS):
        if at + 8 > len(content):
            raise NotWav
        name, length = struct.unpack_from("<4sI", content, at)
        at += 8
        if at + length > len(content):
            raise NotWav
        if name == b"fmt ":
            if known:
                raise NotWav
            known = _is_ours(content[at : at + length])
        elif name == b"data":
            if not known:
                raise NotWav
            return content[at : at + length]
        at += length + length % 2
    raise NotWav


def _is_ours(form: bytes) -> bool:
    """Raises NotWav for any form but ours; the two bytes that some writers add must be zero."""
    if len(form) not in (16, 18) or form[16:].strip(b"\0"):
        raise NotWav
    kind, channels, rate, a_second, a_frame, bits = struct.unpack("<HHIIHH", form[:16])
    if (kind, channels, rate, a_second, a_frame, bits) != (_PCM, 1, RATE, RATE * 2, 2, 16):
        raise NotWav
    return True


def write_wav(samples: Samples[float]) -> bytes:
    """What ``read_wav`` reads. Samples beyond [-1, 1] are cut to it."""
    whole = array("h", [round(max(-1.0, min(_FULL_LESS_ONE, sample)) * _FULL) for sample in samples])
    if sys.byteorder == "big":
        whole.byteswap()
    sound = whole.tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(sound), b"WAVE", b"fmt ", 16, _PCM, 1, RATE, RATE * 2,
                       2, 16, b"data", len(sound))  # fmt: skip
    return head + sound


_FULL_LESS_ONE = (_FULL - 1) / _FULL
