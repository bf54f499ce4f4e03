"""The consolidated report: its words, tables and figures, what changed since, where each cell comes from, its files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed, may, reach, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.forms import AcceptForm, ReasonForm
from nhipcau.planning.views.files import attachment
from nhipcau.ports.papers import DOCX, PDF, XLSX
from nhipcau.reports.actions import (
    FAULTS,
    WORDS,
    Classified,
    correct_report,
    issue_report,
    note_refusal,
    take_over,
    write_report,
)
from nhipcau.reports.forms import PaperForm
from nhipcau.reports.merged_writing import adding, docx_of, gathered_words, html_of, pdf_of, xlsx_of
from nhipcau.reports.models import Consolidation, Handing, ReportRequest
from nhipcau.reports.queries import design_of, handed_in, handed_of, names_in, outdated, waiting
from nhipcau.reports.rules.answers import changes_between
from nhipcau.reports.rules.cells import shown
from nhipcau.reports.rules.design import COUNTED, ColumnDesign, Design, PartDesign, PartKind
from nhipcau.reports.rules.merging import Cell, Handed, Merged, MergedRow, merge, merge_table
from nhipcau.reports.views.crumbs import to_consolidation, to_request, to_requests
from nhipcau.reports.views.showing import changes_shown, number

ROWS = 50
TOTAL = "total"
"""Stands for a row in the address of a sum over all rows; rows have keys of other forms."""
State = Consolidation.State
STEP_TITLES = {
    "issue": gettext_lazy("Issue and freeze"), "correct": gettext_lazy("Open it again for a next version"),
}  # fmt: skip


def consolidation_for(request: HttpRequest, pk: int) -> Consolidation:
    """The report of an address: for those who see every office's. Raises Http404, NotAllowed."""
    if reach(staff_of(request), "reports.see", on=today()) is not None:
        raise NotAllowed("reports.see")
    rows = Consolidation.objects.select_related(
        "request__version__form", "request__office__parent", "issued_by", "made_by"
    )
    return get_object_or_404(rows.defer("frozen"), pk=pk)


