"""What the public templates ask for that a template cannot work out: which fonts to fetch early, where a picture's heart lies."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

FONTS = {
    "km": ("noto-sans-khmer-400-700",),
    "vi": ("be-vietnam-pro-400",),
    "en": ("be-vietnam-pro-400",),
    "fr": ("be-vietnam-pro-400",),
}
"""Language → the files that its first screen needs. Chinese, Japanese and Korean texts use the reader's own fonts (ADR 12)."""


@register.simple_tag
def font_preloads() -> SafeString:
    """A preload line for each of the at most two files of the page's language."""
    files = FONTS.get(get_language() or "", ())
    lines = ((static(f"public/fonts/{name}.woff2"),) for name in files)
    return format_html_join("\n", '<link rel="preload" as="font" type="font/woff2" href="{}" crossorigin>', lines)


def _third(value: float | None) -> int:
    """0, 1 or 2: which third of the way from the beginning ``value`` (0–100) lies in."""
    return 1 if value is None else min(2, max(0, int(float(value) // (100 / 3))))


@register.filter
def focus_class(picture: Any) -> str:
    """The classes that keep the picture's point of interest in view when it is cropped; "" for the middle.

    ``picture.focal_x`` and ``focal_y`` are 0–100, from the start and the top. Classes, because the CSP has no inline styles.
    """
    if isinstance(picture, dict):
        x, y = picture.get("focal_x"), picture.get("focal_y")
    else:
        x, y = getattr(picture, "focal_x", None), getattr(picture, "focal_y", None)
    names = (("t", "", "b")[_third(y)], ("l", "", "r")[_third(x)])
    return " ".join(f"focus-{name}" for name in names if name)


@register.simple_tag
def source_mark(number: int) -> SafeString:
    """The raised number that leads from a sentence to its source."""
    return format_html('<sup><a href="#source-{}">{}</a></sup>', number, number)
