"""How a page in a language names the house that answers for it, asked once a page."""

from __future__ import annotations

from nhipcau.newsroom.office_names import office_names
from nhipcau.public.once import once

names_in = once(office_names)


def named(office: str, language: str) -> str:
    """``office`` in ``language``; in Vietnamese where no settled form is known."""
    return names_in(language).get(office, office)
