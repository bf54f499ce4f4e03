"""``nhipcau places --json``: which places of the province a sentence names.

Exit codes: 0 every sentence was read, 1 at least one line was none, 2 wrong usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from nhipcau.monitoring.gazetteer import gazetteer_of
from nhipcau.monitoring.lines import LinesCommand


class Command(LinesCommand):
    """A sentence in, a line out, in order."""

    help = _(
        'Find the province\'s places in sentences. Reads JSON lines {"id", "sentence"} and prints {"id", "province", "places"}.'
        " Exit codes: 0 every sentence was read, 1 at least one line was none, 2 wrong usage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """``--profile`` for another province."""
        super().add_arguments(parser)
        parser.add_argument(
            "--profile", type=Path, default=Path(settings.PROFILE), help=_("the province's folder of data")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """With the places of one profile."""
        self.gazetteer = gazetteer_of(options["profile"])
        super().handle(*args, **options)

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What one sentence names; ``region`` may give the province that the article speaks of."""
        named = self.gazetteer.read(str(asked["sentence"]), region=str(asked.get("region") or ""))
        return {"id": asked.get("id"), "province": named.province, "places": list(named.places)}
