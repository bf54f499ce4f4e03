"""Reads a profile's ``site/`` folder: the pages, places, fixed terms, facts and the map a province's site starts with.

The format is told in ``docs/starter-content.md``. Reading never stops at a fault: all are told at once, with file and line.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from nhipcau.newsroom.rules.starter_body import read_body
from nhipcau.newsroom.rules.starter_faults import faults_between, faults_of_page
from nhipcau.newsroom.rules.starter_types import (
    LANGUAGES,
    Fault,
    PageText,
    PlaceName,
    Source,
    Starter,
    StarterFact,
    StarterPage,
    Term,
)
from nhipcau.ports.messages import noop as _

NAME = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-z]{2}(?:-[a-z]+)?)\.md")
FRONT = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
PLACE_COLUMNS = ("key", "kind", *LANGUAGES, "lat", "lon", "page", "source")
TERM_COLUMNS = ("vi", "kind", *LANGUAGES[1:], "note", "source")


def read_starter(
    folder: Path, *, offices: Collection[str], pictures: Collection[str] | None = None
) -> tuple[Starter, tuple[Fault, ...]]:
    """All of ``folder`` and every fault in it.

    ``offices`` are the keys of the profile's offices; ``pictures`` the keys of its illustrations, or None to leave pictures unchecked.
    """
    faults: list[Fault] = []
    starter = Starter(
        pages=_pages(folder / "pages", faults),
        places=_places(folder / "places.csv", faults),
        terms=_terms(folder / "glossary.csv", faults),
        facts=_facts(folder / "facts.yaml", faults),
        drawing=_drawing(folder / "map.json", faults),
    )
    faults += faults_between(starter, offices=offices, pictures=pictures)
    return starter, tuple(sorted(faults, key=lambda fault: (fault.file, fault.line)))


def _text(path: Path, faults: list[Fault]) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        faults.append(Fault(path.name, 0, _("the file is missing")))
    except UnicodeDecodeError:
        faults.append(Fault(path.name, 0, _("the file is not UTF-8")))
    return ""


def _pages(folder: Path, faults: list[Fault]) -> tuple[StarterPage, ...]:
    """Pages by key. Each file is a page in one language; ``vi`` carries what all languages share."""
    read: dict[str, dict[str, tuple[Mapping[str, Any], PageText]]] = {}
    for path in sorted(folder.glob("*.md")):
        named = NAME.fullmatch(path.name)
        if not named or named[2] not in LANGUAGES:
            faults.append(Fault(f"pages/{path.name}", 0, _("the name is not KEY.LANGUAGE.md")))
            continue
        front, text = _page_file(path, named[2], faults)
        if text is not None:
            read.setdefault(named[1], {})[named[2]] = front, text
    pages = []
    for key, languages in read.items():
        if "vi" not in languages:
            faults.append(Fault(f"pages/{key}.vi.md", 0, _("the page has no text in Vietnamese")))
            continue
        page = _page(key, languages["vi"][0], {language: text for language, (_front, text) in languages.items()})
        faults += faults_of_page(page, languages["vi"][0])
        pages.append(page)
    return tuple(pages)


def _page_file(path: Path, language: str, faults: list[Fault]) -> tuple[Mapping[str, Any], PageText | None]:
    file = f"pages/{path.name}"
    whole = _text(path, faults)
    front = FRONT.match(whole)
    if not front:
        faults.append(Fault(file, 1, _("the page does not begin with front matter between --- lines")))
        return {}, None
    fields = _yaml(front[1], file, faults)
    body = read_body(whole[front.end() :], file=file, first_line=whole[: front.end()].count("\n") + 1)
    faults.extend(body.faults)
    titles = tuple(
        str(source) if isinstance(source, str) else str(source.get("title", ""))
        for source in fields.get("sources") or ()
    )
    text = PageText(
        language=language,
        title=str(fields.get("title") or ""),
        lead=str(fields.get("lead") or ""),
        description=str(fields.get("description") or ""),
        blocks=body.blocks,
        source_titles=() if language == "vi" else titles,
        event=str(fields.get("event") or ""),
    )
    return fields, text


def _yaml(text: str, file: str, faults: list[Fault]) -> Mapping[str, Any]:
    try:
        fields = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(Fault(file, (mark.line + 2) if mark else 1, _("this is not YAML")))
        return {}
    if not isinstance(fields, dict):
        faults.append(Fault(file, 1, _("this is not YAML")))
        return {}
    return fields


def _page(key: str, fields: Mapping[str, Any], texts: Mapping[str, PageText]) -> StarterPage:
    return StarterPage(
        key=key,
        form=str(fields.get("form") or ""),
        topic=str(fields.get("topic") or ""),
        places=tuple(fields.get("places") or ()),
        picture=str(fields.get("picture") or ""),
        related=tuple(fields.get("related") or ()),
        sources=tuple(_source(given) for given in fields.get("sources") or () if isinstance(given, dict)),
        texts={language: texts[language] for language in LANGUAGES if language in texts},
    )


def _source(given: Mapping[str, Any]) -> Source:
    seen = given.get("seen") or given.get("date")
    return Source(
        title=str(given.get("title") or ""),
        publisher=str(given.get("publisher") or ""),
        url=str(given.get("url") or ""),
        number=str(given.get("number") or ""),
        seen=seen if isinstance(seen, date) else None,
        clause=str(given.get("clause") or ""),
    )


def _rows(path: Path, columns: tuple[str, ...], faults: list[Fault]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with their line, when the file has just these columns."""
    reader = csv.DictReader(io.StringIO(_text(path, faults)))
    if tuple(reader.fieldnames or ()) != columns:
        faults.append(Fault(path.name, 1, _("the columns should be %(columns)s"), {"columns": ", ".join(columns)}))
        return
    for row in reader:
        if None in row or None in row.values():
            faults.append(Fault(path.name, reader.line_num, _("the row has too few or too many cells")))
            continue
        yield reader.line_num, {name: value.strip() for name, value in row.items()}


