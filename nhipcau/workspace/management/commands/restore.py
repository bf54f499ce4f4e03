"""``nhipcau restore DIR --yes``: put a backup in place of what is there. Exit 1: damaged or of another kind; 2: not confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.people.trail import trail_faults
from nhipcau.workspace.backup import BackupFault, restore


class Command(BaseCommand):
    """Stop the site first. The trail is checked after."""

    help = _("Restore a backup in place of the present data.")

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder and the confirmation."""
        parser.add_argument("folder")
        parser.add_argument("--yes", action="store_true", help=_("Replace what is there."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with what to do."""
        if not options["yes"]:
            raise CommandError(_("This replaces all present data. Say --yes to go on."), returncode=2)
        try:
            manifest = restore(Path(options["folder"]))
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        if trail_faults():
            raise CommandError(_("Restored, but the trail does not hold. Run: nhipcau verify-trail"))
        self.stdout.write(_("Restored the backup of %(day)s; the trail holds.") % {"day": manifest["made_at"][:16]})
