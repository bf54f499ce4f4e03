"""Who signs, for which duties the desk's work is evidence, how long contacts are kept, which clocks run."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.corrections.actions import (
    NotNow,
    change_desk_settings,
    contacts_to_forget,
    days_kept,
    set_contact_retention,
)
from nhipcau.corrections.clocks import CORRESPONDENCE, DESK, REPLY, TRIAGE, clock_for
from nhipcau.corrections.desk import desk_settings
from nhipcau.corrections.forms import ContactRetentionForm, DeskSettingsForm
from nhipcau.corrections.models import Contact, ContactRetention
from nhipcau.people.permissions import today
from nhipcau.people.views.pages import StaffPage, staff_of


class SettingsPage(StaffPage):
    """One page for all of it."""

    permission = "corrections.manage"
    template_name = "corrections/settings.html"
    page_title = gettext_lazy("Settings of the corrections desk")
    header_icon = "cog"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Forms, rules in force, clocks."""
        row, on = desk_settings(), today()
        known = {
            "office": row.office_id,
            "duties": [] if row._state.adding else list(row.duties.values_list("pk", flat=True)),
        }
        names = ((TRIAGE, _("triage")), (REPLY, _("reply of the publisher")), (DESK, _("entry in the public log")),
                 (CORRESPONDENCE, _("answer to an opinion or criticism")))  # fmt: skip
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or DeskSettingsForm(initial=known),
            "retention_form": kwargs.get("retention_form") or ContactRetentionForm(initial={"valid_from": on}, prefix="retention"),
            "days": days_kept(on), "rules": ContactRetention.objects.all(), "contacts": Contact.objects.count(),
            "due_contacts": contacts_to_forget(on).count(), "clocks": [(name, clock_for(rule, on)) for rule, name in names],
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """One of the two forms."""
        by = staff_of(request)
        if request.POST.get("step") == "retention":
            form = ContactRetentionForm(request.POST, prefix="retention")
            if form.is_valid():
                try:
                    set_contact_retention(**form.cleaned_data, by=by)
                except NotNow as fault:
                    form.add_error(None, str(fault))
                else:
                    return self._kept(request)
            return self.render_to_response(self.get_context_data(retention_form=form), status=422)
        settings = DeskSettingsForm(request.POST)
        if settings.is_valid():
            change_desk_settings(
                office=settings.cleaned_data["office"], duties=list(settings.cleaned_data["duties"]), by=by
            )
            return self._kept(request)
        return self.render_to_response(self.get_context_data(form=settings), status=422)

    @staticmethod
    def _kept(request: HttpRequest) -> HttpResponse:
        messages.success(request, _("Kept."))
        return redirect("corrections:settings")
