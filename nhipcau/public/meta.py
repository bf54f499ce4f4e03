"""What is said about a page in its head. The parts for machines are in ``machines``."""

from __future__ import annotations

from typing import Any

from nhipcau.newsroom.models import EditorialPage
from nhipcau.public.chrome import province_name, translations_of


def meta_of(page: EditorialPage) -> dict[str, Any]:
    """Title, description, canonical address and the same page in other languages."""
    language = page.locale.language_code
    own = page.seo_title or page.title
    there = translations_of(page)
    return {
        "title": own if own == province_name(language) else f"{own} · {province_name(language)}",
        "description": page.search_description or page.lead,
        "canonical": page.full_url,
        "alternates": [{"code": code, "url": other.full_url} for code, other in there.items()] if len(there) > 1 else [],
        "image": "", "robots": "", "json_ld": "", "kind": "article",
    }  # fmt: skip
