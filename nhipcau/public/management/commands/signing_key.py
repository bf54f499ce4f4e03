"""``nhipcau signing-key``: make the key with which official statements are signed, or show its public half."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nhipcau.newsroom.rules.signing import key_id, public_text
from nhipcau.newsroom.signing_key import make_key, private_key
from nhipcau.public.page_cache.receivers import drop


class Command(BaseCommand):
    """The first call makes it; later ones show it; ``--new`` replaces it."""

    help = "Make the house's Ed25519 signing key, or show its public half."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--new``."""
        parser.add_argument(
            "--new", action="store_true", help="Make another key; the old public half stays to check with."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the key's name and its public half."""
        there = private_key()
        if there is None or options["new"]:
            public = make_key()
            drop({"keys"})
        else:
            public = there.public_key()
        if private_key() is None:
            raise CommandError("the key could not be kept")
        self.stdout.write(f"{key_id(public)} {public_text(public)}")
