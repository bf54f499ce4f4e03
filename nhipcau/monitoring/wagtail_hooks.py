"""Registers the monitoring room's screens in the staff workspace."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from nhipcau.people.wagtail_hooks import PermittedItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/monitoring/."""
    return [path("monitoring/", include("nhipcau.monitoring.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """The desk, digests, sources, and what stands behind them."""
    rows = [
        (_("Reading desk"), "desk", "glasses", "monitoring.see"),
        (_("Press digests"), "digests", "list-ol", "monitoring.see"),
        (_("Sources"), "sources", "rotate", "monitoring.see"),
        (_("Bring in"), "bring", "upload", "monitoring.bring"),
        (_("Radio and television"), "recordings", "media", "monitoring.bring"),
        (_("Rules of relevance"), "rules", "sliders", "monitoring.see"),
        (_("Topics and places over time"), "statistics", "grid", "monitoring.see"),
        (_("What is kept"), "keeping", "history", "monitoring.see"),
        (_("Settings of the desk"), "settings", "cog", "monitoring.manage"),
    ]
    items = [
        PermittedItem(name, reverse_lazy(f"monitoring:{where}"), icon_name=icon, order=at, permission=needed)
        for at, (name, where, icon, needed) in enumerate(rows)
    ]
    return SubmenuMenuItem(_("Press monitoring"), Menu(None, items=items), icon_name="glasses", order=350)
