"""What the room adds to the staff workspace: one box on every page, its screens, and a voice for every box."""

from __future__ import annotations

import json

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.search import SearchArea

from nhipcau.people.wagtail_hooks import PermittedItem
from nhipcau.search.sources import SOURCES

STAFF_BOXES = "form[data-search-form], form[role=search], form[data-voice-search]"


@hooks.register("insert_global_admin_js")
def voice() -> SafeString:
    """The template's own escaping holds; it is ours."""
    return mark_safe(render_to_string("search/voice_everywhere.html", {"forms": STAFF_BOXES}))  # noqa: S308


@hooks.register("insert_global_admin_js")
def lists() -> SafeString:
    """Which kind of thing each list shows, by its address: its search box then suggests these."""
    kinds = {reverse(source.lists[1]): source.kind for source in SOURCES.values() if source.lists}
    context = {"forms": STAFF_BOXES, "kinds": json.dumps(kinds)}
    return mark_safe(render_to_string("search/suggest_everywhere.html", context))  # noqa: S308


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    """Of the box and the results."""
    return format_html('<link rel="stylesheet" href="{}">', static("search/staff.css"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/search/."""
    return [path("search/", include("nhipcau.search.urls"))]


@hooks.register("register_admin_search_area")
def first_area() -> SearchArea:
    """Before Wagtail's own, which look at one kind each and know no Vietnamese. The side bar's field is hidden (staff.css): the box stands on top."""
    return SearchArea(
        _("Search everything"), reverse_lazy("search:results"), name="everything", icon_name="search", order=-100
    )


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Results, saved searches, what was not found."""
    rows = [
        (_("Search everything"), "results", "search", "search.see"),
        (_("Saved searches"), "saved", "tag", "search.save"),
        (_("Abbreviations"), "abbreviations", "list-ul", "search.see"),
        (_("What was not found"), "asked", "help", "search.see_asked"),
    ]
    items = [
        PermittedItem(name, reverse_lazy(f"search:{where}"), icon_name=icon, order=at, permission=needed)
        for at, (name, where, icon, needed) in enumerate(rows)
    ]
    return SubmenuMenuItem(_("Search"), Menu(None, items=items), icon_name="search", order=790)
