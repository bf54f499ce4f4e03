"""Whether there is anything to hear, before a recogniser is asked: silence and steady noise never reach it.

A model of speech makes words of anything. What it makes of nothing is what it was prompted with, so nothing must not reach it.
"""

from __future__ import annotations

import math
from operator import mul

from nhipcau.ports.speech.types import RATE, Noise, Samples, Silence

FRAME = RATE // 50
FLOOR = -100.0
QUIET = -50.0
"""dB of full scale, under which a frame is taken for the room, not for a voice."""
ABOVE_THE_ROOM = 8.0
"""dB that a voice stands over what goes on all the time."""
SYLLABLE = 6
"""Frames of 20 ms that a voice needs at least: 120 ms, a short syllable."""


def levels(samples: Samples[float]) -> list[float]:
    """dB of full scale of each whole 20 ms, without its constant part; FLOOR where nothing moves."""
    found = []
    for at in range(0, len(samples) - FRAME + 1, FRAME):
        frame = samples[at : at + FRAME]
        mean = sum(frame) / FRAME
        power = sum(map(mul, frame, frame)) / FRAME - mean * mean
        found.append(max(FLOOR, 10.0 * math.log10(power)) if power > 1e-10 else FLOOR)
    return found


def let_through(samples: Samples[float]) -> None:
    """Raises Silence where nothing is loud enough, Noise where it is loud but never rises and falls as a voice does."""
    heard = levels(samples)
    loud = [level for level in heard if level > QUIET]
    if len(loud) < SYLLABLE:
        raise Silence
    ordered = sorted(heard)
    room = ordered[len(ordered) // 10]
    if sum(level > room + ABOVE_THE_ROOM for level in loud) < SYLLABLE:
        raise Noise
