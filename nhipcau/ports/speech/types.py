"""What a recogniser hears, what it is asked, and what can go wrong.

Faults carry a stable ``code``; the room that shows them has the words for it.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Protocol

RATE = 16_000
"""Samples a second."""
SECONDS = 10.0
TOLERANCE = 0.3
"""A recording stops by itself at SECONDS; clocks of machines differ by up to TOLERANCE."""
LARGEST = 400_000
"""Bytes of a recording with its header."""

Samples = array  # of typecode "f": float32[n] at RATE, within [-1, 1]


@dataclass(frozen=True, slots=True)
class Transcript:
    """``text`` is the likeliest reading, ``alternatives`` others, the likelier first. ``confidence`` within [0, 1]. ``seconds``: how long it took."""

    text: str
    alternatives: tuple[str, ...]
    confidence: float
    seconds: float


class Recogniser(Protocol):
    """Turns speech into words."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of what it hears well enough to offer (``vi``, ``en`` …), without region. Empty: it hears nothing."""
        ...

    def recognise(self, samples: Samples[float], *, language: str, prompt: str) -> Transcript:
        """``prompt``: words likely to be said, most likely last; may be empty. Raises SpeechFault."""
        ...


class SpeechFault(Exception):
    """Why there are no words."""

    code = "broken"


class NoRecogniser(SpeechFault):
    """None is set up on this server."""

    code = "none"


class LanguageUnknown(SpeechFault):
    """The recogniser does not hear this language."""

    code = "language"


class Busy(SpeechFault):
    """Others are waiting; typing is quicker."""

    code = "busy"


class Slow(SpeechFault):
    """No answer in time."""

    code = "slow"


class Crashed(SpeechFault):
    """The recogniser ended in the middle of the work. The next request starts it anew."""

    code = "crashed"


class Silence(SpeechFault):
    """Nothing loud enough to be speech."""

    code = "silence"


class Noise(SpeechFault):
    """Sound, but no words in it."""

    code = "noise"


class NotWav(SpeechFault):
    """Not RIFF/WAVE, 16-bit, mono, 16 kHz, whole."""

    code = "format"


class TooLong(SpeechFault):
    """Over SECONDS + TOLERANCE, or over LARGEST."""

    code = "too_long"


FAULTS: dict[str, type[SpeechFault]] = {
    fault.code: fault
    for fault in (
        SpeechFault, NoRecogniser, LanguageUnknown, Busy, Slow, Crashed, Silence, Noise, NotWav, TooLong,
    )
}  # fmt: skip
