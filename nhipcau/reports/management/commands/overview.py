"""``nhipcau overview [--check] [--recount]``: leadership's figures, compared with counting anew.

Exit codes: 0 they agree, 1 they do not (each difference on a line), or deeds came too fast to compare.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.people.permissions import today
from nhipcau.reports.actions import recount
from nhipcau.reports.anew import Restless, drift
from nhipcau.reports.looking import look_anew


class Command(BaseCommand):
    """Without an option the duties of the screen are counted up."""

    help = _("Leadership's figures: print, compare with counting anew, count anew.")

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do beside printing."""
        parser.add_argument("--check", action="store_true", help=_("Count everything anew and compare"))
        parser.add_argument("--recount", action="store_true", help=_("Forget what was counted and count anew"))
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with code 1 where figures drifted."""
        on = today()
        if options["recount"]:
            recount(on=on)
        if options["check"]:
            self._check()
        found = look_anew(on).duties
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), ensure_ascii=False))
            return
        self.stdout.write(
            _("Duties late: %(late)d, at risk: %(at_risk)d, on time: %(on_time)d, no work given: %(no_work)d")
            % {"late": found.late, "at_risk": found.at_risk, "on_time": found.on_time, "no_work": found.no_work}
        )

    def _check(self) -> None:
        try:
            differences = drift(today())
        except Restless as fault:
            raise CommandError(_("Too much is being done just now to compare. Try again."), returncode=1) from fault
        for line in differences:
            self.stderr.write(line)
        if differences:
            said = _("%(n)d figures are not what counting anew gives. Count anew with --recount.")
            raise CommandError(said % {"n": len(differences)}, returncode=1)
        self.stdout.write(_("What was counted ahead is the same as counting anew."))
