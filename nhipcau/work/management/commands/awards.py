"""``nhipcau awards``: dossiers by where they stand, without the names of persons; ``--purge`` takes out what is over.

Exit 0.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from nhipcau.people.permissions import today
from nhipcau.work.actions import kept_for, purge_awards
from nhipcau.work.models import AwardProposal
from nhipcau.work.rules.keeping import counts_from


class Command(BaseCommand):
    """One dossier a line."""

    help = _("List award dossiers, or take out those whose time is over.")

    def add_arguments(self, parser: CommandParser) -> None:
        """JSON, year, purge."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))
        parser.add_argument("--year", type=int, default=0, help=_("Only dossiers of this year."))
        parser.add_argument("--purge", action="store_true", help=_("Take out what is over, as the worker does."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them, the latest first."""
        on = today()
        if options["purge"]:
            count = purge_awards(on=on)
            self.stdout.write(json.dumps({"purged": count}) if options["json"] else str(count))
            return
        rules = {state: kept_for(state, on) for state in AwardProposal.State}
        rows = AwardProposal.objects.select_related("category", "office", "for_office", "decision")
        if options["year"]:
            rows = rows.filter(year=options["year"])
        for row in rows:
            rule = rules[AwardProposal.State(row.state)]
            since = counts_from(closed_on=row.closed_on, year=row.year)
            until = since + timedelta(days=rule.amount or 0) if rule else None
            decision = getattr(row, "decision", None)
            said = {
                "id": row.pk, "year": row.year, "category": row.category.key, "office": row.office.key,
                "for_office": row.for_office and row.for_office.key, "for_person": row.person_id is not None,
                "state": row.state, "decision": decision and decision.number, "kept_until": until and until.isoformat(),
            }  # fmt: skip
            plain = f"{row.pk:>6}  {row.year}  {row.get_state_display():<20}  {row.category.name}"
            self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else plain)
