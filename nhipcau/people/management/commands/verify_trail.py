"""``nhipcau verify-trail``: whether the trail still holds together. Exit 0 when it does, 1 when not."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from nhipcau.people.models import TrailEntry
from nhipcau.people.trail import trail_faults


class Command(BaseCommand):
    """Check every link of the chain and say where it breaks."""

    help = _("Check that no entry of the trail was changed, removed or slipped in.")

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json`` prints one object: entries, head, faults."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the outcome and leave with 1 where there is a fault."""
        faults = trail_faults()
        head = TrailEntry.objects.order_by("-seq").first()
        count = TrailEntry.objects.count()
        if options["json"]:
            rows = [{"seq": f.seq, "reason": f.reason} for f in faults]
            self.stdout.write(json.dumps({"entries": count, "head": head and head.own_hash, "faults": rows}))
        elif faults:
            for fault in faults:
                self.stderr.write(f"{fault.seq}: {fault.reason}")
        else:
            self.stdout.write(_("The trail holds: %(count)d entries, head %(head)s.")
                              % {"count": count, "head": head.own_hash[:16] if head else "-"})  # fmt: skip
        if faults:
            raise SystemExit(1)
