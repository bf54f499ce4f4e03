"""Registers the work room's screens in the staff workspace."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from nhipcau.people.wagtail_hooks import PermittedItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under ``work/`` of the staff's pages."""
    return [path("work/", include("nhipcau.work.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Work, giving it, evidence, dissemination."""
    items = [
        PermittedItem(_("Assignments"), reverse_lazy("work:list"), icon_name="tasks", order=1, permission="work.see"),
        PermittedItem(
            _("Give work"), reverse_lazy("work:assign"), icon_name="plus", order=2, permission="work.assign"
        ),
        PermittedItem(
            _("Recurring work"), reverse_lazy("work:recurrences"), icon_name="rotate", order=3,
            permission="work.assign",
        ),
        PermittedItem(
            _("Evidence"), reverse_lazy("work:evidence_list"), icon_name="doc-full", order=4, permission="work.see"
        ),
        PermittedItem(
            _("Dissemination"), reverse_lazy("work:disseminations"), icon_name="group", order=5, permission="work.see"
        ),
        PermittedItem(
            _("Working sessions"), reverse_lazy("work:sessions"), icon_name="calendar-check", order=6,
            permission="work.see",
        ),
        PermittedItem(
            _("Award proposals"), reverse_lazy("work:awards"), icon_name="success", order=7,
            permission="work.see_own_award",
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Work"), Menu(None, items=items), icon_name="tasks", order=300)
