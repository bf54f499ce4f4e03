"""``nhipcau media-check``: missing files, wrong hashes, lapsed rights. Exit 0 when all agrees, 1 when not."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.media.checking import discords
from nhipcau.people.permissions import today

WORDS = {
    "original_missing": gettext_lazy("the original is missing"),
    "original_changed": gettext_lazy("the original is not what was added"),
    "rendition_missing": gettext_lazy("a file for the public is missing"),
    "rendition_changed": gettext_lazy("a file for the public is not what was made"),
    "public_missing": gettext_lazy("a file is not in the public folder although it should be"),
    "public_stray": gettext_lazy("a file is in the public folder although nothing public shows it"),
    "sizes_missing": gettext_lazy("the sizes could not be made"),
    "rights_lapsed": gettext_lazy("it is public although the right to show it has ended"),
}


class Command(BaseCommand):
    """A line for each thing that does not agree."""

    help = _("Check files and rights of the media library. Exit codes: 0 all agrees, 1 something does not.")

    def add_arguments(self, parser: CommandParser) -> None:
        """``--json``: one object a line."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print; leave with 1 where something does not agree."""
        count = 0
        for discord in discords(on=today()):
            count += 1
            if options["json"]:
                self.stdout.write(json.dumps(asdict(discord), ensure_ascii=False))
            else:
                self.stdout.write(f"{discord.asset or '-'}\t{discord.name}\t{WORDS[discord.code]}")
        if count:
            raise SystemExit(1)
        if not options["json"]:
            self.stdout.write(_("Files and rights of the library agree."))
