"""``nhipcau check-site``: what is broken on the public site."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nhipcau.public.check.faults import of_tables, of_visits
from nhipcau.public.check.walk import beginnings, walk


class Command(BaseCommand):
    """Exit code 0: nothing found; 1: faults, a line each."""

    help = "Visit every public page without a network and say what is broken."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json``."""
        parser.add_argument(
            "--json", action="store_true", help="One JSON object with the number of pages and all faults."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the faults, sorted by kind and place."""
        visited = list(walk(beginnings()))
        faults = [*of_visits(visited), *of_tables()]
        if options["json"]:
            told = {"visited": len(visited), "faults": [asdict(fault) for fault in faults]}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for fault in faults:
                self.stdout.write(f"{fault.kind}: {fault.path} {fault.what}")
            self.stdout.write(f"{len(visited)} visited, {len(faults)} faults")
        if faults:
            sys.exit(1)
