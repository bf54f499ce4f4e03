"""``nhipcau verify FILE``: check a signed statement, without a network and without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nhipcau.newsroom.rules.signing import BadDocument, Signed, is_good, key_id, read_document, read_public
from nhipcau.newsroom.signing_key import public_keys


class Command(BaseCommand):
    """Exit code 0: good; 1: the signature does not fit; 2: no signed statement, or no key that we trust."""

    help = "Check a signed statement. Trusts the keys of this machine, or the one given with --key."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, ``--key`` and ``--json``."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="A public key (PEM or base64) that you trust.")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was signed by whom and when."""
        try:
            signed = read_document(options["file"].read_text("utf-8"))
            trusted = public_keys()
            if options["key"]:
                key = read_public(options["key"].read_text("utf-8"))
                trusted = {key_id(key): key}
        except (OSError, UnicodeDecodeError, BadDocument) as fault:
            self.stderr.write(f"no signed statement: {fault}")
            sys.exit(2)
        found = trusted.get(signed.key_id)
        if found is None:
            self.stderr.write(f"signed with {signed.key_id}, a key that is not trusted here (--key FILE names one)")
            sys.exit(2)
        self._tell(signed, good=is_good(signed.payload, signed.signature, found), as_json=options["json"])

    def _tell(self, signed: Signed, *, good: bool, as_json: bool) -> None:
        said = signed.statement
        if as_json:
            told = {"good": good, "key_id": signed.key_id, "title": said.title, "url": said.url, "time": said.time,
                    "office": said.office, "language": said.language}  # fmt: skip
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write(f"{'good' if good else 'BAD'}: {said.title} · {said.office} · {said.time} · {said.url}")
        sys.exit(0 if good else 1)
