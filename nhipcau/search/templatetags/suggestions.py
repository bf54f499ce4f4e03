"""What a page's box has to know to suggest."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


@dataclass(frozen=True, slots=True)
class SuggestBox:
    """``words``: JSON of what is said aloud. An empty ``url`` where the address is not part of the site."""

    url: str
    language: str
    words: str


@register.simple_tag
def suggest_box(by: str = "") -> SuggestBox:
    """For the language of the page; ``by`` "staff" inside the workspace."""
    words = {
        "label": _("Suggestions"),
        "many": _("Suggestions: {n}. Move with the arrow keys, Enter opens one."),
        "none": _("No suggestions. Enter searches."),
    }
    try:
        url = reverse("search:suggestions" if by == "staff" else "suggestions")
    except NoReverseMatch:
        url = ""
    return SuggestBox(url, get_language() or "vi", json.dumps(words, ensure_ascii=False))
