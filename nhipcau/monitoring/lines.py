"""Commands that read JSON lines on standard input and answer each with one on standard output, in order."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _


class LinesCommand(BaseCommand):
    """A line that cannot be answered gives ``{"id", "error"}``, and the command leaves with 1 at its end."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json``, which is how these commands always speak."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer to one line. May raise KeyError, TypeError, ValueError or OSError."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer line by line."""
        failed = False
        for line in sys.stdin:
            if not line.strip():
                continue
            asked: Any = None
            try:
                asked = json.loads(line)
                answered = self.answer(asked)
            except (KeyError, TypeError, ValueError, OSError) as fault:
                failed = True
                words = (
                    _("The file cannot be opened: %s") % fault
                    if isinstance(fault, OSError)
                    else _("The line cannot be understood.")
                )
                answered = {"id": asked.get("id") if isinstance(asked, dict) else None, "error": words}
            self.stdout.write(json.dumps(answered, ensure_ascii=False))
        if failed:
            raise SystemExit(1)
