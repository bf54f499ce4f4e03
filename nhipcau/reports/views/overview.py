"""Leadership's one screen, the rows behind its duties, its frozen copies."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nhipcau.duties.models import Duty
from nhipcau.duties.queries import HEAVY
from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.queries import Holders
from nhipcau.ports.sections import sections_of
from nhipcau.reports.actions import NoTitle, freeze_overview
from nhipcau.reports.charts import money_chart, standings_chart
from nhipcau.reports.looking import overview_of, rows_on
from nhipcau.reports.models import Counted, OverviewCopy
from nhipcau.reports.overview import clause_name, late_pairs, standing_q
from nhipcau.reports.rules.clauses import clause_words
from nhipcau.reports.rules.overview import (
    LAG_DAYS,
    LAG_PERCENT,
    ORDER,
    SOON_DAYS,
    Overview,
    Pair,
    Standing,
    checksum,
    from_values,
)
from nhipcau.reports.rules.tallies import Falls, standing_on

STANDINGS = {
    Standing.LATE: pgettext_lazy("standing of a duty", "late"), Standing.AT_RISK: pgettext_lazy("standing of a duty", "at risk"),
    Standing.ON_TIME: pgettext_lazy("standing of a duty", "on time"), Standing.NO_WORK: pgettext_lazy("standing of a duty", "no work given"),
}  # fmt: skip
TONES = {Standing.LATE: "late", Standing.AT_RISK: "warn", Standing.ON_TIME: "ok", Standing.NO_WORK: ""}
PRINTED = 7
"""Bars of a chart: what one sheet of paper has room for beside everything else."""
PER_PAGE = 50


def drawn(overview: Overview) -> dict[str, Any]:
    """What the template shows of ``overview``: its charts, and what of its tables is long."""
    return {
        "overview": overview, "on": date.fromisoformat(overview.on), "standings": list(STANDINGS.items()),
        "soon_days": SOON_DAYS, "lag_days": LAG_DAYS, "lag_percent": LAG_PERCENT,
        "offices_chart": standings_chart("offices", _("Duties by office"), overview.offices[:PRINTED]),
        "clauses_chart": standings_chart("clauses", _("Duties by clause"), overview.clauses[:PRINTED]),
        "topics_chart": standings_chart("topics", _("Duties by topic"), overview.topics[:PRINTED]),
        "money_chart": money_chart("money", _("Money by office"), overview.money_offices[:PRINTED]),
        "page_title_printed": _("External information: overview for leadership"),
    }  # fmt: skip


class OverviewPage(StaffPage):
    """One screen, one sheet of paper."""

    permission = "reports.see_overview"
    template_name = "reports/overview.html"
    page_title = gettext_lazy("Overview for leadership")
    header_icon = "view"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures, sections of other rooms, the last copies."""
        me = staff_of(self.request)
        return super().get_context_data(**kwargs) | drawn(overview_of(today())) | {
            "copies": OverviewCopy.objects.defer("figures").select_related("made_by")[:5],
            "may_freeze": may(me, "reports.freeze_overview"), "fault": kwargs.get("fault", ""),
            "sections": sections_of("reports.overview", None, me),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep a copy."""
        try:
            made = freeze_overview(title=request.POST.get("title", ""), by=staff_of(request), on=today())
        except NoTitle as fault:
            return self.render_to_response(self.get_context_data(fault=str(fault)), status=422)
        messages.success(request, _("The copy is kept under this address. Staff who have it can open it."))
        return redirect("reports:overview_copy", key=made.key)


class OverviewCopyPage(StaffPage):
    """A frozen copy: for staff who were given its address."""

    permission = "reports.see"
    template_name = "reports/overview_copy.html"
    header_icon = "view"

    @cached_property
    def copy(self) -> OverviewCopy:
        """The copy of the address."""
        return get_object_or_404(OverviewCopy.objects.select_related("made_by"), key=self.kwargs["key"])

    def get_page_title(self) -> str:
        """What it was made for."""
        return self.copy.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures as they were kept, and whether they still agree with their SHA-256."""
        return super().get_context_data(**kwargs) | drawn(from_values(self.copy.figures)) | {
            "copy": self.copy, "agrees": checksum(self.copy.figures) == self.copy.sha256,
            "may_open_rows": may(staff_of(self.request), "reports.see_overview"),
        }  # fmt: skip


class OverviewRows(StaffPage):
    """The duties behind a number: each with its clause, where it stands, the offices whose work is late or at risk."""

    permission = "reports.see_overview"
    template_name = "reports/overview_rows.html"
    page_title = gettext_lazy("Duties behind the numbers")
    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the screen, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("reports:overview"), "label": _("Overview for leadership")}, items[-1]]

    def _asked(self, name: str) -> int | None:
        words = self.request.GET.get(name, "")
        return int(words) if words.isdecimal() and len(words) < 18 else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of the duties that the address asks for, the worst first."""
        on, office, standing = today(), self._asked("office"), self.request.GET.get("standing", "")
        wanted = standing if standing in ORDER else ""
        rows = rows_on(on, office=office, clause=self._asked("clause"), topic=self._asked("topic"))
        if wanted:
            rows = rows.filter(standing_q(Standing(wanted), on))
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        asked = self.request.GET.copy()
        for name in ("p", "standing"):
            asked.pop(name, None)
        return super().get_context_data(**kwargs) | {
            "rows": _rows(list(page.object_list), office, on), "page": page, "wanted": wanted,
            "standings": list(STANDINGS.items()), "asked": asked.urlencode(), "tones": TONES, "names": STANDINGS,
        }  # fmt: skip


def where_in(duty: Duty) -> str:
    """The clause that asks for it."""
    return clause_name(duty.clause) if duty.clause else clause_words(duty.path)


def _rows(shown: list[Counted], office: int | None, on: date) -> list[dict[str, Any]]:
    ids, holders = [row.duty for row in shown], Holders(on)
    duties = Duty.objects.select_related("document", "clause").defer(*HEAVY, "quote").in_bulk(ids)
    late: dict[int, list[Pair]] = {pk: [] for pk in ids}
    for pair in late_pairs(on, holders, duties=ids):
        if (pair.overdue or pair.risky) and (office is None or pair.office == office):
            late[pair.duty].append(pair)
    stands = [
        (row.duty, standing_on(Falls(row.risky_from, row.late_from), on, has_work=row.has_work)) for row in shown
    ]
    return [
        {"duty": duties[pk], "where": where_in(duties[pk]), "standing": standing, "name": STANDINGS[standing], "tone": TONES[standing],
         "offices": [(holders.name_of(p.office), p.overdue, p.risky) for p in sorted(late[pk], key=lambda p: -p.overdue)]}
        for pk, standing in stands if pk in duties
    ]  # fmt: skip
