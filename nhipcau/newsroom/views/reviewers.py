"""Who reads each language before it goes out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.newsroom import actions
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.language_forms import ReviewerForm
from nhipcau.newsroom.models import LanguageReviewer
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import StaffPage, staff_of


class Reviewers(StaffPage):
    """Each language with its readers; a language without any is read by every approver."""

    permission = "newsroom.see"
    template_name = "newsroom/translating/reviewers.html"
    header_icon = "group"
    page_title = gettext_lazy("Reviewers of languages")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, newsroom, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:desk"), "label": _("Newsroom")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The languages and the form."""
        readers = list(LanguageReviewer.objects.select_related("staff").order_by("staff__full_name"))
        return super().get_context_data(**kwargs) | {
            "languages": [(c, n, [r for r in readers if r.language == c]) for c, n in settings.LANGUAGES],
            "form": kwargs.get("form") or ReviewerForm(),
            "may_manage": may(staff_of(self.request), "newsroom.manage"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Appoint somebody, or dismiss (``dismiss``)."""
        by = staff_of(request)
        leaving = request.POST.get("dismiss", "")
        if leaving:
            actions.dismiss_reviewer(get_object_or_404(LanguageReviewer, pk=leaving), by=by)
            messages.success(request, _("Dismissed."))
            return redirect("newsroom:reviewers")
        form = ReviewerForm(request.POST)
        if form.is_valid():
            try:
                actions.appoint_reviewer(form.cleaned_data["staff"], language=form.cleaned_data["language"], by=by)
            except NotNow as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("Appointed. From now on only reviewers approve pages in this language."))
                return redirect("newsroom:reviewers")
        return self.render_to_response(self.get_context_data(form=form), status=422)
