"""What the room adds to the staff workspace: every search box in it can speak."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks

STAFF_BOXES = "form[data-search-form], form[role=search], form[data-voice-search]"


@hooks.register("insert_global_admin_js")
def voice() -> SafeString:
    """The template's own escaping holds; it is ours."""
    return mark_safe(render_to_string("search/voice_everywhere.html", {"forms": STAFF_BOXES}))  # noqa: S308
