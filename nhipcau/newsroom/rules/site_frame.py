"""Reads ``site/site.yaml`` of a profile: the home page, themes and fixed sections in each language of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class BadFrame(ValueError):
    """The frame cannot be read; the message names the entry."""


@dataclass(frozen=True, slots=True)
class FramePage:
    """One page of the frame. ``titles``, ``leads`` and ``slugs``: language code → words; every language has a title."""

    key: str
    titles: Mapping[str, str]
    leads: Mapping[str, str]
    slugs: Mapping[str, str]
    picture: str = ""


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """What stands before the first story is written."""

    languages: tuple[str, ...]
    home: FramePage
    themes: tuple[FramePage, ...]
    sections: tuple[FramePage, ...]


def read_frame(path: Path) -> SiteFrame:
    """The frame in ``path``. Raises BadFrame."""
    try:
        said = yaml.safe_load(path.read_text("utf-8"))
        languages = tuple(said["languages"])
        return SiteFrame(
            languages,
            _page("home", said["home"], languages),
            tuple(_page(row["key"], row, languages) for row in said["themes"]),
            tuple(_page(row["kind"], row, languages) for row in said["sections"]),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as fault:
        raise BadFrame(f"{path.name}: {fault}") from fault


def _page(key: str, row: Mapping[str, Any], languages: Sequence[str]) -> FramePage:
    def by_language(name: str) -> dict[str, str]:
        words = row.get(name, [""] * len(languages))
        if len(words) != len(languages) or not all(isinstance(word, str) for word in words):
            raise BadFrame(f"{key}: {name} has {len(words)} entries, not one for each of {len(languages)} languages")
        return dict(zip(languages, words, strict=True))

    return FramePage(
        key, by_language("titles"), by_language("leads"), by_language("slugs"), str(row.get("picture", ""))
    )
