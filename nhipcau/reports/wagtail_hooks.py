"""Registers the screens of reports; Wagtail's own /staff/reports/ keeps its address."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from nhipcau.people.wagtail_hooks import PermittedItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/issued-reports/."""
    return [path("issued-reports/", include("nhipcau.reports.urls"))]


@hooks.register("insert_global_admin_css")
def reports_style() -> SafeString:
    """The grid of a table that is filled in, and the parts of a report."""
    return format_html('<link rel="stylesheet" href="{}">', static("reports/reports.css"))


@hooks.register("register_admin_menu_item")
def overview() -> PermittedItem:
    """Leadership's one screen, at the top."""
    return PermittedItem(
        _("Overview"), reverse_lazy("reports:overview"), icon_name="view", order=50,
        permission="reports.see_overview", name="overview",
    )  # fmt: skip


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Requests, what goes upward, forms, what comes back."""
    items = [
        PermittedItem(
            _("Report requests"), reverse_lazy("reports:requests"), icon_name="clipboard-list", order=1,
            permission="reports.see",
        ),
        PermittedItem(
            _("Reports upward"), reverse_lazy("reports:list"), icon_name="doc-full", order=2, permission="reports.see",
            name="reports-upward",
        ),
        PermittedItem(
            _("Report forms"), reverse_lazy("reports:forms"), icon_name="form", order=3, permission="reports.ask"
        ),
        PermittedItem(
            _("Reports that come back"), reverse_lazy("reports:schedules"), icon_name="calendar-alt", order=4,
            permission="reports.ask",
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Reporting"), Menu(None, items=items), icon_name="clipboard-list", order=400)
