"""What has to hold within a starter page and between the files of a ``site/`` folder. Every fault is told; none stops the search."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from nhipcau.newsroom.rules.starter_types import (
    FORMS,
    LANGUAGES,
    TERM_KINDS,
    TOPICS,
    UNIT_KINDS,
    Block,
    BlockKind,
    Fault,
    PageText,
    Source,
    Starter,
    StarterFact,
    StarterPage,
)
from nhipcau.ports.messages import noop as _

TITLE, DESCRIPTION = 70, 160
"""Longest title and description in characters: what a search engine shows of them."""
FACT_LANGUAGES = ("vi", "en")
SHARED = ("key", "form", "topic", "picture", "sources")


def faults_of_page(page: StarterPage, front: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults that the page alone shows. ``front`` is the Vietnamese front matter as read."""
    file = f"pages/{page.key}.vi.md"
    for name in SHARED:
        if not front.get(name):
            yield Fault(file, 1, _("%(field)s is missing"), {"field": name})
    if front.get("key") and front["key"] != page.key:
        yield Fault(file, 1, _("the key %(key)s is not the name of the file"), {"key": front["key"]})
    if page.form and page.form not in FORMS:
        yield Fault(file, 1, _("%(name)s is no form of page"), {"name": page.form})
    if page.topic and page.topic not in TOPICS:
        yield Fault(file, 1, _("%(name)s is no topic"), {"name": page.topic})
    if page.form == "event" and not page.texts["vi"].event:
        yield Fault(file, 1, _("%(field)s is missing"), {"field": "event"})
    if "en" not in page.texts:
        yield Fault(f"pages/{page.key}.en.md", 0, _("the page has no text in English"))
    for number, source in enumerate(page.sources, 1):
        yield from _of_source(source, file, number)
    for text in page.texts.values():
        yield from _of_text(page, text)
    cited = {number for text in page.texts.values() for block in text.blocks for number in block.references}
    for number in range(1, len(page.sources) + 1):
        if number not in cited:
            yield Fault(file, 1, _("source %(number)s is listed but never cited"), {"number": number})


def _of_source(source: Source, file: str, number: int) -> Iterator[Fault]:
    if not source.title or not source.publisher or not (source.url or source.number):
        yield Fault(
            file, 1, _("source %(number)s needs a title, a publisher, and an address or a number"), {"number": number}
        )
    if source.url and not source.url.startswith(("https://", "http://")):
        yield Fault(file, 1, _("source %(number)s has no address on the web"), {"number": number})
    if source.seen is None:
        yield Fault(file, 1, _("source %(number)s does not say when it was seen"), {"number": number})


def _of_text(page: StarterPage, text: PageText) -> Iterator[Fault]:
    file = f"pages/{page.key}.{text.language}.md"
    for name in ("title", "lead", "description"):
        if not getattr(text, name):
            yield Fault(file, 1, _("%(field)s is missing"), {"field": name})
    for name, longest in (("title", TITLE), ("description", DESCRIPTION)):
        if len(getattr(text, name)) > longest:
            yield Fault(
                file, 1, _("%(field)s is longer than %(longest)s characters"), {"field": name, "longest": longest}
            )
    if text.source_titles and len(text.source_titles) != len(page.sources):
        yield Fault(
            file, 1, _("there is not one title for each of the %(count)s sources"), {"count": len(page.sources)}
        )
    if not text.blocks:
        yield Fault(file, 1, _("the page has no body"))
    for block in text.blocks:
        yield from _of_block(block, file, len(page.sources))


def _of_block(block: Block, file: str, sources: int) -> Iterator[Fault]:
    for number in block.references:
        if not 1 <= number <= sources:
            yield Fault(file, block.line, _("there is no source %(number)s"), {"number": number})
    for sentence in block.unsourced:
        yield Fault(file, block.line, _("this sentence cites no source: %(text)s"), {"text": sentence[:60]})


