"""``nhipcau indexnow``: tell search engines which pages changed. Only when called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from nhipcau.newsroom.actions.partnering import note_told
from nhipcau.people.models import Staff
from nhipcau.public.machines.indexnow import NotTold, changed_since, tell


class Command(BaseCommand):
    """Posts the addresses of pages that went out or changed in so many hours, in the name of a member of staff."""

    help = "Tell search engines (IndexNow) which pages changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--by``, ``--hours`` and ``--dry-run``."""
        parser.add_argument("--by", required=True, help="Sign-in name of who tells.")
        parser.add_argument("--hours", type=int, default=24)
        parser.add_argument("--dry-run", action="store_true", help="Show the addresses and send nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the engine refuses."""
        addresses = changed_since(timezone.now() - timedelta(hours=options["hours"]))
        if options["dry_run"]:
            self.stdout.write("\n".join(addresses))
            return
        by = Staff.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"no such account: {options['by']}")
        note_told(len(addresses), by=by)
        try:
            self.stdout.write(str(tell(addresses)))
        except NotTold as fault:
            raise CommandError(str(fault)) from fault
