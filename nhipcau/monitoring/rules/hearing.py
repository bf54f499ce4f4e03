"""Where a recording is cut for a recogniser that hears a few seconds at a time, and how its words become paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nhipcau.media.rules.captions import Cue, read_captions
from nhipcau.ports.speech.gates import FRAME, levels
from nhipcau.ports.speech.types import RATE, Samples

SHORTEST, LONGEST = 4.0, 8.0
"""Seconds of a piece. It ends where it is quietest in between, so that a word is seldom cut in two."""
AROUND = 6
"""Frames on either side that have to be quiet too: a pause between words, not a consonant."""
PARAGRAPH = 30.0
"""Seconds after which the next piece begins a paragraph."""
PAUSE = 3.0


@dataclass(frozen=True, slots=True)
class Said:
    """Words between two moments, in seconds."""

    at: float
    until: float
    words: str


def first_piece(samples: Samples[float]) -> int:
    """How many of ``samples`` the first piece has: all of them where they are no more than a piece may have."""
    if len(samples) <= LONGEST * RATE:
        return len(samples)
    first, last = int(SHORTEST * RATE) // FRAME, int(LONGEST * RATE) // FRAME
    heard = levels(samples[first * FRAME : last * FRAME])
    inner = range(AROUND, len(heard) - AROUND)
    quietest = min(inner, key=lambda at: sum(heard[at - AROUND : at + AROUND + 1]))
    return (first + quietest) * FRAME


def in_paragraphs(said: Iterable[Said]) -> str:
    """The words, a new paragraph after PARAGRAPH seconds or where nobody spoke for PAUSE."""
    paragraphs: list[list[str]] = []
    began = ended = -PARAGRAPH
    for one in said:
        if not one.words:
            continue
        if one.at - began >= PARAGRAPH or one.at - ended >= PAUSE:
            paragraphs.append([])
            began = one.at
        paragraphs[-1].append(one.words)
        ended = one.until
    return "\n\n".join(" ".join(words) for words in paragraphs)


def words_of_captions(text: str) -> str:
    """The words of WebVTT or SubRip captions in paragraphs; "" where there is no caption in it. Times out of order do no harm."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not plain.startswith("WEBVTT"):
        plain = "WEBVTT\n\n" + "\n".join(_as_webvtt(line) for line in plain.split("\n"))
    cues, _faults = read_captions(plain)
    return in_paragraphs(Said(cue.start, cue.end, " ".join(cue.words.split())) for cue in _without_repeats(cues))


def _as_webvtt(line: str) -> str:
    """SubRip writes a comma where WebVTT has a point."""
    return line.replace(",", ".") if "-->" in line else line


def _without_repeats(cues: Sequence[Cue]) -> list[Cue]:
    """Rolling captions say each line twice."""
    return [cue for at, cue in enumerate(cues) if not at or cue.words != cues[at - 1].words]
