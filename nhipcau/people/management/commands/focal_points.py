"""``nhipcau focal-points``: who is the focal point of which office on a day, and where there is none.

Exit 0; with ``--check`` 1 where an office has none; 2 for a wrong day.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.people.models import FocalPoint
from nhipcau.people.permissions import today
from nhipcau.people.queries import expected_offices, in_office


class Command(BaseCommand):
    """One office a line."""

    help = _("List focal points, and offices without one.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Day, gaps alone, JSON."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))
        parser.add_argument("--on", default="", help=_("A day, YYYY-MM-DD; today where none is given."))
        parser.add_argument("--gaps", action="store_true", help=_("Only offices without a focal point."))
        parser.add_argument("--check", action="store_true", help=_("Leave with 1 where there is a gap."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them by name of the office."""
        on = _day(options["on"])
        held: dict[int, list[FocalPoint]] = {}
        for row in in_office(on).select_related("staff").order_by("-kind", "valid_from", "pk"):
            held.setdefault(row.office_id, []).append(row)
        gaps = 0
        for office in expected_offices(on):
            rows = held.get(office.pk, [])
            focal = next((r for r in rows if r.kind == FocalPoint.Kind.FOCAL), None)
            gaps += focal is None
            if options["gaps"] and focal is not None:
                continue
            if options["json"]:
                said = {"office": office.key, "name": office.name, "focal_point": focal and _facts(focal),
                        "deputies": [_facts(r) for r in rows if r.kind == FocalPoint.Kind.DEPUTY]}  # fmt: skip
                self.stdout.write(json.dumps(said, ensure_ascii=False))
            else:
                self.stdout.write(f"{office.name:<60}  {focal.staff if focal else '–'}")
        if options["check"] and gaps:
            raise SystemExit(1)


def _facts(row: FocalPoint) -> dict[str, Any]:
    return {"name": str(row.staff), "manner": row.manner, "decision": row.decision_number,
            "from": row.valid_from.isoformat(), "until": row.valid_to and row.valid_to.isoformat()}  # fmt: skip


def _day(asked: str) -> date:
    if not asked:
        return today()
    try:
        return date.fromisoformat(asked)
    except ValueError as fault:
        raise CommandError(
            _("“%(day)s” is no day. Write it as YYYY-MM-DD.") % {"day": asked}, returncode=2
        ) from fault
