"""A text that has been taken apart: its paragraphs, zones and clauses, ready for what is read inside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nhipcau.documents.rules.clauses import Draft, build_clauses
from nhipcau.documents.rules.lines import Line, Source, lines_of, paragraphs_of, read_source
from nhipcau.documents.rules.signs import BASIS
from nhipcau.documents.rules.zones import Part, Zones, find_zones


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text under a clause path or a pseudo-path (``tieu-de``, ``can-cu``, ``ke-hoach/tieu-de``)."""

    path: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything later steps need. ``clauses`` pairs each draft with the part it stands in."""

    source: Source
    paragraphs: tuple[Line, ...]
    zones: Zones
    clauses: tuple[tuple[Draft, Part], ...]
    pseudo: tuple[Stretch, ...]


def lay_out(original: str) -> Layout:
    """Take ``original`` apart."""
    source = read_source(original)
    paragraphs = paragraphs_of(lines_of(source), source.flat)
    zones = find_zones(paragraphs)
    clauses = tuple(
        (draft, part) for part in zones.parts for draft in build_clauses(part, paragraphs, source.flat)
    )  # fmt: skip
    return Layout(source, tuple(paragraphs), zones, clauses, tuple(_pseudo(paragraphs, zones)))


def _pseudo(paragraphs: list[Line], zones: Zones) -> list[Stretch]:
    stretches: list[Stretch] = []
    for part in zones.parts:
        lead = f"{part.prefix}/" if part.prefix else ""
        if part.prefix or zones.title_at >= 0:
            for at in range(*part.title):
                stretches.append(Stretch(f"{lead}tieu-de", paragraphs[at].start, paragraphs[at].end))
        first = part.bases[0] if part.prefix or zones.title_at >= 0 else 0
        for at in range(first, part.bases[1]):
            if at not in zones.properties:
                stretches.append(Stretch(f"{lead}can-cu", paragraphs[at].start, paragraphs[at].end))
    stretches.extend(_bases_above(paragraphs, zones))
    return stretches


def _bases_above(paragraphs: list[Line], zones: Zones) -> Iterator[Stretch]:
    """Legal bases that a copy prints before the header: ``Căn cứ …``, or a list under ``CĂN CỨ PHÁP LUẬT``."""
    listed = False
    for at, line in enumerate(paragraphs[: max(zones.title_at, 0)]):
        if at in zones.properties:
            listed = line.text.upper().startswith("CĂN CỨ")
        elif BASIS.match(line.text) or (listed and line.text.startswith(("-", "+", "•"))):
            yield Stretch("can-cu", line.start, line.end)
