"""How a higher room brings its own rows with a province's profile: it registers a loader when its app starts, and whoever
loads the profile calls all of them after the ground floor's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

Loader = Callable[[Path], Mapping[str, int]]
"""The profile's folder → new rows by name; the same folder twice brings none. Raises ``BadPart``."""

_loaders: list[Loader] = []


class BadPart(ValueError):
    """A part of the profile can't be loaded; the message tells every fault with its file and place."""


def register_profile_part(loader: Loader) -> None:
    """Add ``loader``; adding it again changes nothing (apps may start twice in tests)."""
    if loader not in _loaders:
        _loaders.append(loader)


def load_profile_parts(folder: Path) -> dict[str, int]:
    """Everything the rooms above bring from ``folder``. Raises BadPart."""
    made: dict[str, int] = {}
    for loader in _loaders:
        made |= loader(folder)
    return made
