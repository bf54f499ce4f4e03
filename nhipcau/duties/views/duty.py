"""One duty: its words, where they stand, who answered then and answers now, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from nhipcau.duties.actions import (
    AlreadyClosed,
    Change,
    NoReason,
    OfficeChoice,
    edit_duty,
    end_duty,
    reopen_duty,
    set_offices,
    set_topics,
    withdraw_duty,
)
from nhipcau.duties.forms import CloseForm, DutyForm, OfficesForm, TopicsForm
from nhipcau.duties.models import Duty
from nhipcau.duties.queries import Answering
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.ports.sections import sections_of

_FORMS: dict[str, type[forms.Form]] = {
    "edit": DutyForm,
    "offices": OfficesForm,
    "topics": TopicsForm,
    "end": CloseForm,
    "withdraw": CloseForm,
}


class DutyPage(StaffPage):
    """Reading for everyone; the forms for those who keep the register."""

    permission = "duties.see"
    template_name = "duties/duty.html"
    header_icon = "list-ul"

    @cached_property
    def duty(self) -> Duty:
        """The duty of the address."""
        duties = Duty.objects.select_related("document", "clause", "function").prefetch_related(
            "offices__office", "offices__group", "topics", "revisions__by"
        )
        return get_object_or_404(duties.defer("document__text"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The first words of the duty."""
        return _("Duty %(number)d") % {"number": self.duty.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, register, this duty."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("duties:register"), "label": _("Duties")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The duty, its offices then and now, the sections of higher rooms, and the forms where allowed."""
        duty, by, on = self.duty, staff_of(self.request), today()
        answering = Answering(on)
        offices = [
            {"named": named, "then": answering.then(named, duty), "now": answering.now(named, duty)}
            for named in duty.offices.all()
        ]
        filled: dict[str, forms.Form] = {
            "edit": DutyForm.of(duty),
            "offices": OfficesForm.of(duty),
            "topics": TopicsForm(initial={"topics": list(duty.topics.all())}),
            "end": CloseForm(initial={"last_day": on}, prefix="end"),
            "withdraw": CloseForm(prefix="withdraw"),
        }
        return super().get_context_data(**kwargs) | {
            "duty": duty,
            "offices": offices,
            "today": on,
            "may_edit": may(by, "duties.edit"),
            "forms": filled | kwargs.get("faulty", {}),
            "opened": next(iter(kwargs.get("faulty", {})), ""),
            "sections": sections_of("duties.duty", duty, by),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step on the duty, named by ``step``."""
        step, by = request.POST.get("step", ""), staff_of(request)
        if step == "reopen":
            reopen_duty(self.duty, by=by)
            return self._done(_("The duty is in force again."))
        if step not in _FORMS:
            return redirect("duties:duty", pk=pk)
        form = _FORMS[step](request.POST, prefix=step if step in {"end", "withdraw"} else None)
        if form.is_valid():
            try:
                return self._done(_STEPS[step](self.duty, form.cleaned_data, by))
            except (AlreadyClosed, NoReason) as fault:
                form.add_error(None, str(fault))
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)

    def _done(self, said: str) -> HttpResponse:
        messages.success(self.request, said)
        return redirect("duties:duty", pk=self.duty.pk)


def _edit(duty: Duty, asked: dict[str, Any], by: Staff) -> str:
    reason = asked.pop("reason", "")
    edit_duty(duty, Change(**asked), by=by, reason=reason)
    return _("The duty was changed.")


def _offices(duty: Duty, asked: dict[str, Any], by: Staff) -> str:
    printed = {named.office_id or f"group-{named.group_id}": named.printed for named in duty.offices.all()}
    choices = [OfficeChoice(office=o, printed=printed.get(o.pk, "")) for o in asked["leads"]]
    choices += [OfficeChoice(group=g, printed=printed.get(f"group-{g.pk}", "")) for g in asked["groups"]]
    choices += [OfficeChoice(office=o, printed=printed.get(o.pk, ""), is_lead=False) for o in asked["partners"]]
    unique = {choice.office or choice.group: choice for choice in reversed(choices)}
    set_offices(duty, reversed(unique.values()), by=by)
    return _("The offices were set.")


def _topics(duty: Duty, asked: dict[str, Any], by: Staff) -> str:
    set_topics(duty, asked["topics"], by=by)
    return _("The topics were set.")


def _end(duty: Duty, asked: dict[str, Any], by: Staff) -> str:
    end_duty(duty, by=by, last_day=asked["last_day"] or today(), reason=asked["reason"])
    return _("The duty has ended.")


def _withdraw(duty: Duty, asked: dict[str, Any], by: Staff) -> str:
    withdraw_duty(duty, by=by, reason=asked["reason"])
    return _("The duty was withdrawn.")


_STEPS: dict[str, Callable[[Duty, dict[str, Any], Staff], str]] = {
    "edit": _edit,
    "offices": _offices,
    "topics": _topics,
    "end": _end,
    "withdraw": _withdraw,
}
