"""``nhipcau plan export|lines|money|form|take-in``: the year's plan without a screen.

Exit codes: 0 done, 1 the form has faults or cannot be taken in now, 2 wrong usage.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, today
from nhipcau.planning.actions import FAULTS
from nhipcau.planning.actions.forms_in import CellFault, take_in_form
from nhipcau.planning.form_reading import duties_for, read_for
from nhipcau.planning.form_writing import form_of
from nhipcau.planning.gathering import gather
from nhipcau.planning.models import OfficePlan, PlanLine, PlanRound
from nhipcau.planning.queries import GROUPS, Holders, grouped_money, totals
from nhipcau.planning.rules.consolidation import as_values, from_values, without_items
from nhipcau.planning.rules.sheet import PLAN_SHEET
from nhipcau.planning.writing import paper_of, workbook_of
from nhipcau.ports.papers import write_docx
from nhipcau.ports.papers.filled_form import Fault


class Command(BaseCommand):
    """Each part says what it did, with ``--json`` as one object."""

    help = _("The year's plan: export it, list its lines, make the form of an office, take a form in.")

    def add_arguments(self, parser: CommandParser) -> None:
        """One part with its own options."""
        parts = parser.add_subparsers(dest="part", required=True)
        export = parts.add_parser("export", help=_("Write the province's plan as .xlsx or .docx."))
        export.add_argument("--out", required=True, help=_("File to write: .docx or .xlsx"))
        lines = parts.add_parser("lines", help=_("Print the lines, one a row."))
        for part in (export, lines):
            part.add_argument("--approved", action="store_true", help=_("As it was approved, without amendments."))
        money = parts.add_parser("money", help=_("What is planned, committed, paid, left of an approved year."))
        money.add_argument(
            "--by", dest="group", choices=list(GROUPS), default="office", help=_("What the sums are by.")
        )
        form = parts.add_parser("form", help=_("Write the form that an office fills in without a connection."))
        form.add_argument("--out", required=True, help=_("File to write: .xlsx"))
        back = parts.add_parser("take-in", help=_("Take in a filled-in form: all of it or nothing."))
        back.add_argument("file")
        back.add_argument("--by", required=True, help=_("Name of the account that brings it"))
        for part in (form, back):
            part.add_argument("--office", required=True, help=_("Key of the office that was asked"))
        for part in (export, lines, money, form, back):
            part.add_argument("--year", type=int, required=True)
            part.add_argument("--json", action="store_true", help=_("Print one JSON object."))

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError: 1 for faults of a form, 2 for a year, office, account or ending there is none of."""
        parts = {"export": self._export, "lines": self._lines, "money": self._money, "form": self._form}
        (parts | {"take-in": self._take_in})[options["part"]](options)

    def _say(self, options: dict[str, Any], said: dict[str, Any], words: str) -> None:
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else words)

    def _gathered(self, options: dict[str, Any]) -> tuple[PlanRound, list[Any]]:
        round_ = PlanRound.objects.select_related("office__parent").filter(year=options["year"]).first()
        if round_ is None:
            raise CommandError(_("There is no plan of %(year)d.") % {"year": options["year"]}, returncode=2)
        if not options["approved"]:
            return round_, gather(round_, on=today())
        if round_.frozen is None:
            raise CommandError(_("The plan of %(year)d is not approved.") % {"year": round_.year}, returncode=2)
        return round_, from_values(round_.frozen)

    def _export(self, options: dict[str, Any]) -> None:
        out = Path(options["out"])
        if out.suffix not in {".docx", ".xlsx"}:
            raise CommandError(_("The file must end in .docx or .xlsx."), returncode=2)
        round_, lines = self._gathered(options)
        out.write_bytes(workbook_of(round_, lines) if out.suffix == ".xlsx" else write_docx(paper_of(round_, lines)))
        said = {"year": round_.year, "state": round_.state, "file": str(out), "lines": len(lines)}
        self._say(options, said, _("%(file)s: %(lines)d lines") % said)

    def _lines(self, options: dict[str, Any]) -> None:
        round_, lines = self._gathered(options)
        if options["json"]:
            self._say(options, {"year": round_.year, "state": round_.state, **as_values(lines)}, "")
            return
        for line in without_items(lines):
            self.stdout.write(f"{line.line}\t{line.office_words}\t{line.activity}\t{line.fund}\t{line.now:f}")

    def _money(self, options: dict[str, Any]) -> None:
        year, group = options["year"], options["group"]
        lines = PlanLine.objects.filter(plan__round__year=year, plan__round__state=PlanRound.State.APPROVED)
        if not lines.exists():
            raise CommandError(_("The plan of %(year)d is not approved.") % {"year": year}, returncode=2)
        keys = ("planned", "committed", "paid", "left")
        rows = [
            {"key": row.key, "name": row.name, "lines": row.lines, **{k: f"{getattr(row, k):f}" for k in keys}}
            for row in grouped_money(lines, group, on=today())
        ]
        whole = totals(lines)
        figures = {"planned": whole.current, "committed": whole.committed, "paid": whole.paid, "left": whole.left}
        if options["json"]:
            total = {"lines": whole.lines, **{key: f"{amount:f}" for key, amount in figures.items()}}
            self._say(options, {"year": year, "by": group, "rows": rows, "total": total}, "")
            return
        for row in rows:
            self.stdout.write("\t".join(str(row[key]) for key in ("name", "lines", *keys)))

    def _plan(self, options: dict[str, Any]) -> OfficePlan:
        rows = OfficePlan.objects.select_related("round", "office", "held_by").defer("round__frozen")
        found = rows.filter(round__year=options["year"], office__key=options["office"]).first()
        if found is None:
            raise CommandError(
                _("“%(key)s” was not asked for a plan of %(year)d.")
                % {"key": options["office"], "year": options["year"]}, returncode=2,
            )  # fmt: skip
        return found

    def _form(self, options: dict[str, Any]) -> None:
        out, plan, on = Path(options["out"]), self._plan(options), today()
        if out.suffix != ".xlsx":
            raise CommandError(_("The file must end in .xlsx."), returncode=2)
        out.write_bytes(form_of(plan, Holders(on).words(plan)[0], duties_for(plan, on=on)))
        said = {"plan": plan.pk, "file": str(out), "lines": plan.lines.count()}
        self._say(options, said, _("%(file)s: %(lines)d lines") % said)

    def _take_in(self, options: dict[str, Any]) -> None:
        plan, by, on, path = self._plan(options), _account(options["by"]), today(), Path(options["file"])
        if not path.is_file():
            raise CommandError(_("There is no file %(file)s.") % {"file": path}, returncode=2)
        rows, faults = read_for(plan, path.name, path.read_bytes(), by=by, on=on)
        try:
            count = 0 if faults else take_in_form(plan, rows, by=by, on=on)
        except CellFault as fault:
            faults = [Fault(PLAN_SHEET, fault.cell, str(fault))]
        except (*FAULTS, NotAllowed) as fault:
            raise CommandError(str(fault), returncode=1) from fault
        if not faults:
            self._say(
                options, {"plan": plan.pk, "lines": count}, _("%(n)d lines of the form are kept.") % {"n": count}
            )
            return
        told = [{"sheet": f.sheet, "cell": f.cell, "message": _(f.message) % f.params if f.params else _(f.message)}
                for f in faults]  # fmt: skip
        for one in told:
            self._say(options, one, f"{one['sheet']} {one['cell']}: {one['message']}")
        raise CommandError(_("Nothing of the form was kept."), returncode=1)


def _account(name: str) -> Staff:
    found = Staff.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": name}, returncode=2)
    return found