def faults_between(
    starter: Starter, *, offices: Collection[str], pictures: Collection[str] | None
) -> Iterator[Fault]:
    """Faults that show only when the files are read side by side."""
    places = {place.key for place in starter.places}
    pages = {page.key for page in starter.pages}
    facts = {fact.key for fact in starter.facts}
    for page in starter.pages:
        yield from _page_points(page, places=places, pages=pages, facts=facts, pictures=pictures)
    yield from _once("places.csv", [place.key for place in starter.places])
    yield from _once("facts.yaml", [fact.key for fact in starter.facts])
    yield from _once("glossary.csv", [term.names.get("vi", "").casefold() for term in starter.terms])
    for line, place in enumerate(starter.places, 2):
        if place.page and place.page not in pages:
            yield Fault("places.csv", line, _("there is no page %(key)s"), {"key": place.page})
        if place.kind not in UNIT_KINDS:
            yield Fault("places.csv", line, _("%(name)s is no kind of unit"), {"name": place.kind})
        yield from _all_said("places.csv", line, "name", place.names, LANGUAGES)
    for line, term in enumerate(starter.terms, 2):
        if term.kind not in TERM_KINDS:
            yield Fault("glossary.csv", line, _("%(name)s is no kind of term"), {"name": term.kind})
        yield from _all_said("glossary.csv", line, "term", term.names, ("vi", "en"))
    for fact in starter.facts:
        yield from _of_fact(fact, offices)
    yield from _of_drawing(starter.drawing, places)


def _page_points(
    page: StarterPage,
    *,
    places: Collection[str],
    pages: Collection[str],
    facts: Collection[str],
    pictures: Collection[str] | None,
) -> Iterator[Fault]:
    file = f"pages/{page.key}.vi.md"
    for key in page.places:
        if key not in places:
            yield Fault(file, 1, _("there is no place %(key)s"), {"key": key})
    for key in page.related:
        if key not in pages or key == page.key:
            yield Fault(file, 1, _("there is no page %(key)s"), {"key": key})
    if pictures is not None and page.picture and page.picture not in pictures:
        yield Fault(file, 1, _("there is no picture %(key)s"), {"key": page.picture})
    for text in page.texts.values():
        for block in text.blocks:
            name = f"pages/{page.key}.{text.language}.md"
            if block.kind is BlockKind.FACT and block.fact not in facts:
                yield Fault(name, block.line, _("there is no fact %(key)s"), {"key": block.fact})
            for address in block.links:
                if address.startswith("page:") and address.removeprefix("page:") not in pages:
                    yield Fault(
                        name, block.line, _("there is no page %(key)s"), {"key": address.removeprefix("page:")}
                    )


def _of_fact(fact: StarterFact, offices: Collection[str]) -> Iterator[Fault]:
    key = {"key": fact.key}
    for field, said in (("label", fact.label), ("wording", fact.wording)):
        yield from _all_said("facts.yaml", 0, f"{fact.key}.{field}", said, FACT_LANGUAGES)
    if not fact.value:
        yield Fault("facts.yaml", 0, _("fact %(key)s has no value"), key)
    if fact.as_of is None:
        yield Fault("facts.yaml", 0, _("fact %(key)s does not say of which day it is"), key)
    if fact.office not in offices:
        yield Fault("facts.yaml", 0, _("fact %(key)s has no office of the profile as its owner"), key)
    if not fact.source.title or not (fact.source.url or fact.source.number) or fact.source.seen is None:
        yield Fault("facts.yaml", 0, _("fact %(key)s has no source with an address or number and a date"), key)


def _of_drawing(drawing: Mapping[str, object], places: Collection[str]) -> Iterator[Fault]:
    units = drawing.get("units")
    drawn = {str(unit.get("key")) for unit in units if isinstance(unit, dict)} if isinstance(units, list) else set()
    for unit in units if isinstance(units, list) else []:
        if not isinstance(unit, dict) or not unit.get("d") or not unit.get("label"):
            yield Fault("map.json", 0, _("a unit of the map has no path or no place for its name"))
    for key in sorted(set(places) ^ drawn):
        yield Fault(
            "map.json", 0, _("%(key)s stands either on the map or among the places, but not in both"), {"key": key}
        )


def _once(file: str, keys: list[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for line, key in enumerate(keys, 2):
        if key in seen:
            yield Fault(file, line, _("%(key)s stands here twice"), {"key": key})
        seen.add(key)


def _all_said(
    file: str, line: int, what: str, said: Mapping[str, str], languages: Collection[str]
) -> Iterator[Fault]:
    for language in languages:
        if not said.get(language):
            yield Fault(file, line, _("%(what)s is missing in %(language)s"), {"what": what, "language": language})
