"""``nhipcau duties``: the register on the command line. Exit 0, also where nothing fits; 2 for a wrong filter."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nhipcau.duties.models import Duty, DutyState
from nhipcau.duties.queries import of_office, register
from nhipcau.people.models import Office
from nhipcau.people.permissions import today


class Command(BaseCommand):
    """List duties, one a line as JSON or as a table to read."""

    help = _("List the duties of the register.")

    def add_arguments(self, parser: CommandParser) -> None:
        """Filters narrow together."""
        parser.add_argument("--json", action="store_true", help=_("Print one JSON object a line."))
        parser.add_argument("--office", help=_("Key or name of an office: what it answers for today."))
        parser.add_argument("--document", help=_("Number of a document, such as 1899/QĐ-UBND, or its id."))
        parser.add_argument("--state", choices=DutyState.values, help=_("open, ended or withdrawn"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them in the order of their documents."""
        duties = register().defer("document__text").order_by("document__issued_on", "document_id", "position", "pk")
        if options["state"]:
            duties = duties.filter(state=options["state"])
        if options["document"]:
            duties = self._of_document(duties, options["document"])
        if options["office"]:
            duties = of_office(duties, self._office(options["office"]), on=today())
        for duty in duties.iterator(chunk_size=500):
            self.stdout.write(json.dumps(_facts(duty), ensure_ascii=False) if options["json"] else _line(duty))

    def _of_document(self, duties: QuerySet[Duty], asked: str) -> QuerySet[Duty]:
        wanted = Q(document__number__iexact=asked.strip())
        if asked.isdecimal():
            wanted |= Q(document_id=int(asked))
        return duties.filter(wanted)

    def _office(self, asked: str) -> Office:
        found = list(Office.objects.filter(Q(key=asked) | Q(name__iexact=asked))[:2])
        if len(found) != 1:
            raise CommandError(_("No single office is called “%(name)s”.") % {"name": asked}, returncode=2)
        return found[0]


def _facts(duty: Duty) -> dict[str, Any]:
    named = list(duty.offices.all())
    return {
        "id": duty.pk,
        "document": duty.document.number or None,
        "issued_on": duty.document.issued_on and duty.document.issued_on.isoformat(),
        "path": duty.path,
        "text": duty.text,
        "agencies": [str(n) for n in named if n.is_lead],
        "with": [str(n) for n in named if not n.is_lead],
        "unmatched": [n.printed for n in named if n.is_unmatched],
        "role": duty.role,
        "cadence": duty.cadence or None,
        "deadline": duty.deadline and duty.deadline.isoformat(),
        "recipients": duty.recipients,
        "topics": [topic.key for topic in duty.topics.all()],
        "state": duty.state,
        "span": [duty.start, duty.end],
    }


def _line(duty: Duty) -> str:
    names = "; ".join(str(n) for n in duty.offices.all() if n.is_lead) or "–"
    deadline = f"{duty.deadline:%d/%m/%Y}" if duty.deadline else "–"
    words = " ".join(duty.text.split())
    return (
        f"{duty.pk:>6}  {duty.document.number:<20}  {duty.path:<24}  {deadline:<10}  {names[:40]:<40}  {words[:90]}"
    )
