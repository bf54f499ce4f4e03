"""The province's own words, as they are likely to be said at a search box: places, offices, what it is known for.

From the profile (``places.csv``, ``offices.csv``, ``spoken.csv``), and from whoever gives more with ``also_said`` (titles of pages …).
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings

from nhipcau.search.rules.heard import Phrases

FRESH = 600.0
"""Seconds after which the words are gathered anew."""
_COLUMNS = {
    "places.csv": ("name",),
    "offices.csv": ("name", "short_name"),
    "spoken.csv": ("name",),
    "topics.csv": ("name",),
}
Supplier = Callable[[], Iterable[str]]
_suppliers: list[Supplier] = []
_kept: list[tuple[float, Path, Phrases]] = []


def also_said(supplier: Supplier) -> None:
    """Let ``supplier`` give texts too; it is asked again every ten minutes at most. Adding it twice changes nothing."""
    if supplier not in _suppliers:
        _suppliers.append(supplier)
        _kept.clear()


def words_of_site() -> Phrases:
    """All that was given, ready for correcting what was heard."""
    profile = Path(settings.PROFILE)
    if _kept and _kept[0][1] == profile and time.monotonic() - _kept[0][0] < FRESH:
        return _kept[0][2]
    texts = [*_of_profile(profile), *(text for supplier in _suppliers for text in supplier())]
    _kept[:] = [(time.monotonic(), profile, Phrases(texts))]
    return _kept[0][2]


def prompt_for(language: str) -> str:
    """Vietnamese only: the words of ``spoken.csv`` in its order, the first ones standing last, where they count most."""
    if language != "vi":
        return ""
    names = list(_column(Path(settings.PROFILE) / "spoken.csv", ("name",)))
    return ", ".join(reversed(names))


def _of_profile(profile: Path) -> Iterator[str]:
    for file, columns in _COLUMNS.items():
        yield from _column(profile / file, columns)


def _column(path: Path, columns: tuple[str, ...]) -> Iterator[str]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield from (row[column].strip() for column in columns if (row.get(column) or "").strip())