def _places(path: Path, faults: list[Fault]) -> tuple[PlaceName, ...]:
    places = []
    for line, row in _rows(path, PLACE_COLUMNS, faults):
        try:
            lat, lon = float(row["lat"]), float(row["lon"])
        except ValueError:
            faults.append(Fault(path.name, line, _("lat and lon must be degrees")))
            continue
        names = {language: row[language] for language in LANGUAGES if row[language]}
        places.append(PlaceName(row["key"], row["kind"], names, lat, lon, row["page"], row["source"]))
    return tuple(places)


def _terms(path: Path, faults: list[Fault]) -> tuple[Term, ...]:
    return tuple(
        Term(
            row["kind"],
            {language: row[language] for language in LANGUAGES if row[language]},
            row["note"],
            row["source"],
        )
        for _line, row in _rows(path, TERM_COLUMNS, faults)
    )


def _facts(path: Path, faults: list[Fault]) -> tuple[StarterFact, ...]:
    text = _text(path, faults)
    if not text:
        return ()
    facts = _yaml(text, path.name, faults).get("facts") or ()
    return tuple(_fact(given) for given in facts if isinstance(given, dict))


def _fact(given: Mapping[str, Any]) -> StarterFact:
    value, as_of, update = given.get("value"), given.get("as_of"), given.get("next_update")
    fact = StarterFact(
        key=str(given.get("key") or ""),
        label=given.get("label") or {},
        value="" if value is None else str(value),
        number=value if isinstance(value, int | float) else None,
        unit=given.get("unit") or {},
        as_of=as_of if isinstance(as_of, date) else None,
        next_update=update if isinstance(update, date) else None,
        office=str(given.get("office") or ""),
        source=_source(given.get("source") or {}),
        wording=given.get("wording") or {},
    )
    return replace(fact, wording={language: " ".join(said.split()) for language, said in fact.wording.items()})


def _drawing(path: Path, faults: list[Fault]) -> Mapping[str, object]:
    text = _text(path, faults)
    try:
        drawing = json.loads(text or "{}")
    except json.JSONDecodeError as error:
        faults.append(Fault(path.name, error.lineno, _("this is not JSON")))
        return {}
    return drawing if isinstance(drawing, dict) else {}
