"""The headers of every answer. Readers' pages may run our own files and nothing else; staff's bear a nonce."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.safestring import SafeString, mark_safe

from nhipcau.media.rules.embeds import PROVIDERS
from nhipcau.public.rules.policies import HEADERS, policy_beside_page, public_policy, staff_policy

STAFF = "/staff/"
CSP = "Content-Security-Policy"
POLICY_SIGN = '<meta http-equiv="Content-Security-Policy"'
HEAD = 512
"""The policy stands within so many bytes, before anything that it rules."""
_nonce: ContextVar[str] = ContextVar("nonce", default="")
"""Of the answer being made: widgets are drawn without a request."""


def nonce() -> str:
    """The nonce of the answer being made; "" outside of staff's pages."""
    return _nonce.get()


@lru_cache(maxsize=1)
def players() -> tuple[str, ...]:
    """Origins whose films may be shown after a click."""
    return tuple(sorted({provider.origin for provider in PROVIDERS.values()}))


def bears_policy(answer: HttpResponseBase) -> bool:
    """Whether the answer is a page with the policy at its head (``style.dressed``)."""
    return not answer.streaming and POLICY_SIGN.encode() in getattr(answer, "content", b"")[:HEAD]


class SecurityHeadersMiddleware:
    """Sets what an answer has not set itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.is_secure = bool(settings.SECURE_SSL_REDIRECT)
        self.public = public_policy(players(), is_secure=self.is_secure)
        self.beside = policy_beside_page(is_secure=self.is_secure)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(STAFF):
            answer = self.get_response(request)
            return self._finish(answer, self.beside if bears_policy(answer) else self.public)
        mine = secrets.token_urlsafe(16)
        token = _nonce.set(mine)
        try:
            answer = self.get_response(request)
        finally:
            _nonce.reset(token)
        return self._finish(answer, staff_policy(mine, players(), is_secure=self.is_secure))

    @staticmethod
    def _finish(answer: HttpResponseBase, policy: str) -> HttpResponseBase:
        answer.headers.setdefault(CSP, policy)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer


def let_choosers_run() -> None:
    """Wagtail's choosers write their own script element from Python; from now on it bears the answer's nonce."""
    from wagtail.admin.widgets.chooser import BaseChooser

    plain = BaseChooser.render

    def render(self: BaseChooser, *args: Any, **kwargs: Any) -> SafeString:
        """As Wagtail draws it, the script with its nonce."""
        before, sign, after = str(plain(self, *args, **kwargs)).rpartition("<script>")
        mark = f'<script nonce="{nonce()}">' if sign and nonce() else sign
        return mark_safe(f"{before}{mark}{after}")  # noqa: S308 – Wagtail's own

    BaseChooser.render = render
