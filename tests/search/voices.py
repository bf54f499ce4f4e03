"""The real recogniser for tests, where voice is installed (``make voice``)."""

from __future__ import annotations

import contextlib
import tempfile
from array import array
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from nhipcau.ports.speech import RATE, Noise, RemoteRecogniser, are_packages_here, install_packaged
from nhipcau.search import hearing


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="nhipcau-voice-")


@contextlib.contextmanager
def real_recogniser_or_skip() -> Iterator[RemoteRecogniser]:
    """Skips where the engine or the weights are not installed, saying so; else the site hears with them meanwhile."""
    if not (hearing.is_engine_here() and are_packages_here()):
        pytest.skip("voice is not installed (make voice)")
    place = Path(_folder().name)
    recogniser = RemoteRecogniser(install_packaged(place / "models"), runtime=place / "run")
    with contextlib.suppress(Noise):
        recogniser.recognise(array("f", [0.0] * RATE), language="vi", prompt="")  # loaded before anybody waits
    hearing.use(recogniser)
    try:
        yield recogniser
    finally:
        hearing.use(None)
        recogniser.end()
