"""Registers the corrections desk's screens in the staff workspace."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from nhipcau.people.wagtail_hooks import PermittedItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/corrections/."""
    return [path("corrections/", include("nhipcau.corrections.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Cases, what came by letter, settings."""
    rows = [
        (_("Cases"), "desk", "clipboard-list", "corrections.see"),
        (_("Write down what came by letter"), "receive", "plus", "corrections.receive"),
        (_("Settings of the corrections desk"), "settings", "cog", "corrections.manage"),
    ]
    items = [
        PermittedItem(name, reverse_lazy(f"corrections:{where}"), icon_name=icon, order=at, permission=needed)
        for at, (name, where, icon, needed) in enumerate(rows)
    ]
    return SubmenuMenuItem(_("Corrections desk"), Menu(None, items=items), icon_name="check", order=360)
