"""``nhipcau kept-pages``: what is kept of the public site; ``--forget`` takes it all away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nhipcau.public.page_cache.places import program_stamp, the_store


class Command(BaseCommand):
    """For the operator: after a change to templates by hand, or to look."""

    help = "Show what is kept of the public site; --forget takes it away."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--forget``."""
        parser.add_argument("--forget", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints a line for each kept page, or how many were taken away."""
        store = the_store()
        rows = store.index.rows()
        if options["forget"]:
            store.clear(program_stamp())
            self.stdout.write(f"{len(rows)} taken away")
            return
        for row in rows:
            self.stdout.write(f"{row.key} {row.etag} {','.join(filter(None, row.codings))}")
