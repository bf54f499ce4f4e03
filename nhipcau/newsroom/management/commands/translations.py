"""``nhipcau translations [--language CODE] [--json] [--check]``: where every page stands in every language.

``--check`` also reads the words and tells where they depart from the fixed terms. Exit codes: 0 all well or nothing asked to be checked,
1 with ``--check`` when a source has changed since or a term is departed from.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from nhipcau.newsroom.language_states import Cell, cells_of
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.translating import words_of


class Command(BaseCommand):
    """One line a page and language that is there."""

    help = _("Where every page stands in every language.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Which language, how to write it, whether to check."""
        parser.add_argument("--language", default="", help=_("only this language, such as km"))
        parser.add_argument("--json", action="store_true", help=_("as JSON"))
        parser.add_argument("--check", action="store_true", help=_("check the words against the fixed terms"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints, and exits with 1 where ``--check`` found something."""
        pages = list(
            EditorialPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
            .select_related("locale")
            .defer("body", "sources", "lead")
            .order_by("path")
        )
        cells = cells_of(pages)
        rows = [
            _row(page, cell, check=options["check"])
            for page in pages
            for cell in cells[page.pk]
            if cell.page_id and options["language"] in {"", cell.language}
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for row in rows:
                self.stdout.write(_line(row))
        if options["check"] and any(row["changed"] or row["departures"] for row in rows):
            sys.exit(1)


def _row(page: EditorialPage, cell: Cell, *, check: bool) -> dict[str, Any]:
    found = []
    if check and cell.translation_id:
        translation = Translation.objects.select_related("source", "target_locale").get(pk=cell.translation_id)
        found = [
            {"place": words.path, "term": use.term.vi, "allowed": list(use.term.allowed), "said": words.target}
            for words in words_of(translation)
            for use in words.departures
        ]
    return {
        "page": page.pk, "title": page.title, "language": cell.language, "translation_page": cell.page_id,
        "state": cell.state.state.value, "percent": cell.state.percent if cell.translation_id else None,
        "changed": cell.state.changed, "departures": found,
    }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    percent = f" {row['percent']} %" if row["percent"] is not None else ""
    changed = f" · {_('source changed since')}" if row["changed"] else ""
    lines = [f"{row['language']:8}{row['state']:10}{percent:6} {row['title']}{changed}"]
    lines += [f"         {d['place']}: {d['term']} → {' | '.join(d['allowed'])}" for d in row["departures"]]
    return "\n".join(lines)
