"""``nhipcau verify-log [FILE]``: check the public log of corrections: a file of it without network and database, or the rows that are stored here."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nhipcau.corrections.rules.log import Fault, check, check_rows, read_log
from nhipcau.newsroom.rules.signing import BadDocument, key_id, read_public
from nhipcau.newsroom.signing_key import public_keys


class Command(BaseCommand):
    """Exit code 0: all of it holds; 1: something does not; 2: no file of the log, or no key that is trusted."""

    help = (
        "Check the signed, chained log of corrections. Trusts the keys of this machine, or the one given with --key."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file (none: the stored log), ``--key`` and ``--json``."""
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument(
            "--key",
            type=Path,
            action="append",
            help="A public key (PEM or base64) that you trust; may be given again.",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many rows there are and every fault."""
        try:
            trusted = public_keys()
            if options["key"]:
                keys = [read_public(path.read_text("utf-8")) for path in options["key"]]
                trusted = {key_id(key): key for key in keys}
            if options["file"]:
                text = options["file"].read_bytes().decode("utf-8")
                rows, faults = len(read_log(text).rows), check(text, trusted)
            else:
                rows, faults = self._stored(trusted)
        except (OSError, UnicodeDecodeError, BadDocument) as fault:
            self.stderr.write(f"no log of corrections: {fault}")
            sys.exit(2)
        self._tell(rows, faults, as_json=options["json"])

    @staticmethod
    def _stored(trusted: dict[str, Any]) -> tuple[int, list[Fault]]:
        from nhipcau.corrections.queries import log_rows

        rows = [entry.row() for entry in log_rows()]
        return len(rows), check_rows(rows, trusted)

    def _tell(self, rows: int, faults: Sequence[Fault], *, as_json: bool) -> None:
        if as_json:
            told = {"good": not faults, "rows": rows, "faults": [{"row": f.seq, "code": f.code} for f in faults]}
            self.stdout.write(json.dumps(told))
        else:
            for fault in faults:
                self.stdout.write(f"row {fault.seq}: {fault.code}" if fault.seq else f"the file: {fault.code}")
            self.stdout.write(f"{rows} rows: {'BAD' if faults else 'good'}")
        if faults and all(fault.code == "unknown_key" for fault in faults):
            sys.exit(2)
        sys.exit(1 if faults else 0)
