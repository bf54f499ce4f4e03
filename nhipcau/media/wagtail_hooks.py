"""Registers the media room's screens in the staff workspace."""

from __future__ import annotations

from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from nhipcau.media.views.chooser import AssetChooserViewSet, asset_chooser_viewset
from nhipcau.people.wagtail_hooks import PermittedItem


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/media/."""
    return [path("media/", include("nhipcau.media.urls"))]


@hooks.register("register_admin_viewset")
def chooser() -> AssetChooserViewSet:
    """The window in which an asset is chosen."""
    return asset_chooser_viewset


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    """The chooser opens on other rooms' pages, so its style is everywhere."""
    return format_html('<link rel="stylesheet" href="{}">', static("media/media.css"))


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """The library, adding to it, rights that end."""
    items = [
        PermittedItem(_("All files"), reverse_lazy("media:library"), icon_name="image", order=1, permission="media.see"),
        PermittedItem(_("Add files"), reverse_lazy("media:add"), icon_name="upload", order=2, permission="media.add"),
        PermittedItem(
            _("Rights that end"), reverse_lazy("media:rights"), icon_name="date", order=3, permission="media.see"
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Media library"), Menu(None, items=items), icon_name="image", order=450)
