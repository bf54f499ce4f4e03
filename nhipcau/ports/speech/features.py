"""What Whisper sees of a sound: the logarithm of its energy in bands of the mel scale, a hundred times a second.

As in the paper (Radford et al. 2022, 2.2) and its published code: windows of 25 ms every 10 ms, Hann, 80 or 128 bands, Slaney's scale.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias

import numpy as np

RATE = 16_000
WINDOW, STEP = 400, 160
Floats: TypeAlias = Any
"""A numpy array of float32; numpy is optional, so its types are not relied on."""


def log_mel(samples: Floats, *, bands: int = 80) -> Floats:
    """float32[n] at 16 kHz, within [-1, 1] → float32[bands, n // 160]. Raises ValueError under one window."""
    if len(samples) < WINDOW:
        raise ValueError("shorter than one window")
    padded = np.pad(samples, WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::STEP][: len(samples) // STEP]
    power = np.abs(np.fft.rfft(frames * _hann(), axis=1)) ** 2
    mel = np.log10(np.maximum(_bank(bands) @ power.T, 1e-10))
    mel = (np.maximum(mel, mel.max() - 8.0) + 4.0) / 4.0
    return mel.astype(np.float32)


@cache
def _hann() -> Floats:
    return np.asarray(np.hanning(WINDOW + 1)[:-1], dtype=np.float32)


def _to_mel(hertz: Floats) -> Floats:
    """Slaney's scale: straight to 1,000 Hz, logarithmic above."""
    steep = 27.0 / np.log(6.4)
    return np.where(hertz < 1000.0, hertz * 3.0 / 200.0, 15.0 + np.log(np.maximum(hertz, 1000.0) / 1000.0) * steep)


def _to_hertz(mel: Floats) -> Floats:
    steep = np.log(6.4) / 27.0
    return np.where(mel < 15.0, mel * 200.0 / 3.0, 1000.0 * np.exp(steep * (mel - 15.0)))


@cache
def _bank(bands: int) -> Floats:
    """Triangles of equal area: float[bands, 201]."""
    hertz = np.linspace(0.0, RATE / 2, WINDOW // 2 + 1)
    top = float(_to_mel(np.array([RATE / 2]))[0])
    corners = _to_hertz(np.linspace(0.0, top, bands + 2))
    width = np.diff(corners)
    slopes = corners[:, None] - hertz[None, :]
    rising, falling = -slopes[:-2] / width[:-1, None], slopes[2:] / width[1:, None]
    return np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (corners[2:] - corners[:-2]))[:, None]
