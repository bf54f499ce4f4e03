"""``nhipcau facts``: the fact bank on the command line. Exit 0, also where nothing fits; 2 for a wrong filter."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _

from nhipcau.newsroom.facts import LANGUAGES, fact_list, figure_of, past, versions_of
from nhipcau.newsroom.models import FactVersion
from nhipcau.people.models import Office
from nhipcau.people.permissions import today, with_predecessors


class Command(BaseCommand):
    """List the facts that are kept, one a line as JSON or as a table to read."""

    help = _("List the facts of the bank with the figure that counts.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Filters narrow together."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))
        parser.add_argument("--office", help=_("Key or name of the office that answers for them."))
        parser.add_argument("--past", action="store_true", help=_("Only those past the date of their next update."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them by office and key."""
        rows = fact_list().filter(ended_on__isnull=True)
        if options["past"]:
            rows = rows.filter(past(today()))
        if options["office"]:
            rows = rows.filter(office_id__in=with_predecessors([self._office(options["office"]).pk]))
        facts = list(rows)
        versions = versions_of([fact.current_id for fact in facts])
        for fact in facts:
            version = versions.get(fact.pk)
            self.stdout.write(
                json.dumps(_facts(fact, version), ensure_ascii=False) if options["json"] else _line(fact, version)
            )

    def _office(self, asked: str) -> Office:
        found = list(Office.objects.filter(Q(key=asked) | Q(name__iexact=asked))[:2])
        if len(found) != 1:
            raise CommandError(_("No single office is called “%(name)s”.") % {"name": asked}, returncode=2)
        return found[0]


def _facts(fact: Any, version: FactVersion | None) -> dict[str, Any]:
    figure = figure_of(version, "vi") if version else None
    spoken = [figure_of(version, language) for language in LANGUAGES] if version else []
    return {
        "key": fact.key, "office": fact.office.key, "labels": fact.labels, "units": fact.units,
        "number": figure.number or None if figure else None, "text": version.text or None if version else None,
        "as_of": figure.as_of.isoformat() if figure else None,
        "next_update": figure.next_update.isoformat() if figure and figure.next_update else None,
        "is_past": figure.is_past if figure else None, "is_unconfirmed": figure.is_unconfirmed if figure else None,
        "is_waiting": fact.is_waiting,
        "source": {"title": figure.source.title, "publisher": figure.source.publisher, "url": figure.source.url,
                   "document": figure.source.document, "clause": figure.source.clause} if figure else None,
        "shown": {language: f"{f.value} {f.unit}".strip() for language, f in zip(LANGUAGES, spoken, strict=False)},
        "wordings": version.wordings if version else {},
    }  # fmt: skip


def _line(fact: Any, version: FactVersion | None) -> str:
    figure = figure_of(version, "vi") if version else None
    value = f"{figure.value} {figure.unit}".strip() if figure else "–"
    day = f"{figure.as_of:%d/%m/%Y}" if figure else "–"
    return f"{fact.key:<32}  {value:>24}  {day:<10}  {fact.office.name[:40]:<40}  {fact}"
