"""``nhipcau bake OUT``: the whole public site as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.public.bake.writing import NotOurs, bake


class Command(BaseCommand):
    """Only what changed is written; what is gone is taken away. Exit code 1: something could not be drawn."""

    help = "Write the public site as files for any server or CDN."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder."""
        parser.add_argument("out", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a folder that is not ours."""
        try:
            done = bake(options["out"])
        except NotOurs as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{done.written} written, {done.same} as before, {done.gone} taken away")
        for path in done.broken:
            self.stderr.write(f"could not be drawn: {path}")
        if done.broken:
            sys.exit(1)
