"""``nhipcau load-profile DIR``: bring offices, functions, topics and clocks to what a province's profile says.

Exit codes: 0 loaded, 1 the profile has faults (each is printed with file and row).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from nhipcau.people.actions.profile import load_profile
from nhipcau.people.rules.profile import BadProfile, read_profile
from nhipcau.ports.profile_parts import BadPart, load_profile_parts


class Command(BaseCommand):
    """Check the whole profile first; load all of it or nothing."""

    help = _("Load a province's profile.")

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("folder", help=_("Folder of the profile, such as profiles/tra-vinh-2023"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with every fault."""
        try:
            with transaction.atomic():
                made = load_profile(read_profile(Path(options["folder"])))
                made |= load_profile_parts(Path(options["folder"]))
        except (BadProfile, BadPart) as fault:
            raise CommandError(str(fault)) from fault
        if options["verbosity"] > 0:
            for name, count in made.items():
                self.stdout.write(f"{name}: +{count}")
