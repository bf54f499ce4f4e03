"""``nhipcau report-requests list|form|take-in|bring-in|consolidate``: what is asked for, forms out and in, drawing together.

Exit codes: 0 done, 1 refused or faults at cells (each with sheet, cell and what is wrong), 2 wrong usage.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, today
from nhipcau.planning.queries import Holders
from nhipcau.reports.actions import FAULTS, Classified, consolidate, hand_in_report, note_refusal, take_over
from nhipcau.reports.merged_writing import docx_of, html_of, pdf_of, xlsx_of
from nhipcau.reports.models import Consolidation, ReportRequest, Submission
from nhipcau.reports.offline import blank_form, bring_in_file, expected_of, take_in_file
from nhipcau.reports.queries import late_q, outdated

_WRITERS: dict[str, Callable[[Consolidation], bytes]] = {
    ".docx": lambda c: docx_of(c, on=None), ".xlsx": xlsx_of, ".pdf": lambda c: pdf_of(c, on=None),
    ".html": lambda c: html_of(c, on=None).encode(),
}  # fmt: skip


class Command(BaseCommand):
    """What the screens do, for a folder of forms that came by mail."""

    help = _("List report requests, write and take in forms, draw reports together.")

    def add_arguments(self, parser: CommandParser) -> None:
        """One word says what; each has its own options."""
        steps = parser.add_subparsers(dest="step", required=True)
        listing = steps.add_parser("list", help=_("Requests with how many have answered"))
        listing.add_argument("--state", choices=ReportRequest.State.values)
        form = steps.add_parser("form", help=_("Write the form of one office"))
        take_in = steps.add_parser("take-in", help=_("Take in a filled-in form"))
        bring = steps.add_parser("bring-in", help=_("Take in and hand in a form that an office sent by e-mail"))
        draw = steps.add_parser("consolidate", help=_("Draw the report together, or take over what is new"))
        for step in (form, take_in, bring, draw):
            step.add_argument("--request", type=int, required=True, help=_("Number of the request"))
        for step in (form, take_in, bring):
            step.add_argument("--office", required=True, help=_("Key of the office that was asked"))
        for step in (take_in, bring):
            step.add_argument("file")
        bring.add_argument("--came", required=True, help=_("How and when it came"))
        take_in.add_argument("--hand-in", action="store_true", help=_("Submit it as well"))
        for step in (take_in, bring, draw):
            step.add_argument("--by", required=True, help=_("Login name of the person"))
        for step in (form, draw):
            step.add_argument("--out", required=True, help=_("File to write"))
        for step in (listing, form, take_in, bring, draw):
            step.add_argument("--json", action="store_true", help=_("Print one JSON object."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with code 1 for a refusal, 2 for wrong usage."""
        steps = {
            "list": self._list,
            "form": self._form,
            "take-in": self._take_in,
            "bring-in": self._take_in,
            "consolidate": self._consolidate,
        }
        try:
            said = steps[options["step"]](options)
        except (*FAULTS, NotAllowed) as fault:
            raise CommandError(str(fault), returncode=1) from fault
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        for row in said.get("requests", [said]):
            self.stdout.write("  ".join(str(value) for value in row.values()))

    def _list(self, options: dict[str, Any]) -> dict[str, Any]:
        done = Q(submissions__handed_on__isnull=False)
        rows = ReportRequest.objects.order_by("-opened_at", "-pk").annotate(
            asked=Count("submissions"), handed=Count("submissions", filter=done)
        )
        if options["state"]:
            rows = rows.filter(state=options["state"])
        late = dict(
            Submission.objects.filter(late_q(today())).order_by().values_list("request").annotate(n=Count("pk"))
        )
        return {"requests": [
            {"request": r.pk, "state": r.state, "due_on": r.due_on.isoformat(), "handed": r.handed, "asked": r.asked,
             "late": late.get(r.pk, 0), "title": r.title} for r in rows
        ]}  # fmt: skip

    def _form(self, options: dict[str, Any]) -> dict[str, Any]:
        one = _submission(options)
        Path(options["out"]).write_bytes(blank_form(one, Holders(today()), on=today()))
        return {"submission": one.pk, "file": options["out"]}

    def _take_in(self, options: dict[str, Any]) -> dict[str, Any]:
        one, by, path = _submission(options), _person(options["by"]), Path(options["file"])
        if not path.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": path}, returncode=2)
        try:
            expected = expected_of(one, Holders(today()), on=today())
            if options["step"] == "bring-in":
                came = options["came"]
                faults = bring_in_file(one, path.name, path.read_bytes(), expected, came=came, by=by, on=today())
            else:
                faults = take_in_file(one, path.name, path.read_bytes(), expected, by=by, on=today())
        except Classified:
            note_refusal(by=by)
            raise
        if faults:
            told = [
                {"sheet": f.sheet, "cell": f.cell, "fault": _(f.message) % f.params if f.params else _(f.message)}
                for f in faults
            ]
            if options["json"]:
                self.stdout.write(json.dumps({"submission": one.pk, "faults": told}, ensure_ascii=False))
            raise CommandError("\n".join(f"{t['sheet']} {t['cell']}: {t['fault']}" for t in told), returncode=1)
        if options.get("hand_in"):
            hand_in_report(one, by=by, on=today())
        one.refresh_from_db()
        return {"submission": one.pk, "state": one.state, "revision": one.revision}

    def _consolidate(self, options: dict[str, Any]) -> dict[str, Any]:
        out, by = Path(options["out"]), _person(options["by"])
        if out.suffix not in _WRITERS:
            raise CommandError(_("The file must end in .docx, .xlsx, .pdf or .html."), returncode=2)
        request = _request(options)
        draft = request.consolidations.filter(state=Consolidation.State.DRAFT).first()
        if draft is None:
            draft = consolidate(request, by=by)
        else:
            take_over(draft, list(outdated(draft)), by=by)
        rows = Consolidation.objects.select_related("request__version__form", "request__office__parent")
        draft = rows.get(pk=draft.pk)
        out.write_bytes(_WRITERS[out.suffix](draft))
        return {"consolidation": draft.pk, "sources": draft.sources.count(), "file": str(out)}


def _request(options: dict[str, Any]) -> ReportRequest:
    found = ReportRequest.objects.filter(pk=options["request"]).first()
    if found is None:
        raise CommandError(_("There is no request %(number)d.") % {"number": options["request"]}, returncode=2)
    return found


def _submission(options: dict[str, Any]) -> Submission:
    rows = Submission.objects.select_related("request__version__form", "request__office", "office", "held_by")
    found = rows.filter(request=_request(options), office__key=options["office"]).first()
    if found is None:
        raise CommandError(
            _("The request does not ask the office “%(key)s”.") % {"key": options["office"]}, returncode=2
        )
    return found


def _person(name: str) -> Staff:
    found = Staff.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": name}, returncode=2)
    return found
