"""Where links of a text to pages of the site lead: to the reader's language where it is there."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from nhipcau.public.machines.addresses import path_of
from nhipcau.public.tree import STANDING, number_of


class PageLinks(PageLinkHandler):
    """As Wagtail's, which reads each page whole and asks for each translation by itself. One query however many links a text has,
    one more where some lead into another language."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Page | None]:
        """The pages that the links name, in their order; None where one is gone."""
        asked = [attrs.get("id", "") for attrs in attrs_list]
        rows = Page.objects.filter(pk__in={pk for pk in asked if pk.isdecimal()}).only(*STANDING)
        found = {str(row.pk): row for row in rows}
        return [found.get(pk) for pk in asked]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """The opening tags."""
        pages, here = cls.get_many(attrs_list), number_of(get_language() or "")
        away = {page.translation_key for page in pages if page and page.locale_id != here}
        rows = Page.objects.live().filter(locale_id=here, translation_key__in=away if here else ()).only(*STANDING)
        there = {row.translation_key: row for row in rows}
        addresses = [path_of(there.get(page.translation_key, page)) if page else "" for page in pages]
        return [f'<a href="{escape(address)}">' if address else "<a>" for address in addresses]
