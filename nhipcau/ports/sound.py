"""A stretch of a recording as samples that a recogniser hears: WAV is read here, everything else by FFmpeg where it is installed.

FFmpeg is told which kind of file it has and may open that file alone: a playlist in film's clothing leads nowhere.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
from array import array
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import BinaryIO

from nhipcau.ports.speech.types import RATE, Samples

PROGRAM = "ffmpeg"
_KINDS = {"mp3": "mp3", "m4a": "mov", "mp4": "mov", "webm": "matroska", "ogg": "ogg"}
_LONGEST = 60.0
"""Seconds that taking out one stretch may last."""
_CHUNKS = 64
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


class SoundFault(Exception):
    """Why there are no samples: ``no_decoder``, ``damaged``, ``no_sound``, ``too_slow``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def needs_decoder(extension: str) -> bool:
    """Whether FFmpeg is needed to hear a file of this kind."""
    return extension != "wav"


def is_decoder_here() -> bool:
    """Whether FFmpeg is installed."""
    return shutil.which(PROGRAM) is not None


def stretch_of(path: Path, extension: str, *, at: float, seconds: float) -> Samples[float]:
    """float32[n] at RATE, mono, from second ``at``; fewer than asked for, or none, at the end. Raises SoundFault, OSError."""
    if not needs_decoder(extension):
        with path.open("rb") as file:
            return _of_wav(file, at, seconds)
    if not is_decoder_here():
        raise SoundFault("no_decoder")
    return _decoded(path, _KINDS[extension], at, seconds)


def _decoded(path: Path, kind: str, at: float, seconds: float) -> Samples[float]:
    command = [
        PROGRAM, "-nostdin", "-v", "error", "-threads", "1", "-protocol_whitelist", "file,pipe", "-f", kind, "-ss", f"{at:.3f}",
        "-i", f"file:{path}", "-t", f"{seconds:.3f}", "-map", "0:a:0", "-ac", "1", "-ar", str(RATE), "-f", "s16le", "pipe:1",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as fault:
        raise SoundFault("too_slow") from fault
    except FileNotFoundError as fault:
        raise SoundFault("no_decoder") from fault
    if done.returncode and not done.stdout:
        raise SoundFault("no_sound" if b"matches no streams" in done.stderr else "damaged")
    return _whole(done.stdout[: len(done.stdout) // 2 * 2])


@dataclass(frozen=True, slots=True)
class _Form:
    is_float: bool
    channels: int
    rate: int
    width: int
    begins: int
    frames: int


def _of_wav(file: BinaryIO, at: float, seconds: float) -> Samples[float]:
    form = _form_of(file)
    first = min(form.frames, int(at * form.rate))
    count = min(form.frames - first, int(seconds * form.rate))
    frame = form.width * form.channels
    file.seek(form.begins + first * frame)
    content = file.read(count * frame)
    return _at_rate(_mono(content[: len(content) // frame * frame], form), form.rate)


def _form_of(file: BinaryIO) -> _Form:
    """Each length is checked against the file before it is believed. Raises SoundFault ``damaged``."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(12)
    if len(head) < 12 or head[:4] != b"RIFF" or head[8:] != b"WAVE":
        raise SoundFault("damaged")
    form: tuple[int, int, int, int] | None = None
    for _chunk in range(_CHUNKS):
        mark = file.read(8)
        if len(mark) < 8:
            break
        name, length = struct.unpack("<4sI", mark)
        here = file.tell()
        if name == b"fmt ":
            form = _read_form(file.read(min(length, 40)))
        elif name == b"data" and form is not None:
            kind, channels, rate, width = form
            return _Form(kind == _FLOAT, channels, rate, width, here, min(length, size - here) // (width * channels))
        file.seek(here + length + length % 2)
    raise SoundFault("damaged")


def _read_form(content: bytes) -> tuple[int, int, int, int]:
    if len(content) < 16:
        raise SoundFault("damaged")
    kind, channels, rate, _a_second, _a_frame, bits = struct.unpack("<HHIIHH", content[:16])
    if kind == _EXTENSIBLE and len(content) >= 26:
        (kind,) = struct.unpack("<H", content[24:26])
    known = (kind == _PCM and bits in (8, 16, 24, 32)) or (kind == _FLOAT and bits == 32)
    if not known or not 1 <= channels <= 8 or not 4_000 <= rate <= 192_000:
        raise SoundFault("damaged")
    return kind, channels, rate, bits // 8


def _mono(content: bytes, form: _Form) -> Samples[float]:
    every = _floats(content) if form.is_float else _whole(_two_bytes(content, form.width))
    if form.channels == 1:
        return every
    sides = [every[side :: form.channels] for side in range(form.channels)]
    return array("f", [sum(frame) / form.channels for frame in zip(*sides, strict=True)])


def _two_bytes(content: bytes, width: int) -> bytes:
    """The upper sixteen bits of each sample, which is all that hearing needs."""
    if width == 2:
        return content
    out = bytearray(2 * (len(content) // width))
    if width == 1:
        out[1::2] = bytes(value ^ 0x80 for value in content)
    else:
        out[0::2], out[1::2] = content[width - 2 :: width], content[width - 1 :: width]
    return bytes(out)


def _whole(content: bytes) -> Samples[float]:
    numbers = array("h")
    numbers.frombytes(content)
    if sys.byteorder == "big":
        numbers.byteswap()
    return array("f", [number / 32768.0 for number in numbers])


def _floats(content: bytes) -> Samples[float]:
    numbers = array("f")
    numbers.frombytes(content)
    if sys.byteorder == "big":
        numbers.byteswap()
    return array("f", [min(1.0, max(-1.0, number)) if number == number else 0.0 for number in numbers])


def _at_rate(sound: Samples[float], rate: int) -> Samples[float]:
    """At RATE. Down: the mean of what each sample covers, which also keeps high notes from folding back; up: in between."""
    if rate == RATE or not sound:
        return sound
    many, step = len(sound) * RATE // rate, rate / RATE
    if rate > RATE:
        sums = list(accumulate(sound, initial=0.0))
        edges = [min(len(sound), int(at * step)) for at in range(many + 1)]
        return array("f", [(sums[b] - sums[a]) / max(1, b - a) for a, b in pairwise(edges)])
    last = len(sound) - 1
    places = [(at * step, min(last, int(at * step))) for at in range(many)]
    return array("f", [sound[a] + (sound[min(last, a + 1)] - sound[a]) * (place - a) for place, a in places])
