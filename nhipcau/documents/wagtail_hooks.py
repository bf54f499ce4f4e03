"""Registers the library's screens in the staff workspace."""

from __future__ import annotations

from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from nhipcau.people.wagtail_hooks import PermittedItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/library/; Wagtail's own documents keep /staff/documents/."""
    return [path("library/", include("nhipcau.documents.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Library, bringing in, missing."""
    items = [
        PermittedItem(_("Library of documents"), reverse_lazy("documents:library"), icon_name="doc-full", order=1,
                      permission="documents.see"),
        PermittedItem(_("Bring in documents"), reverse_lazy("documents:bring"), icon_name="upload", order=2,
                      permission="documents.take_in"),
        PermittedItem(_("Cited, not here yet"), reverse_lazy("documents:missing"), icon_name="warning", order=3,
                      permission="documents.see"),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Legal documents"), Menu(None, items=items), icon_name="doc-full", order=200)
