"""``nhipcau read FILE… --json``: read documents without a database.

Exit codes: 0 all were read, 1 at least one could not be, 2 wrong usage.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from nhipcau.documents.rules import Reading, read, reading_as_json
from nhipcau.documents.rules.secrecy import find_secrecy_mark
from nhipcau.ports.extraction import ExtractionError, extract, extract_isolated, sniff


class SecrecyRefused(Exception):
    """The file bears a secrecy mark."""


class Command(BaseCommand):
    """One JSON object a line, in the order of the files."""

    help = _(
        "Read documents: metadata, clauses, references and duties, with their places in the text. Needs no database."
        " Exit codes: 0 all were read, 1 at least one could not be, 2 wrong usage."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Files, and ``--json``."""
        parser.add_argument(
            "files", nargs="+", metavar=_("FILE"), help=_(".txt, .html, .docx, .pdf, .doc or a picture")
        )
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print; leave with 1 where a file could not be read."""
        failed = False
        for name in options["files"]:
            try:
                reading = read(_text_of(Path(name)))
            except (ExtractionError, OSError, SecrecyRefused) as fault:
                failed = True
                self._tell_fault(name, fault, options["json"])
                continue
            if options["json"]:
                self.stdout.write(json.dumps({"file": name, **reading_as_json(reading)}, ensure_ascii=False))
            else:
                self._tell(name, reading)
        if failed:
            raise SystemExit(1)

    def _tell_fault(self, name: str, fault: Exception, as_json: bool) -> None:
        if isinstance(fault, ExtractionError):
            code, words = fault.code, _(fault.message) % fault.params if fault.params else _(fault.message)
        elif isinstance(fault, SecrecyRefused):
            code, words = "secrecy", _("The file bears a secrecy mark and was not read.")
        else:
            code, words = "unreadable", _("The file could not be opened: %(why)s") % {"why": fault.strerror or fault}  # type: ignore[attr-defined]
        if as_json:
            self.stdout.write(
                json.dumps({"file": name, "error": {"code": code, "message": words}}, ensure_ascii=False)
            )
        else:
            self.stderr.write(f"{name}: {words}")

    def _tell(self, name: str, reading: Reading) -> None:
        own = reading.metadata
        self.stdout.write(f"{name}: {own.kind.text or '?'} {own.number.text or '?'}, {own.issuer.text or '?'}, "
                          f"{own.issued_on.text or '?'}")  # fmt: skip
        self.stdout.write(f"  {own.title.text or ''}")
        self.stdout.write(_("  %(clauses)d clauses, %(references)d references, %(duties)d duties") % {
            "clauses": len(reading.clauses), "references": len(reading.references), "duties": len(reading.duties)
        })  # fmt: skip
        for duty in reading.duties:
            self.stdout.write(f"  [{duty.path}] {'; '.join(duty.agencies)} – {duty.role.value}: {duty.text[:100]}")


def _text_of(path: Path) -> str:
    """The file's text: a plain UTF-8 text exactly as it stands, so that places count its own letters."""
    content = path.read_bytes()
    kind = sniff(content)
    if kind == "txt":
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = extract(content, name=path.name).text
        if not text.strip():
            text = extract(content, name=path.name).text
    elif kind == "html" or kind is None:
        text = extract(content, name=path.name).text
    else:
        text = extract_isolated(path, name=path.name).text
    if find_secrecy_mark(text) is not None:
        raise SecrecyRefused
    return text
