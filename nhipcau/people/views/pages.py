"""What the rooms' pages share: Wagtail's frame and the permission to look."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require


def staff_of(request: HttpRequest) -> Staff:
    """The member of staff who asks. Wagtail's door has already turned away everyone else."""
    return cast("Staff", request.user)


class StaffPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the workspace. ``permission`` names the action that a person needs to look at it."""

    permission = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises NotAllowed, which becomes a page that says so."""
        require(staff_of(request), self.permission)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]
