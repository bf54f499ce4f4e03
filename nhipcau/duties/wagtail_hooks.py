"""Registers the register's screens in the staff workspace."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from nhipcau.people.wagtail_hooks import PermittedItem


@hooks.register("insert_global_admin_css")
def register_style() -> SafeString:
    """What the register's and the work's screens add to the house."""
    return format_html('<link rel="stylesheet" href="{}">', static("duties/register.css"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/duties/."""
    return [path("duties/", include("nhipcau.duties.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> PermittedItem:
    """The register."""
    return PermittedItem(
        _("Duties"), reverse_lazy("duties:register"), icon_name="list-ul", order=200, permission="duties.see"
    )
