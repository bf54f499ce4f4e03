"""``nhipcau corrections``: the public log for programs, as it stands, as ClaimReview, or as the figures of a year."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from nhipcau.corrections.exports import figures_told, log_file
from nhipcau.corrections.queries import entries_that_hold
from nhipcau.corrections.rules.claim_review import claim_reviews
from nhipcau.people.permissions import today


class Command(BaseCommand):
    """Exit code 0, also where the log is empty."""

    help = "Print the public log of corrections: signed rows, ClaimReview, or the figures of a year."

    def add_arguments(self, parser: CommandParser) -> None:
        """One of the three; ``--json`` is the log with what holds now, one entry a line."""
        kinds = parser.add_mutually_exclusive_group(required=True)
        kinds.add_argument("--log", action="store_true", help="The signed file, as it is downloaded.")
        kinds.add_argument("--json", action="store_true", help="What holds now, one entry a line.")
        kinds.add_argument("--claim-review", action="store_true", help="schema.org ClaimReview, without any Person.")
        kinds.add_argument("--figures", type=int, metavar="YEAR", help="What the desk did in that year.")

    def handle(self, *args: Any, **options: Any) -> None:
        """To standard output, in UTF-8."""
        if options["log"]:
            sys.stdout.write(log_file())
        elif options["claim_review"]:
            self.stdout.write(
                json.dumps(
                    claim_reviews(entries_that_hold(), site=settings.WAGTAILADMIN_BASE_URL),
                    ensure_ascii=False,
                    indent=1,
                )
            )
        elif options["json"]:
            for entry in entries_that_hold():
                told = {"number": entry.case, "kind": entry.kind, "verdict": entry.verdict, "statement": entry.statement, "time": entry.time,
                        "item": entry.item_url, "url": entry.url, "words": entry.words}  # fmt: skip
                self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(json.dumps(figures_told(options["figures"], on=today())))
