"""``nhipcau training``: what offices need of training in a year against what was given. No person is named.

Exit 0; with ``--check`` 1 where something is missing.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from nhipcau.people.permissions import today
from nhipcau.people.queries import needs_against_given


class Command(BaseCommand):
    """One need a line."""

    help = _("List the training that offices need, and what was given.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Year, JSON, check."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))
        parser.add_argument("--year", type=int, default=0, help=_("This year where none is given."))
        parser.add_argument("--check", action="store_true", help=_("Leave with 1 where something is missing."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them by office and subject."""
        lines = needs_against_given(options["year"] or today().year)
        for line in lines:
            said = {"office": line.office.key, "subject": line.subject.key, "year": line.year, "needed": line.needed,
                    "given": line.given, "enrolled": line.enrolled, "missing": line.missing}  # fmt: skip
            plain = f"{line.office.name:<60}  {line.subject.name:<40}  {line.given}/{line.needed}"
            self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else plain)
        if options["check"] and any(line.missing for line in lines):
            raise SystemExit(1)