class _ReportPage(StaffPage):
    """A page of one consolidated report."""

    permission = "reports.see"
    header_icon = "clipboard-list"

    @cached_property
    def report(self) -> Consolidation:
        """The report of the address."""
        return consolidation_for(self.request, self.kwargs["pk"])

    @cached_property
    def design(self) -> Design:
        """What was asked."""
        return design_of(self.report.request)

    @cached_property
    def handed(self) -> list[Handed]:
        """What went in."""
        return handed_in(self.report)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, requests, the request, the report, this page."""
        items = super().get_breadcrumbs_items()
        head = [*items[:-1], to_requests(), to_request(self.report.request)]
        return (
            [*head, items[-1]]
            if isinstance(self, ConsolidatedPage)
            else [*head, to_consolidation(self.report), items[-1]]
        )


class ConsolidatedPage(_ReportPage):
    """The report with its parts, what changed after it was drawn together, its words, its steps."""

    template_name = "reports/consolidated.html"

    def get_page_title(self) -> str:
        """Its title."""
        return str(self.report)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words and figures merged; of tables only how many rows came from how many offices."""
        report, by = self.report, staff_of(self.request)
        faulty: dict[str, forms.Form] = kwargs.get("faulty", {})
        handings = Handing.objects.filter(used_in__consolidation=report).values_list("submission_id", "number")
        numbers = {str(submission): number for submission, number in handings}
        light = Design(tuple(p for p in self.design.parts if p.kind is not PartKind.TABLE))
        merged = merge(light, self.handed, adding=adding())
        is_draft = report.state == State.DRAFT
        writing, issuing = is_draft and may(by, "reports.write"), is_draft and may(by, "reports.issue")
        correcting = not is_draft and report.request.state == ReportRequest.State.CLOSED and may(by, "reports.write")
        steps = [s for s, allowed in (("issue", issuing), ("correct", correcting)) if allowed]
        first = {name: getattr(report, name) for name in WORDS}
        return super().get_context_data(**kwargs) | {
            "report": report, "asked": report.request, "is_draft": is_draft, "may_write": writing, "numbers": numbers,
            "parts": [self._part(p, merged) for p in self.design.parts], "count": len(self.handed),
            "news": self._news() if is_draft else [], "waiting": list(waiting(report.request)[:60]) if is_draft else [],
            "form": faulty.get("words") or PaperForm(initial=first), "opened": next(iter(faulty), ""), "laid_out": {"words"},
            "steps": [{"key": s, "title": STEP_TITLES[s], "form": faulty.get(s) or self._step_form(s)} for s in steps],
        }  # fmt: skip

    def _part(self, part: PartDesign, merged: Merged) -> dict[str, Any]:
        row: dict[str, Any] = {"part": part, "kind": part.kind.value}
        if part.kind is PartKind.WORDS:
            gathered = gathered_words(merged, part.key)
            return row | {"pieces": merged.texts[part.key], "words": self.report.words.get(part.key) or gathered,
                          "is_own": bool(self.report.words.get(part.key))}  # fmt: skip
        if part.kind is PartKind.TABLE:
            told = [len(h.answer.rows(part.key)) for h in self.handed]
            return row | {"offices": sum(bool(n) for n in told), "rows": sum(told)}
        figures = [(f, self._total(f.total), [(h, number(v.value)) for h, v in f.each],
                    [(name, number(v)) for name, v in f.parts]) for f in (merged.figures[n] for n in part.figures)]  # fmt: skip
        return row | {"figures": figures, "names": self._figure_names()}

    @staticmethod
    def _total(cell: Cell | None) -> str:
        return number(cell.value) if cell else "–"

    @staticmethod
    def _figure_names() -> dict[str, Any]:
        from nhipcau.reports.figures import FIGURES

        return {key: spec.name for key, spec in FIGURES.items()}

    def _news(self) -> list[dict[str, Any]]:
        """Offices that stand by something else than what went in, and what is different cell by cell."""
        changed = outdated(self.report)
        ids = [pk for pair in changed.values() for pk in pair if pk]
        rows = {h.pk: h for h in Handing.objects.filter(pk__in=ids)}
        pairs = [(s, rows.get(a or 0), rows.get(b or 0)) for s, (a, b) in changed.items()]
        answers = [handed_of(h).answer for h in rows.values()]
        known = names_in(self.design, answers)
        found = []
        for submission, before, now in pairs:
            one: dict[str, Any] = {"submission": submission, "before": before, "now": now, "changes": []}
            one["office"] = (now or before).office_words  # type: ignore[union-attr]
            if before and now:
                changes = changes_between(self.design, handed_of(before).answer, handed_of(now).answer)
                one["changes"] = changes_shown(self.design, changes, known)[:60]
                one["figures"] = [
                    (key, was["value"], now.figures[key]["value"]) for key, was in before.figures.items()
                    if key in now.figures and now.figures[key]["value"] != was["value"]
                ]  # fmt: skip
            found.append(one)
        return found

    @staticmethod
    def _step_form(step: str, data: Any = None) -> forms.Form:
        return AcceptForm(data, prefix=step) if step == "issue" else ReasonForm(data, prefix=step)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Words, taking over, issuing, the next version."""
        step = request.POST.get("step", "")
        form: forms.Form = (
            PaperForm(request.POST) if step in {"words", "take_over"} else self._step_form(step, request.POST)
        )
        if step == "take_over" or form.is_valid():
            try:
                goes_to = self._take(step, form)
            except FAULTS as fault:
                if isinstance(fault, Classified):
                    note_refusal(by=staff_of(request))
                if step == "take_over":
                    messages.error(request, str(fault))
                    return redirect("reports:consolidated", pk=pk)
                form.add_error(None, str(fault))
            else:
                return redirect("reports:consolidated", pk=goes_to)
        self.__dict__.pop("report", None)  # as it stands now
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)

    def _take(self, step: str, form: Any) -> int:
        report, by, sent = self.report, staff_of(self.request), self.request.POST
        goes_to, said = report.pk, _("Saved.")
        if step == "take_over":
            wanted = [int(pk) for pk in sent.getlist("submission") if pk.isdecimal()]
            count = take_over(report, wanted, by=by)
            said = ngettext("%(n)d office is taken over.", "%(n)d offices are taken over.", count) % {"n": count}
        elif step == "issue":
            issue_report(report, by=by, on=today(), reason=form.cleaned_data["note"])
            said = _("The report is issued and frozen.")
        elif step == "correct":
            goes_to = correct_report(report, reason=form.cleaned_data["reason"], by=by).pk
            said = _("The next version begins as the last. Offices can change their reports again.")
        else:
            words = {key[6:]: sent.get(key, "") for key in sent if key.startswith("words-")}
            write_report(report, words=words, fields=form.cleaned_data, by=by)
        messages.success(self.request, said)
        return goes_to


class TablePage(_ReportPage):
    """One consolidated table; every cell leads to where it comes from."""

    template_name = "reports/consolidated_table.html"

    @cached_property
    def part(self) -> PartDesign:
        """The table of the address."""
        found = next((p for p in self.design.of_kind(PartKind.TABLE) if p.key == self.kwargs["part"]), None)
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """The table's title."""
        return self.part.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows of one page, totals over all."""
        table = merge_table(self.part, sorted(self.handed, key=lambda h: h.office))
        page = Paginator(table.rows, ROWS).get_page(self.request.GET.get("p"))
        known = names_in(Design((self.part,)), [h.answer for h in self.handed])
        columns = [(c, c.kind in COUNTED) for c in self.part.columns]

        def told(column: ColumnDesign, value: str) -> str:
            return "; ".join(shown(column, v, known) for v in value.split("\n")) if value else ""

        rows = [
            (
                row,
                [
                    (c, told(c, row.cells[c.key].value), counted, len(row.cells[c.key].sources))
                    for c, counted in columns
                ],
            )
            for row in page
        ]
        totals = [(c, shown(c, table.totals[c.key].value) if counted else "") for c, counted in columns]
        return super().get_context_data(**kwargs) | {
            "report": self.report, "part": self.part, "columns": columns, "rows": rows, "page": page, "totals": totals,
            "has_totals": any(words for _column, words in totals) and bool(table.rows), "adds": self.part.joining.value == "add",
            "first": (page.number - 1) * ROWS,
        }  # fmt: skip


class CellPage(TablePage):
    """Where one cell comes from: every office's row with its value, and the page on which it stands as handed in."""

    template_name = "reports/cell.html"

    def get_page_title(self) -> str:
        """The column."""
        return f"{self.part.title} · {self.column.title}"

    @cached_property
    def column(self) -> ColumnDesign:
        """The column of the address."""
        found = next((c for c in self.part.columns if c.key == self.kwargs["column"]), None)
        if found is None:
            raise Http404
        return found

    def _cell(self) -> tuple[Cell, list[tuple[ColumnDesign, str]]]:
        """The cell of the address with the values of its row's key columns; of ``total`` the sum over all rows."""
        table = merge_table(self.part, sorted(self.handed, key=lambda h: h.office))
        if self.kwargs["row"] == TOTAL:
            if self.column.key not in table.totals:
                raise Http404
            return table.totals[self.column.key], []
        row: MergedRow | None = next((r for r in table.rows if r.key == self.kwargs["row"]), None)
        if row is None:
            raise Http404
        return row.cells[self.column.key], [(c, row.cells[c.key].value) for c in self.part.columns if c.is_key]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The cell with a page of its sources."""
        cell, labels = self._cell()
        known = names_in(Design((self.part,)), [h.answer for h in self.handed])
        by_submission = {h.submission: h for h in self.handed}
        numbers = dict(
            Handing.objects.filter(used_in__consolidation=self.report).values_list("submission_id", "number")
        )
        page = Paginator(cell.sources, ROWS).get_page(self.request.GET.get("p"))
        sources = [
            (by_submission[s.submission], numbers[s.submission], s, shown(self.column, s.value, known)) for s in page
        ]
        is_total = self.kwargs["row"] == TOTAL
        return super(TablePage, self).get_context_data(**kwargs) | {
            "report": self.report, "part": self.part, "column": self.column, "sources": sources, "page": page,
            "value": "; ".join(shown(self.column, v, known) for v in cell.value.split("\n")), "is_total": is_total,
            "labels": [(c, shown(c, v, known)) for c, v in labels], "count": len(cell.sources),
            "counted": self.column.kind in COUNTED and (is_total or self.part.joining.value == "add"),
        }  # fmt: skip


_MAKERS: dict[str, tuple[str, Callable[[Consolidation, date | None], bytes]]] = {
    "docx": (DOCX, lambda c, on: docx_of(c, on=on)), "xlsx": (XLSX, lambda c, _on: xlsx_of(c)),
    "pdf": (PDF, lambda c, on: pdf_of(c, on=on)),
    "html": ("text/html; charset=utf-8", lambda c, on: html_of(c, on=on).encode()),
}  # fmt: skip


def file_of(report: Consolidation, kind: str) -> bytes:
    """The frozen file of an issued report; else what it would be now."""
    stored = getattr(report, kind, None) if report.state == State.ISSUED else None
    if stored:
        content: bytes = stored.read()
        return content
    return _MAKERS[kind][1](report, report.issued_on)


@require_GET
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A file of the report."""
    me: Staff = staff_of(request)
    require(me, "reports.see")
    report = consolidation_for(request, pk)
    answer = attachment(
        file_of(report, kind), f"bao-cao-tong-hop-{report.pk}-v{report.version}.{kind}", _MAKERS[kind][0]
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
