"""``nhipcau load-site [DIR]``: bring the public site that a province's profile ships; what is there is left alone.

Exit codes: 0 loaded or nothing to do, 1 the folder has faults (each is printed with file and line).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.newsroom.starting import BadSite, load_site


class Command(BaseCommand):
    """Check the whole folder first; load all of it or nothing."""

    help = _("Bring the public site that the province's profile ships.")

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", nargs="?", help=_("Folder of the profile, such as profiles/tra-vinh-2023"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with every fault."""
        folder = Path(options["folder"]) if options["folder"] else settings.PROFILE
        quiet = options["verbosity"] == 0
        try:
            made = load_site(folder, progress=(lambda line: None) if quiet else self.stdout.write)
        except BadSite as fault:
            raise CommandError(str(fault)) from fault
        if not quiet:
            self.stdout.write(_("Pages brought: %(count)d") % {"count": made})
