"""``nhipcau search-eval --corpus FILE.jsonl``: the real index on a corpus of your own, thrown away at the end.

Exit codes: 0 every query was answered, 1 the corpus could not be read, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.search.finding import find
from nhipcau.search.rules.abbreviations import Concepts
from nhipcau.search.rules.analysis import analyse
from nhipcau.search.shipped import shipped_concepts
from nhipcau.search.stores import Row
from nhipcau.search.throwaway import throwaway_store


class Command(BaseCommand):
    """Queries in, one a line; JSON lines out."""

    help = _(
        "Build a throw-away index of a corpus ({id, title, text, lang} a line), answer the queries on standard input, one a line,"
        " as JSON lines {query, ids, ms}. Exit codes: 0 all were answered, 1 the corpus could not be read, 2 wrong usage."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The corpus and the database."""
        parser.add_argument("--corpus", required=True, type=Path, metavar=_("FILE.jsonl"))
        parser.add_argument(
            "--database-url", default="", help=_("postgres://… for PostgreSQL; a temporary SQLite file if unset")
        )
        parser.add_argument("--limit", type=int, default=10, help=_("how many ids to print for a query"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Index, then answer."""
        concepts = shipped_concepts()
        with throwaway_store(options["database_url"]) as store:
            begun = time.perf_counter()
            many = store.add(_rows(options["corpus"], concepts))
            store.filled()
            took = time.perf_counter() - begun
            self.stderr.write(_("%(many)d entries in %(took).1f s") % {"many": many, "took": took})
            store.vocabulary()
            for line in sys.stdin:
                text = line.rstrip("\r\n")
                begun = time.perf_counter()
                answer = find(text, store=store, concepts=concepts, limit=options["limit"])
                ms = (time.perf_counter() - begun) * 1000
                ids = [one.id for one in answer.found]
                self.stdout.write(json.dumps({"query": text, "ids": ids, "ms": round(ms, 2)}, ensure_ascii=False))


def _rows(corpus: Path, concepts: Concepts) -> Iterator[Row]:
    try:
        with corpus.open(encoding="utf-8") as lines:
            for at, line in enumerate(lines, 1):
                if line.strip():
                    yield _row(line, at, concepts)
    except OSError as fault:
        raise CommandError(_("The corpus cannot be opened: %s") % fault) from fault


def _row(line: str, at: int, concepts: Concepts) -> Row:
    try:
        entry = json.loads(line)
        return Row(str(entry["id"]), analyse(entry["title"] or "", concepts), analyse(entry["text"] or "", concepts))
    except (ValueError, KeyError, TypeError) as fault:
        raise CommandError(_("Line %d of the corpus is no entry {id, title, text, lang}.") % at) from fault
