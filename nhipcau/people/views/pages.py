"""What the rooms' pages share: Wagtail's frame and the permission to look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require


def staff_of(request: HttpRequest) -> Staff:
    """The member of staff who asks. Wagtail's door has already turned away everyone else."""
    return cast("Staff", request.user)


def answers_without_a_form(context: Mapping[str, Any]) -> list[str]:
    """Faults of steps that cannot be taken any more, so that no form on the page shows them.

    ``faulty`` holds the form of the step by its key, ``steps`` the forms that unfold; ``laid_out`` names steps whose forms
    stand elsewhere on the page.
    """
    faulty, steps = context.get("faulty"), context.get("steps")
    if not isinstance(faulty, Mapping) or not isinstance(steps, list):
        return []
    shown = {step["key"] for step in steps} | set(context.get("laid_out", ()))
    gone = [form for key, form in faulty.items() if key not in shown and isinstance(form, forms.Form)]
    return [str(words) for form in gone for words in form.non_field_errors()]


class StaffPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the workspace. ``permission`` names the action that a person needs to look at it."""

    permission = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises NotAllowed, which becomes a page that says so."""
        require(staff_of(request), self.permission)
        return super().dispatch(request, *args, **kwargs)

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        """Say also what was answered to a step whose form is gone from the page: another was faster."""
        for words in answers_without_a_form(context):
            messages.error(self.request, words)
        return super().render_to_response(context, **more)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]
