"""Registers the room's screens for staff: the page of components, and what leaves the house for machines."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from nhipcau.people.wagtail_hooks import PermittedItem
from nhipcau.public.links import PageLinks
from nhipcau.public.staff import DesignPage, DesignWindow


@hooks.register("register_admin_urls")
def design_addresses() -> list[URLPattern]:
    """/staff/design/ and the window it shows twice."""
    return [
        path("design/", DesignPage.as_view(), name="public_design"),
        path("design/window/", DesignWindow.as_view(), name="public_design_window"),
    ]


@hooks.register("register_settings_menu_item")
def design_item() -> PermittedItem:
    """Among the settings."""
    return PermittedItem(
        _("Design of the public site"), reverse_lazy("public_design"), icon_name="image", order=900,
        permission="people.see",
    )  # fmt: skip


@hooks.register("register_admin_urls")
def machines_addresses() -> list[URLResolver]:
    """Under /staff/machines/."""
    return [path("machines/", include("nhipcau.public.urls_staff"))]


@hooks.register("register_settings_menu_item")
def machines_item() -> PermittedItem:
    """Among the settings."""
    return PermittedItem(
        _("The site and machines"), reverse_lazy("machines_staff:machines"), icon_name="globe", order=910,
        permission="newsroom.manage_partners",
    )  # fmt: skip


@hooks.register("register_rich_text_features", order=200)
def links_of_texts(features: FeatureRegistry) -> None:
    """In the place of Wagtail's own, which is registered before."""
    features.register_link_type(PageLinks)
