"""The house's screen about machines: partners' keys, telling search engines, kept pages, signatures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.newsroom.actions.partnering import issue_key, note_told, revoke_key
from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import PartnerKey, Signature
from nhipcau.newsroom.signing_key import private_key
from nhipcau.people.models import TrailEntry
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.public.machines.indexnow import NotTold, changed_since, tell
from nhipcau.public.page_cache.places import is_on, program_stamp, the_store

LATEST = 20


class KeyForm(forms.Form):
    """A key for a partner."""

    partner = forms.CharField(label=gettext_lazy("Partner"), max_length=200)
    per_hour = forms.IntegerField(label=gettext_lazy("Requests an hour"), min_value=1, max_value=20_000, initial=600)


def last_told() -> datetime:
    """When search engines were last told; a month ago where they never were."""
    row = TrailEntry.objects.filter(action="newsroom.tell_engines").order_by("-seq").first()
    return row.at if row else timezone.now() - timedelta(days=30)


class Machines(StaffPage):
    """What leaves the house for machines, and the buttons for it. Nothing here happens by itself."""

    permission = "newsroom.see"
    template_name = "public/staff/machines.html"
    page_title = gettext_lazy("The site and machines")
    header_icon = "globe"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keys, pages to tell of, kept pages, the latest signatures."""
        by = staff_of(self.request)
        return super().get_context_data(**kwargs) | {
            "keys": PartnerKey.objects.select_related("issued_by", "revoked_by"),
            "key_form": kwargs.get("key_form") or KeyForm(),
            "changed": len(changed_since(last_told())), "kept": len(the_store().index.rows()) if is_on() else 0,
            "signatures": Signature.objects.select_related("page", "by")[:LATEST], "has_key": private_key() is not None,
            "may_manage": may(by, "newsroom.manage_partners"), "may_tell": may(by, "newsroom.tell_engines"),
            "may_run": may(by, "system.run"),
        }  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        """One of the buttons."""
        deed = {"issue": self._issue, "revoke": self._revoke, "tell": self._tell, "forget": self._forget}
        chosen = deed.get(request.POST.get("deed", ""))
        return chosen() if chosen else redirect("machines_staff:machines")

    def _issue(self) -> HttpResponse:
        form = KeyForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(key_form=form))
        asked = form.cleaned_data
        row, key = issue_key(asked["partner"], per_hour=asked["per_hour"], by=staff_of(self.request))
        text = _("The key of %(partner)s, shown only this once: %(key)s") % {"partner": row.partner, "key": key}
        messages.success(self.request, text)
        return redirect("machines_staff:machines")

    def _revoke(self) -> HttpResponse:
        row = get_object_or_404(PartnerKey, pk=self.request.POST.get("key"))
        try:
            revoke_key(row, by=staff_of(self.request))
        except NotNow as fault:
            messages.error(self.request, str(fault))
        return redirect("machines_staff:machines")

    def _tell(self) -> HttpResponse:
        addresses = changed_since(last_told())
        try:
            note_told(len(addresses), by=staff_of(self.request))
            tell(addresses)
        except NotTold as fault:
            messages.error(self.request, _("The search engines did not take it: %(why)s") % {"why": fault})
        else:
            messages.success(self.request, _("Told of %(count)d addresses.") % {"count": len(addresses)})
        return redirect("machines_staff:machines")

    def _forget(self) -> HttpResponse:
        if may(staff_of(self.request), "system.run") and is_on():
            the_store().clear(program_stamp())
            messages.success(self.request, _("Nothing is kept any more; pages are drawn anew."))
        return redirect("machines_staff:machines")
