"""A value of a mapping by a key that the template only knows as a variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(key: Any, mapping: Mapping[str, Any]) -> Any:
    """``line.outcome|of:names``: empty where there is none."""
    return mapping.get(str(getattr(key, "value", key)), "")


@register.filter
def split_words(words: str) -> list[str]:
    """``"docx xlsx"|split_words``."""
    return words.split()
