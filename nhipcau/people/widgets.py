"""Fields of forms that several rooms use."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class DayInput(forms.DateInput):
    """The browser's own day field, always sent as ISO 8601."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of the day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class LongSelect(forms.Select):
    """A list of hundreds of choices: the same HTML as ``forms.Select``, without a template for each option."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: object = None
    ) -> SafeString:
        """The list with what is chosen marked."""
        context = self.get_context(name, value, attrs)["widget"]
        attributes = format_html_join("", ' {}="{}"', _pairs(context["attrs"] | {"name": context["name"]}))
        groups = format_html_join(
            "", "{}", ((self._group(label, rows),) for label, rows, _at in context["optgroups"])
        )
        return format_html("<select{}>{}</select>", attributes, groups)

    @staticmethod
    def _group(label: str | None, rows: list[dict[str, Any]]) -> SafeString:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((row["value"], SafeString(" selected") if row["selected"] else "", row["label"]) for row in rows),
        )
        return format_html('<optgroup label="{}">{}</optgroup>', label, options) if label else options


def _pairs(attributes: dict[str, Any]) -> list[tuple[str, Any]]:
    """As Django writes them: true stands without a value's meaning, false and None not at all."""
    return [(key, key if value is True else value) for key, value in attributes.items() if value not in (False, None)]
