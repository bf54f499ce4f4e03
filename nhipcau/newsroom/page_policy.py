"""Who may write pages in Wagtail's own screens: those whose role says so today. Nobody may publish there: that is an action's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from wagtail.models import AbstractPage, GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from nhipcau.people.models import Staff
from nhipcau.people.permissions import roles_of
from nhipcau.people.rules.roles import Scope, scope_of

WRITES_ALL = ("add_page", "change_page", "lock_page", "unlock_page")
WRITES_OWN = ("add_page",)
"""Wagtail lets those who may only add edit what they began themselves."""


class RolePagePolicy(PagePermissionPolicy):
    """Page permissions from the table of roles instead of groups."""

    def get_all_permissions_for_user(self, user: Any) -> list[GroupPagePermission]:
        """Unsaved rows as Wagtail reads them, over the whole tree. Publishing is never among them."""
        if not isinstance(user, Staff) or not user.is_active or user.is_superuser:
            return []
        scope = scope_of("newsroom.write", roles_of(user))
        if scope is None:
            return []
        root = Page.get_first_root_node()
        if root is None:
            return []
        names = WRITES_ALL if scope is Scope.ALL else WRITES_OWN
        return [GroupPagePermission(page=root, permission=Permission(codename=name)) for name in names]


def install() -> None:
    """Put our policy in the place of Wagtail's."""
    policy_registry.register(AbstractPage, RolePagePolicy(Page))
