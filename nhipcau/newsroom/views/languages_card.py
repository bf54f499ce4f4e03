"""What a page's own screen says about its languages."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from nhipcau.newsroom.language_states import Cell, cells_of
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.translating import source_page, translation_of, words_of
from nhipcau.people.models import Staff
from nhipcau.people.permissions import may


def card_of(page: EditorialPage, by: Staff) -> dict[str, Any]:
    """The page in each language; for a translation also where it departs from the fixed terms, before somebody approves it."""
    translation = translation_of(page)
    source = source_page(translation.source) if translation else _original(page)
    cells = cells_of([source])[source.pk]
    words = words_of(translation) if translation else []
    mine: Cell | None = next((c for c in cells if c.page_id == page.pk), None)
    return {
        "source": source,
        "cells": cells,
        "mine": mine,
        "translation": translation,
        "departures": [(w, use) for w in words for use in w.departures],
        "may_translate": may(by, "newsroom.translate", office=page.office_id),
    }


def _original(page: EditorialPage) -> EditorialPage:
    """The Vietnamese page beside this one, else the page itself."""
    found = Page.objects.filter(translation_key=page.translation_key, locale__language_code="vi").first()
    specific: EditorialPage = found.specific if found else page
    return specific
