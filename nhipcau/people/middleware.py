"""Two things every request of staff passes: the second factor, and a plain page for a refusal."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nhipcau.people.models import Staff
from nhipcau.people.permissions import NotAllowed

Answer = Callable[[HttpRequest], HttpResponse]


class SecondFactorMiddleware:
    """Where the setting asks for it, staff without a passkey or TOTP set one up before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.NHIPCAU_REQUIRE_SECOND_FACTOR and self._lacks_one(request):
            return redirect(reverse("mfa_index"))
        return self.get_response(request)

    @staticmethod
    def _lacks_one(request: HttpRequest) -> bool:
        if not isinstance(request.user, Staff) or not request.path.startswith("/staff/"):
            return False
        free = request.path.startswith(("/staff/sign-in/", "/staff/jsi18n/", "/staff/sprite/"))
        return not free and not is_mfa_enabled(request.user)


class RefusalMiddleware:
    """NotAllowed, wherever it is raised, becomes a page that says so (403)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only our own refusal is answered; anything else goes on."""
        if not isinstance(exception, NotAllowed):
            return None
        return render(request, "people/refused.html", {"message": str(exception)}, status=403)
