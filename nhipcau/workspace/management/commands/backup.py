"""``nhipcau backup DIR``: database, files and a manifest into a new folder. Exit 1 when it could not be done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.workspace.backup import BackupFault, back_up


class Command(BaseCommand):
    """While the site runs; nobody has to stop working."""

    help = _("Write a backup of everything into a new folder.")

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with what to do."""
        try:
            made = back_up(Path(options["folder"]), at=timezone.now())
        except BackupFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            _("Backed up: %(files)d files, trail of %(entries)d entries.")
            % {"files": made.files, "entries": made.entries}
        )
