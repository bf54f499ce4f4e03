"""What a page says in plain words."""

from __future__ import annotations

from nhipcau.newsroom.models import EditorialPage


def plain_words(page: EditorialPage) -> str:
    """Lead and body without mark-up, a line for each part."""
    return "\n".join([page.lead, *page.body.stream_block.get_searchable_content(page.body)])
