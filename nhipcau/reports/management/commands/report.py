"""``nhipcau report --period 2024 --out F.docx``: draw up a report and write it (.docx, or .xlsx for the appendix).

Exit codes: 0 written, 2 wrong usage.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.documents.models import Document
from nhipcau.documents.rules.numbers import key_of
from nhipcau.people.models import Office
from nhipcau.people.permissions import today
from nhipcau.people.queries import coordinating_office
from nhipcau.reports.actions import draw_up, lines_of
from nhipcau.reports.rules.consolidation import as_values, figures_of
from nhipcau.reports.rules.periods import BadPeriod, parse_period
from nhipcau.reports.rules.templates import TEMPLATES
from nhipcau.reports.writing import appendix_of, docx_of


class Command(BaseCommand):
    """The draft stays in the workspace, where its words can be edited and it can be issued."""

    help = _("Draw up a report and write it to a file.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Period, file, template, document, office."""
        parser.add_argument("--period", required=True, help=_("2024, 2024-H1, 2024-Q2 or 2024-05"))
        parser.add_argument("--out", required=True, help=_("File to write: .docx or .xlsx"))
        parser.add_argument("--template", default=TEMPLATES[0].key, choices=[t.key for t in TEMPLATES])
        parser.add_argument(
            "--document", action="append", default=[], help=_("Number of a document; may be repeated")
        )
        parser.add_argument("--office", help=_("Key of the office that reports"))
        parser.add_argument("--json", action="store_true", help=_("Print figures and lines as one JSON object."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with code 2 for a period, document or office there is none of."""
        try:
            period = parse_period(options["period"])
        except BadPeriod as fault:
            raise CommandError(_("Write the period like 2024, 2024-H1, 2024-Q2 or 2024-05."), returncode=2) from fault
        out = Path(options["out"])
        if out.suffix not in (".docx", ".xlsx"):
            raise CommandError(_("The file must end in .docx or .xlsx."), returncode=2)
        report = draw_up(
            template=options["template"], period=period, office=_office(options["office"]), by=None, on=today(),
            documents=[_document(number) for number in options["document"]],
        )  # fmt: skip
        lines = lines_of(report, on=today())
        figures = figures_of(lines)
        content = (
            docx_of(report, lines, on=None) if out.suffix == ".docx" else appendix_of(lines, figures, report.title)
        )
        out.write_bytes(content)
        if options["json"]:
            said = {"report": report.pk, "figures": asdict(figures), "lines": as_values(lines)}
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.stdout.write(_("%(file)s: %(lines)d lines, %(done)d%% done") % {
                "file": out, "lines": figures.lines, "done": figures.done_percent})  # fmt: skip


def _document(number: str) -> Document:
    found = Document.objects.filter(number_key=key_of(number)).first()
    if found is None:
        raise CommandError(_("There is no document %(number)s in the library.") % {"number": number}, returncode=2)
    return found


def _office(key: str | None) -> Office:
    if key:
        found = Office.objects.filter(key=key).first()
        if found is None:
            raise CommandError(_("There is no office “%(key)s”.") % {"key": key}, returncode=2)
        return found
    return coordinating_office(today()) or Office.objects.order_by("pk")[0]
