"""How one gets in: accounts are made by an administrator, never by signing up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from nhipcau.people.models import Staff
from nhipcau.people.permissions import roles_of


class ClosedDoor(DefaultAccountAdapter):
    """allauth's adapter with self-registration shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False


class RoleHolders(BaseBackend):
    """Lets those into the workspace who hold a role today. The role ends, and with it the access."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Only the workspace's own door; all else is asked of ``permissions.require``."""
        return perm == "wagtailadmin.access_admin" and isinstance(user_obj, Staff) and bool(roles_of(user_obj))
