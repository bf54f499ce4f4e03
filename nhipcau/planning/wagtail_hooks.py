"""Registers the planning room's screens in the staff workspace."""

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
    """Under /staff/planning/."""
    return [path("planning/", include("nhipcau.planning.urls"))]


@hooks.register("insert_global_admin_css")
def planning_style() -> SafeString:
    """Tables of money and estimates."""
    return format_html('<link rel="stylesheet" href="{}">', static("planning/planning.css"))


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Plans, their lines, norms."""
    items = [
        PermittedItem(
            _("Plans of the years"), reverse_lazy("planning:rounds"), icon_name="calendar-alt", order=1,
            permission="planning.see",
        ),
        PermittedItem(
            _("Lines of plans"), reverse_lazy("planning:lines"), icon_name="list-ul", order=2, permission="planning.see"
        ),
        PermittedItem(
            _("Money of the year"), reverse_lazy("planning:money"), icon_name="table", order=3, permission="planning.see"
        ),
        PermittedItem(
            _("Commitments"), reverse_lazy("planning:contracts"), icon_name="doc-full", order=4,
            permission="planning.see",
        ),
        PermittedItem(
            _("Spending norms"), reverse_lazy("planning:norms"), icon_name="form", order=6, permission="planning.see"
        ),
        PermittedItem(
            _("Reviews of documents"), reverse_lazy("planning:reviews"), icon_name="doc-full-inverse", order=7,
            permission="planning.see",
        ),
        PermittedItem(
            _("Inspections"), reverse_lazy("planning:inspections"), icon_name="view", order=8, permission="planning.see"
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Plans and money"), Menu(None, items=items), icon_name="calendar-alt", order=310)
