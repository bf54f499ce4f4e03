"""A long list is the list that Django writes, only sooner."""

from __future__ import annotations

from django import forms
from django.test.html import parse_html

from nhipcau.people.widgets import LongSelect

CHOICES = [("", "---"), ("1", "Sở <b>Công Thương</b>"), ("Nhóm", [("2", 'Huyện "Cầu Kè"'), ("3", "Thị xã")])]


def test_the_same_html_as_djangos_own() -> None:
    for value in ("", "1", "3", None, "nobody's"):
        attrs = {"id": "x", "class": "a b", "required": True, "disabled": False}
        ours = LongSelect(choices=CHOICES).render("office", value, attrs)
        theirs = forms.Select(choices=CHOICES).render("office", value, attrs)
        assert parse_html(ours) == parse_html(theirs)
