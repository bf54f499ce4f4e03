"""Content security policies and the other headers that tell a browser what a page may do."""

from __future__ import annotations

from collections.abc import Mapping

NONE, SELF = "'none'", "'self'"
Policy = Mapping[str, tuple[str, ...]]
_READERS: Policy = {
    "default-src": (NONE,), "script-src": (SELF,), "style-src": (SELF,), "img-src": (SELF, "data:"), "font-src": (SELF,),
    "media-src": (SELF, "blob:"), "connect-src": (SELF,), "manifest-src": (SELF,),
    "form-action": (SELF,), "base-uri": (NONE,), "object-src": (NONE,),
}  # fmt: skip


def public_policy(players: tuple[str, ...] = (), *, is_secure: bool = False) -> str:
    """For readers: our own files alone. ``players`` are the origins of films that load after a click."""
    return _written({**_READERS, "frame-src": (SELF, *players), "frame-ancestors": (SELF,)}, is_secure)


def policy_in_page(style: str, players: tuple[str, ...] = ()) -> str:
    """The same as a page of ours bears it itself, with ``style`` (``'sha256-…'``) let in. Who may frame it, only a header can say."""
    return _written({**_READERS, "frame-src": (SELF, *players), "style-src": (SELF, style)}, is_secure=False)


def policy_beside_page(*, is_secure: bool = False) -> str:
    """What goes in the header with a page that bears ``policy_in_page``: a browser holds it to both."""
    return _written(
        {
            "script-src": (SELF,), "object-src": (NONE,), "base-uri": (NONE,), "form-action": (SELF,), "frame-ancestors": (SELF,),
        },
        is_secure,
    )  # fmt: skip


def staff_policy(nonce: str, players: tuple[str, ...] = (), *, is_secure: bool = False) -> str:
    """For the workspace: scripts of our own files, and those in the page that bear the answer's nonce. Wagtail's editor sets
    sizes in style attributes, which run nothing: those alone may stand in the page."""
    return _written(
        {
            "default-src": (NONE,), "script-src": (SELF, f"'nonce-{nonce}'"), "style-src": (SELF, f"'nonce-{nonce}'"),
            "style-src-attr": ("'unsafe-inline'",), "img-src": (SELF, "data:", "blob:"), "font-src": (SELF,),
            "media-src": (SELF, "blob:"), "connect-src": (SELF,), "frame-src": (SELF, *players), "worker-src": (SELF,),
            "form-action": (SELF,), "base-uri": (NONE,), "frame-ancestors": (SELF,), "object-src": (NONE,),
        },
        is_secure,
    )  # fmt: skip


def _written(policy: Policy, is_secure: bool) -> str:
    parts = [f"{name} {' '.join(sources)}" for name, sources in policy.items()]
    return "; ".join([*parts, "upgrade-insecure-requests"] if is_secure else parts)


_OFF = ("browsing-topics", "camera", "display-capture", "geolocation", "payment", "usb")
"""What a page, or a film's player in it, might ask a reader for. Each name costs every answer its bytes."""
PERMISSIONS = ", ".join([*(f"{name}=()" for name in _OFF), "microphone=(self)"])
"""The microphone is for voice search, on our own pages, when the reader presses it."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
"""On every answer, unless its view says otherwise."""
