"""Registers the newsroom's screens, and takes from Wagtail's what goes another way here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.widgets import Button

from nhipcau.newsroom.actions import begin_page
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.staff import FactChooserViewSet, PlaceChooserViewSet
from nhipcau.newsroom.translating import translation_of
from nhipcau.newsroom.views.translations import instead_of_localize
from nhipcau.people.views.pages import staff_of
from nhipcau.people.wagtail_hooks import PermittedItem

GOES_ANOTHER_WAY = {"action-publish", "action-unpublish", "action-submit", "page-unpublish"}


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/newsroom/."""
    return [path("newsroom/", include("nhipcau.newsroom.urls"))]


@hooks.register("register_admin_viewset")
def fact_chooser() -> FactChooserViewSet:
    """Choosing a fact."""
    return FactChooserViewSet("fact_chooser", url_prefix="choose-fact")


@hooks.register("register_admin_viewset")
def place_chooser() -> PlaceChooserViewSet:
    """Choosing a place."""
    return PlaceChooserViewSet("place_chooser", url_prefix="choose-place")


@hooks.register("insert_global_admin_css")
def style() -> SafeString:
    """The newsroom's own."""
    return format_html('<link rel="stylesheet" href="{}">', static("newsroom/newsroom.css"))


@hooks.register("insert_editor_js")
def address_script() -> SafeString:
    """The address follows the headline."""
    return format_html('<script src="{}"></script>', static("newsroom/address.js"))


@hooks.register("insert_editor_js")
def keeping_script() -> SafeString:
    """What is typed stays in the browser until the server has it."""
    return format_html(
        '<script src="{}" data-offline="{}" data-refused="{}" data-found="{}" data-newer="{}" data-save="{}"'
        ' data-on-top="{}" data-drop="{}"></script>',
        static("newsroom/keeping.js"),
        _("No connection: kept in this browser, sent when it is back"),
        _("Kept in this browser, not saved yet"),
        _("This browser kept words of {when} that did not reach the server. Save them as the newest draft?"),
        _("Meanwhile a newer draft was saved. Yours can still go on top of it; the other stays in the history."),
        _("Save the kept words"),
        _("Save mine on top"),
        _("Throw the kept words away"),
    )


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """The newsroom."""
    items = [
        PermittedItem(_("Desk"), reverse_lazy("newsroom:desk"), icon_name="edit", order=1, permission="newsroom.see"),
        PermittedItem(_("Translations"), reverse_lazy("newsroom:translations"), icon_name="globe", order=20, permission="newsroom.see"),
        PermittedItem(_("Fixed terms"), reverse_lazy("newsroom:terms"), icon_name="list-ul", order=21, permission="newsroom.see"),
        PermittedItem(_("Reviewers of languages"), reverse_lazy("newsroom:reviewers"), icon_name="group", order=22, permission="newsroom.manage"),
        PermittedItem(
            _("Fact bank"), reverse_lazy("newsroom:facts"), icon_name="table", order=30, permission="newsroom.see"
        ),
        PermittedItem(
            _("Editorial plan"),
            reverse_lazy("newsroom:calendar"),
            icon_name="calendar",
            order=10,
            permission="newsroom.see",
        ),
        PermittedItem(
            _("Publications"),
            reverse_lazy("newsroom:publications"),
            icon_name="doc-full",
            order=40,
            permission="newsroom.see",
        ),
        PermittedItem(
            _("Commissions"),
            reverse_lazy("newsroom:commissions"),
            icon_name="clipboard-list",
            order=35,
            permission="newsroom.see",
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Newsroom"), Menu(None, items=items), icon_name="edit", order=400)


@hooks.register("construct_page_action_menu")
def no_publishing_here(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Publishing is a step of its own with a second person: the editor only saves."""
    items[:] = [item for item in items if item.name not in GOES_ANOTHER_WAY]


class ToTheWay(ActionMenuItem):
    """From writing to the page's way: hand over, see who reads it."""

    name = "action-way"
    label = _("Next steps: hand over, approve, publish")
    icon_name = "arrow-right"
    template_name = "wagtailadmin/pages/action_menu/menu_item.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Once the page is there."""
        return context["view"] == "edit" and isinstance(context.get("page"), EditorialPage)

    def get_url(self, parent_context: dict[str, Any]) -> str | None:
        """The page's own screen."""
        page = parent_context.get("page")
        return reverse("newsroom:page", args=[page.pk]) if page else None


@hooks.register("register_page_action_menu_item")
def to_the_way() -> ToTheWay:
    """In the editor's menu."""
    return ToTheWay(order=5)


@hooks.register("register_page_header_buttons")
def way_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Any:
    """In the header of Wagtail's page screens."""
    if isinstance(page.specific_deferred, EditorialPage):
        yield Button(_("Where it stands"), reverse("newsroom:page", args=[page.pk]), icon_name="tasks", priority=5)


@hooks.register("after_create_page")
def begun(request: HttpRequest, page: Any) -> None:
    """A new page belongs to the office of who began it."""
    if isinstance(page, EditorialPage):
        begin_page(page, by=staff_of(request))


@hooks.register("register_admin_urls", order=-1)
def instead_of_localize_addresses() -> list[URLPattern]:
    """Before wagtail-localize's: its screens would save over what is public and know no second person (ADR 22)."""
    return [re_path(r"^localize/(?!jsi18n/)(?P<rest>.*)$", instead_of_localize)]


@hooks.register("before_edit_page", order=-1)
def to_the_translation(request: HttpRequest, page: Any) -> HttpResponse | None:
    """What a translated page says is written sentence by sentence, on a screen of its own."""
    translation = translation_of(page)
    return redirect("newsroom:translating", pk=translation.pk) if translation else None


@hooks.register("construct_page_action_menu", order=10)
def no_localize_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Neither restarting nor undoing a translation is a menu item of the editor."""
    items[:] = [item for item in items if not str(item.name).startswith("localize-")]
