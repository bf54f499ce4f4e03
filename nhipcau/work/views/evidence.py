"""One piece of evidence: what is frozen of it, its file, its withdrawal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views import View

from nhipcau.people.permissions import NotAllowed, may, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.work.actions import NoReason, NotNow, withdraw_evidence
from nhipcau.work.forms import ReasonForm
from nhipcau.work.models import Evidence
from nhipcau.work.queries import visible_evidence


def evidence_for(request: HttpRequest, pk: int) -> Evidence:
    """The evidence of the address. Raises NotAllowed where the person may not see it."""
    by = staff_of(request)
    require(by, "work.see")
    found = get_object_or_404(
        Evidence.objects.select_related(
            "office", "assignment", "duty", "document__source", "filed_by", "withdrawal__by"
        ).defer("document__text"),
        pk=pk,
    )
    if not visible_evidence(by, on=today()).filter(pk=pk).exists():
        raise NotAllowed("work.see")
    return found


class EvidencePage(StaffPage):
    """What was filed, as it was filed."""

    permission = "work.see"
    template_name = "work/evidence.html"
    header_icon = "doc-full"

    @cached_property
    def evidence(self) -> Evidence:
        """The evidence of the address."""
        return evidence_for(self.request, self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its number; the title stands on the page."""
        return _("Evidence %(number)d") % {"number": self.evidence.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, evidence, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("work:evidence_list"), "label": _("Evidence")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The row, and the form for withdrawing it where that is allowed."""
        by, row = staff_of(self.request), self.evidence
        stands = not hasattr(row, "withdrawal")
        return super().get_context_data(**kwargs) | {
            "evidence": row,
            "withdrawal": getattr(row, "withdrawal", None),
            "may_withdraw": stands and may(by, "work.file_evidence", office=row.office_id, on=today()),
            "form": kwargs.get("form") or ReasonForm(),
            "opened": "withdraw" if kwargs.get("form") else "",
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw it."""
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                withdraw_evidence(self.evidence, reason=form.cleaned_data["reason"], by=staff_of(request), on=today())
            except (NotNow, NoReason) as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The evidence was withdrawn; it stays readable and counts no more."))
                return redirect("work:evidence", pk=pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class EvidenceFile(View):
    """The stored bytes, as a download: never shown inside our own pages."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Only to those who may see the evidence."""
        row = evidence_for(request, pk)
        if not row.file.name:
            raise Http404
        name = (
            get_valid_filename(row.file_name or row.file.name) if row.file_name else row.file.name.rpartition("/")[2]
        )
        answer = FileResponse(row.file.open("rb"), as_attachment=True, filename=name, content_type=row.content_type)
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["Cache-Control"] = "private, no-store"
        return answer
