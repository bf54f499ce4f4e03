"""Captions (WebVTT, W3C): read strictly enough that a fault is told with its line before a reader meets it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from nhipcau.ports.messages import noop

_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s+(.*))?")
_TAG = re.compile(r"</?[a-z0-9.]*(?:\s[^>]*)?>|<\d[\d:.]*>", re.IGNORECASE)
MAX_CHARS = 2_000_000


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: seconds from and to, the words without marks (lines kept), the line of its timing in the file."""

    start: float
    end: float
    words: str
    line: int


@dataclass(frozen=True, slots=True)
class CaptionFault:
    """What is wrong in which line (from 1). ``message`` is a message id."""

    line: int
    message: str


NO_HEADER = noop("The file does not begin with the word WEBVTT.")
BAD_TIME = noop("The time is not written as 00:00:00.000 --> 00:00:00.000.")
BACKWARDS = noop("The caption ends before it begins.")
OUT_OF_ORDER = noop("The caption begins before the one above it.")
OVERLAP = noop("The caption begins before the one above it has ended.")
NO_WORDS = noop("The caption has no words.")
PAST_END = noop("The caption begins after the end of the film.")
NO_CUES = noop("There is no caption in the file.")
TOO_LONG = noop("The file is too long for captions.")


def read_captions(text: str, *, duration: float | None = None) -> tuple[list[Cue], list[CaptionFault]]:
    """The captions and everything wrong with them, in order of lines. ``duration``: of the film, in seconds."""
    if len(text) > MAX_CHARS:
        return [], [CaptionFault(1, TOO_LONG)]
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    faults = [] if re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]) else [CaptionFault(1, NO_HEADER)]
    cues: list[Cue] = []
    for start, block in _blocks(lines):
        _read_block(start, block, cues, faults)
    faults += _faults_of_order(cues, duration)
    if not cues and not faults:
        faults.append(CaptionFault(1, NO_CUES))
    return cues, sorted(faults, key=lambda f: f.line)


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Runs of lines that are not empty, with the number of their first; the header's own run is left out."""
    found: list[tuple[int, list[str]]] = []
    current: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            current.append(line)
        elif current:
            found.append((number - len(current), current))
            current = []
    return [(at, block) for at, block in found if not (at == 1 and "-->" not in "".join(block))]


def _read_block(start: int, block: list[str], cues: list[Cue], faults: list[CaptionFault]) -> None:
    if re.match(r"(?:NOTE|STYLE|REGION)(?:\s|$)", block[0]):
        return
    at = 0 if "-->" in block[0] else 1
    if at >= len(block) or "-->" not in block[at]:
        faults.append(CaptionFault(start, BAD_TIME))
        return
    found = _TIMING.fullmatch(block[at].rstrip())
    if found is None:
        faults.append(CaptionFault(start + at, BAD_TIME))
        return
    begin, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:8])
    words = "\n".join(html.unescape(_TAG.sub("", line)).strip() for line in block[at + 1 :]).strip()
    cues.append(Cue(begin, end, words, start + at))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _faults_of_order(cues: list[Cue], duration: float | None) -> list[CaptionFault]:
    faults = []
    before: Cue | None = None
    for cue in cues:
        if cue.end <= cue.start:
            faults.append(CaptionFault(cue.line, BACKWARDS))
        if before and cue.start < before.start:
            faults.append(CaptionFault(cue.line, OUT_OF_ORDER))
        elif before and cue.start < before.end:
            faults.append(CaptionFault(cue.line, OVERLAP))
        if not cue.words:
            faults.append(CaptionFault(cue.line, NO_WORDS))
        if duration is not None and cue.start > duration:
            faults.append(CaptionFault(cue.line, PAST_END))
        before = cue
    return faults


def as_vtt(cues: list[Cue]) -> str:
    """Plain WebVTT of ``cues``: nothing of the file as it came but times and words."""
    blocks = [f"{_stamp(c.start)} --> {_stamp(c.end)}\n{html.escape(c.words, quote=False)}" for c in cues]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def _stamp(seconds: float) -> str:
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02d}:{whole // 60_000 % 60:02d}:{whole // 1000 % 60:02d}.{whole % 1000:03d}"


def transcript_of(cues: list[Cue]) -> str:
    """The words of the captions in a row, a new paragraph where nothing is said for more than two seconds."""
    parts: list[list[str]] = []
    last: Cue | None = None
    for cue in cues:
        if last is None or cue.start - last.end > 2:
            parts.append([])
        if cue.words and (last is None or cue.words != last.words):
            parts[-1].append(cue.words.replace("\n", " "))
        last = cue
    return "\n\n".join(" ".join(part) for part in parts if part)
