"""Where a page of the room stands: the trail above its title."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.reports.models import Consolidation, ReportForm, ReportRequest, Submission


def to_requests() -> dict[str, Any]:
    """The list of requests."""
    return {"url": reverse("reports:requests"), "label": _("Report requests")}


def to_request(request: ReportRequest) -> dict[str, Any]:
    """One request."""
    return {"url": reverse("reports:request", args=[request.pk]), "label": request.title}


def to_submission(submission: Submission, name: str) -> dict[str, Any]:
    """One office's report."""
    return {"url": reverse("reports:submission", args=[submission.pk]), "label": name}


def to_consolidation(consolidation: Consolidation) -> dict[str, Any]:
    """The consolidated report."""
    return {"url": reverse("reports:consolidated", args=[consolidation.pk]), "label": _("Consolidated report")}


def to_forms() -> dict[str, Any]:
    """The list of forms."""
    return {"url": reverse("reports:forms"), "label": _("Report forms")}


def to_form(form: ReportForm) -> dict[str, Any]:
    """One form."""
    return {"url": reverse("reports:form", args=[form.pk]), "label": form.name}
