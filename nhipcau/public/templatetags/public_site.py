"""What the public templates ask for that a template cannot work out: where a picture's heart lies, how a source is marked."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nhipcau.public.rules.citations import with_sources

register = template.Library()


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


@register.filter
def cited(value: Any) -> SafeString:
    """Plain text with its ``[n]`` as links to the sources at the foot of the page."""
    return mark_safe(with_sources(str(value)))  # noqa: S308 – escaped there


@register.simple_tag
def source_mark(number: int) -> SafeString:
    """The raised number that leads from a sentence to its source."""
    return format_html('<sup><a href="#source-{}">{}</a></sup>', number, number)
