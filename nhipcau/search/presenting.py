"""A hit as it is shown: title and snippet with what was found marked, the clause it stands in, the way to it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from nhipcau.people.models import Office
from nhipcau.search.answers import Crumb, Hit, Piece
from nhipcau.search.live import Index
from nhipcau.search.rules.planning import Query
from nhipcau.search.rules.showing import Stretch, marked, stretch
from nhipcau.search.sources import SOURCES

MORE = "…"


class Presenter:
    """Shows entries to readers or to staff; each is read once."""

    def __init__(self, query: Query, index: Index, *, staff: bool, language: str) -> None:
        self.query, self.index, self.staff, self.language = query, index, staff, language
        self._loaded: dict[str, dict[str, Any]] = {}
        self._offices: dict[int, str] = {}

    def load(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Id → what is kept of it."""
        new = [key for key in ids if key not in self._loaded]
        self._loaded |= self.index.store.shown(new)
        return self._loaded

    def hits(self, ids: Sequence[str]) -> list[Hit]:
        """In the order of ``ids``."""
        rows = self.load(ids)
        wanted = {int(pk) for key in ids if key in rows for pk in rows[key]["offices"].split()[:1]}
        if new := wanted - set(self._offices):
            self._offices |= dict(Office.objects.filter(pk__in=new).values_list("pk", "name"))
        return [self._hit(rows[key]) for key in ids if key in rows]

    def _hit(self, row: dict[str, Any]) -> Hit:
        text, folds = row["text"], row["body"].partition("|")[0].split()
        part = stretch(text, folds, json.loads(row["steps"]), self.query, self.index.concepts)
        clause, anchor = self._clause(row, part)
        url = row["staff_url"] if self.staff and row["staff_url"] else row["url"]
        office = next(iter(row["offices"].split()), "")
        kind = row["kind"]
        return Hit(
            kind=kind, id=row["id"].split(":")[1], title=self.pieces(row["title"]), snippet=self._snippet(text, part),
            url=f"{url}#{anchor}" if anchor else url, date=date.fromisoformat(row["day"]) if row["day"] else None,
            language=row["language"], crumbs=self._crumbs(row), clause=clause,
            office=self._offices.get(int(office), "") if office and kind != "office" else "",
            state=str(SOURCES[kind].states.get(row["state"], "")) if self.staff else "",
        )  # fmt: skip

    def pieces(self, text: str, *, sparing: bool = False) -> tuple[Piece, ...]:
        """``text`` with what was found marked."""
        spans = marked(text, self.query, self.index.concepts, sparing=sparing)
        return tuple(Piece(text[span.start : span.end], span.marked) for span in spans)

    def _snippet(self, text: str, part: Stretch) -> tuple[Piece, ...]:
        if part.end <= part.start:
            return ()
        shown = " ".join(text[part.start : part.end].split())
        pieces = self.pieces(shown, sparing=True)
        before = (Piece(MORE + " "),) if part.start > 0 else ()
        after = (Piece(" " + MORE),) if part.end < len(text.rstrip()) else ()
        return (*before, *pieces, *after)

    def _clause(self, row: dict[str, Any], part: Stretch) -> tuple[str, str]:
        """The clause that holds what was found, and the anchor that leads to it."""
        marks = json.loads(row["marks"])
        if part.found is None or not marks:
            return "", ""
        at = bisect_right([mark[0] for mark in marks], part.found) - 1
        if at < 0:
            return "", ""
        _start, label, anchor, public_anchor = marks[at]
        return label, anchor if self.staff else public_anchor

    def _crumbs(self, row: dict[str, Any]) -> tuple[Crumb, ...]:
        if row["kind"] == "page":
            return tuple(Crumb(title, url) for title, url in json.loads(row["crumbs"]))
        if not self.staff:
            return ()
        lists = SOURCES[row["kind"]].lists
        first = (Crumb(str(lists[0]), reverse(lists[1])),) if lists else ()
        return (*first, *(Crumb(title, url) for title, url in json.loads(row["crumbs"])))
