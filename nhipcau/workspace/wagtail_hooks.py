"""Registers the first page, and takes from the menu what a province does not use yet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from nhipcau.workspace.panels import Desk

# Pages, pictures and Wagtail's own reports come with the public site; until then they would lead nowhere.
UNUSED = {"explorer", "images", "documents", "snippets", "reports", "help"}


@hooks.register("construct_homepage_panels")
def first_page(request: HttpRequest, panels: list[Any]) -> None:
    """Our desk in place of Wagtail's panels."""
    panels[:] = [Desk()]


@hooks.register("construct_homepage_summary_items")
def no_page_counts(request: HttpRequest, items: list[Any]) -> None:
    """Counts of pages and pictures say nothing here."""
    items[:] = []


@hooks.register("construct_main_menu")
def only_what_is_used(request: HttpRequest, items: list[Any]) -> None:
    """Leave out the unused."""
    items[:] = [item for item in items if item.name not in UNUSED]
