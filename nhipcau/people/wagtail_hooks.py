"""Registers the ground floor's screens in the staff workspace."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def house_style() -> SafeString:
    """What the rooms' screens share."""
    return format_html('<link rel="stylesheet" href="{}">', static("people/house.css"))
