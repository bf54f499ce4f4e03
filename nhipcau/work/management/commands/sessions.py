"""``nhipcau sessions``: working sessions with their conclusions and the duties that came of them. Exit 0."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from nhipcau.duties.models import Duty
from nhipcau.work.models import WorkingSession


class Command(BaseCommand):
    """One session a line."""

    help = _("List working sessions and the duties that came of their conclusions.")

    def add_arguments(self, parser: CommandParser) -> None:
        """JSON, year."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))
        parser.add_argument("--year", type=int, default=0, help=_("Only sessions of this year."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them, the latest first."""
        rows = WorkingSession.objects.select_related("lead", "document").defer("document__text")
        if options["year"]:
            rows = rows.filter(held_on__year=options["year"])
        sessions = list(rows.prefetch_related("offices__office"))
        duties: dict[int, list[int]] = {}
        found = Duty.objects.filter(document__in=[s.document_id for s in sessions if s.document_id])
        for document, pk in found.order_by("position").values_list("document_id", "pk"):
            duties.setdefault(document, []).append(pk)
        for row in sessions:
            said = {
                "id": row.pk, "kind": row.kind, "title": row.title, "lead": row.lead.key, "held_on": row.held_on.isoformat(),
                "state": row.state, "offices": [part.office.key for part in row.offices.all()],
                "conclusions": row.document.number if row.document else None,
                "duties": duties.get(row.document_id or 0, []),
            }  # fmt: skip
            plain = f"{row.held_on:%d/%m/%Y}  {row.get_state_display():<26}  {row.title}"
            self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else plain)
