"""Registers the media room's screens in the staff workspace."""

from __future__ import annotations

from django.urls import URLResolver, include, path
from wagtail import hooks

from nhipcau.media.views.chooser import AssetChooserViewSet, asset_chooser_viewset


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/media/."""
    return [path("media/", include("nhipcau.media.urls"))]


@hooks.register("register_admin_viewset")
def chooser() -> AssetChooserViewSet:
    """The window in which an asset is chosen."""
    return asset_chooser_viewset
