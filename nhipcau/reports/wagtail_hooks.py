"""Registers the screens of reports; Wagtail's own /staff/reports/ keeps its address."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from nhipcau.people.wagtail_hooks import PermittedItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/issued-reports/."""
    return [path("issued-reports/", include("nhipcau.reports.urls"))]


@hooks.register("register_admin_menu_item")
def overview() -> PermittedItem:
    """Leadership's one screen, at the top."""
    return PermittedItem(
        _("Overview"), reverse_lazy("reports:overview"), icon_name="view", order=50,
        permission="reports.see_overview", name="overview",
    )  # fmt: skip


@hooks.register("register_admin_menu_item")
def menu() -> PermittedItem:
    """One entry."""
    return PermittedItem(
        _("Reports upward"), reverse_lazy("reports:list"), icon_name="clipboard-list", order=400,
        permission="reports.see", name="reports-upward",
    )  # fmt: skip
