"""Reports: the list, drawing up, the consolidated table with the words around it, issuing, versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import NotAllowed, may, reach, require, today
from nhipcau.people.queries import coordinating_office
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.papers import DOCX, XLSX
from nhipcau.reports.actions import (
    WORDS,
    AlreadyIssued,
    NotIssued,
    draw_up,
    issue,
    lines_of,
    next_version,
    write_words,
)
from nhipcau.reports.forms import DrawUpForm, PaperForm
from nhipcau.reports.models import Report
from nhipcau.reports.rules.consolidation import ReportLine, difference, figures_of, from_values
from nhipcau.reports.rules.templates import template_of
from nhipcau.reports.writing import OUTCOMES, appendix_of, docx_of

TONES = {
    "done": "ok",
    "done_late": "warn",
    "waiting": "now",
    "in_hand": "now",
    "overdue": "late",
    "not_assigned": "warn",
}


def visible_reports(by: Staff) -> QuerySet[Report]:
    """All for those who see everything; issued ones alone for staff of an office."""
    rows = Report.objects.select_related("office__parent", "made_by", "previous", "issued_by")
    return rows if reach(by, "reports.see") is None else rows.filter(state=Report.State.ISSUED)


def visible_lines(lines: list[ReportLine], by: Staff) -> list[ReportLine]:
    """Staff of an office see the lines of their office and of those it came from."""
    offices = reach(by, "reports.see")
    if offices is None:
        return lines
    names = set(Office.objects.filter(pk__in=offices).values_list("name", flat=True))
    return [line for line in lines if line.office in names]


class ReportList(StaffPage):
    """All reports, newest first; a form to draw up another."""

    permission = "reports.see"
    template_name = "reports/list.html"
    page_title = gettext_lazy("Reports")
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Without the frozen lines, which are large."""
        rows = visible_reports(staff_of(self.request)).defer("frozen", "words")
        office = coordinating_office(today())
        first = {"office": office.pk if office else None, "period": str(today().year)}
        return super().get_context_data(**kwargs) | {
            "page": Paginator(rows, 50).get_page(self.request.GET.get("p")),
            "form": kwargs.get("form") or DrawUpForm(initial=first),
            "may_write": may(staff_of(self.request), "reports.write"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Draw up a draft."""
        form = DrawUpForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        asked = form.cleaned_data
        report = draw_up(
            template=asked["template"], period=asked["period"], office=asked["office"], by=staff_of(request),
            on=today(), documents=list(asked["documents"]), offices=list(asked["offices"]), paths=asked["paths"],
        )  # fmt: skip
        return redirect("reports:report", pk=report.pk)


class ReportPage(StaffPage):
    """One version: figures, consolidated table, words, and the difference from the version before."""

    permission = "reports.see"
    template_name = "reports/report.html"
    header_icon = "clipboard-list"

    @property
    def report(self) -> Report:
        """The report of the address."""
        if not hasattr(self, "_report"):
            self._report = get_object_or_404(visible_reports(staff_of(self.request)), pk=self.kwargs["pk"])
        return self._report

    def get_page_title(self) -> str:
        """Its subject."""
        return str(self.report)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, reports, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("reports:list"), "label": _("Reports")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lines by page; figures over all of them."""
        report, me = self.report, staff_of(self.request)
        lines = visible_lines(lines_of(report, on=today()), me)
        outcome = self.request.GET.get("outcome", "")
        shown = [line for line in lines if not outcome or line.outcome.value == outcome]
        figures = figures_of(lines)
        before = report.previous.frozen["lines"] if report.previous and report.previous.frozen else None
        template = template_of(report.template)
        return super().get_context_data(**kwargs) | {
            "report": report,
            "page": Paginator(shown, 50).get_page(self.request.GET.get("p")),
            "outcomes": [
                (key.value, OUTCOMES[key], figures.outcomes[key.value], TONES[key.value]) for key in OUTCOMES
            ],
            "names": {key.value: name for key, name in OUTCOMES.items()},
            "tones": TONES,
            "outcome": outcome,
            "query": f"&outcome={outcome}" if outcome else "",
            "figures": figures,
            "sections": [(s, report.words.get(s.key, "")) for s in template.sections],
            "form": kwargs.get("form") or PaperForm(initial={name: getattr(report, name) for name in WORDS}),
            "difference": difference(visible_lines(from_values(before), me), lines) if before is not None else None,
            "sees_all": reach(me, "reports.see") is None,
            "is_draft": report.state == Report.State.DRAFT,
            "may_write": may(me, "reports.write"),
            "may_issue": may(me, "reports.issue"),
            "next": Report.objects.filter(previous=report).only("pk").first(),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the words, issue, or begin the next version."""
        me, step = staff_of(request), request.POST.get("step", "words")
        try:
            if step == "issue":
                issue(self.report, by=me, on=today())
                messages.success(request, _("The report is issued and frozen."))
            elif step == "version":
                return redirect("reports:report", pk=next_version(self.report, by=me).pk)
            else:
                form = PaperForm(request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form))
                words = {key[6:]: request.POST.get(key, "") for key in request.POST if key.startswith("words-")}
                write_words(self.report, words=words, fields=form.cleaned_data, by=me)
                messages.success(request, _("Saved."))
        except (AlreadyIssued, NotIssued) as fault:
            messages.error(request, str(fault))
        return redirect("reports:report", pk=pk)


@require_GET
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The frozen file of an issued report; of a draft, what it would be today."""
    me = staff_of(request)
    require(me, "reports.see")
    if reach(me, "reports.see") is not None:
        raise NotAllowed("reports.see")  # the files hold every office's lines
    report = get_object_or_404(Report.objects.select_related("office__parent"), pk=pk)
    if report.state == Report.State.ISSUED:
        stored = report.docx if kind == "docx" else report.xlsx
        if not stored:
            raise Http404
        content = stored.read()
    else:
        lines = lines_of(report, on=today())
        content = (
            docx_of(report, lines, on=None) if kind == "docx" else appendix_of(lines, figures_of(lines), report.title)
        )
    answer = HttpResponse(content, content_type=DOCX if kind == "docx" else XLSX)
    answer["Content-Disposition"] = f'attachment; filename="bao-cao-{report.pk}-v{report.version}.{kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
