"""Registers the ground floor's screens in the staff workspace."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from nhipcau.people.permissions import may


class PermittedItem(MenuItem):
    """A menu item shown to those who may do ``permission``."""

    def __init__(self, *args: object, permission: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may open it."""
        return may(request.user, self.permission)


@hooks.register("insert_global_admin_css")
def house_style() -> SafeString:
    """What the rooms' screens share."""
    return format_html('<link rel="stylesheet" href="{}">', static("people/house.css"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Under /staff/people/."""
    return [path("people/", include("nhipcau.people.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> SubmenuMenuItem:
    """Offices, staff, trail."""
    items = [
        PermittedItem(
            _("Offices"), reverse_lazy("people:offices"), icon_name="site", order=1, permission="people.see"
        ),
        PermittedItem(
            _("Functions over time"), reverse_lazy("people:functions"), icon_name="history", order=2,
            permission="people.see",
        ),
        PermittedItem(_("Staff"), reverse_lazy("people:staff"), icon_name="group", order=3, permission="people.see"),
        PermittedItem(
            _("Focal points"), reverse_lazy("people:focal_points"), icon_name="user", order=4, permission="people.see"
        ),
        PermittedItem(
            _("Courses"), reverse_lazy("people:courses"), icon_name="calendar", order=5, permission="people.see"
        ),
        PermittedItem(
            _("Training needs"), reverse_lazy("people:needs"), icon_name="list-ul", order=6, permission="people.see"
        ),
        PermittedItem(
            _("Trail"), reverse_lazy("people:trail"), icon_name="history", order=9, permission="people.see_trail"
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(_("Offices and people"), Menu(None, items=items), icon_name="group", order=800)


@hooks.register("register_account_menu_item")
def security(request: HttpRequest) -> dict[str, object]:
    """Passkey and authenticator of one's own account."""
    return {
        "url": reverse_lazy("mfa_index"),
        "label": _("Sign-in security"),
        "help_text": _("Passkeys, authenticator app and recovery codes."),
    }
