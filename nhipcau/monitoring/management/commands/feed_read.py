"""``nhipcau feed-read --json FILE…``: the entries of feeds, or what is wrong with them in plain words.

Exit codes: 0 every file was read, 1 at least one could not be, 2 wrong usage.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from nhipcau.monitoring.rules.feeds import LARGEST, BadFeed, Feed, read_feed
from nhipcau.monitoring.words import said_of_feed


class Command(BaseCommand):
    """One line a file, in the order given."""

    help = _(
        "Read feeds (RSS, Atom, RDF, JSON Feed) from files: one line a file with its entries (title, link, published, id) or its error."
        " Exit codes: 0 every file was read, 1 at least one could not be, 2 wrong usage."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, and ``--json``."""
        parser.add_argument("files", nargs="+", type=Path, metavar=_("FILE"))
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print; leave with 1 where a file could not be read."""
        failed = False
        for path in options["files"]:
            try:
                with path.open("rb") as file:
                    line = {"file": str(path), **_as_json(read_feed(file.read(LARGEST + 1)))}
            except (OSError, BadFeed) as fault:
                failed = True
                words = (
                    said_of_feed(fault.code)
                    if isinstance(fault, BadFeed)
                    else _("The file cannot be opened: %s") % fault
                )
                line = {"file": str(path), "error": words}
            self.stdout.write(json.dumps(line, ensure_ascii=False) if options["json"] else _as_words(line))
        if failed:
            raise SystemExit(1)


def _as_json(feed: Feed) -> dict[str, Any]:
    entries = [
        {"title": e.title, "link": e.link, "published": e.published.isoformat() if e.published else None, "id": e.id}
        for e in feed.entries
    ]
    return {"title": feed.title, "entries": entries}


def _as_words(line: dict[str, Any]) -> str:
    if "error" in line:
        return f"{line['file']}: {line['error']}"
    rows = "\n".join(f"  {e['published'] or '–'}  {e['title']}  {e['link']}" for e in line["entries"])
    return f"{line['file']}: {line['title']}\n{rows}".rstrip()
