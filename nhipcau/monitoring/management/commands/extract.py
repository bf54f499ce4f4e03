"""``nhipcau extract --json``: the article in each page. Reads JSON lines ``{"id", "url", "path"}``; a path may end in ``.gz``.

Exit codes: 0 every page was read, 1 at least one could not be, 2 wrong usage.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.monitoring.lines import LinesCommand
from nhipcau.monitoring.rules.pages import LARGEST, read_page


class Command(LinesCommand):
    """A line in, a line out, in order."""

    help = _(
        'Find the article in web pages. Reads JSON lines {"id", "url", "path"} (HTML, may be .gz) and prints {"id", "title", "text",'
        ' "published", "language"}. Exit codes: 0 every page was read, 1 at least one could not be, 2 wrong usage.'
    )

    def answer(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The article of one page."""
        article = read_page(_content(Path(str(asked["path"]))), url=str(asked.get("url") or ""))
        return {
            "id": asked.get("id"),
            "title": article.title,
            "text": article.text,
            "published": article.published.isoformat() if article.published else None,
            "language": article.language,
        }


def _content(path: Path) -> bytes:
    """The file's bytes; of a packed one no more than a page may have, however much it would unfold to."""
    if path.suffix != ".gz":
        with path.open("rb") as plain:
            return plain.read(LARGEST)
    try:
        with gzip.open(path) as packed:
            return packed.read(LARGEST)
    except (EOFError, zlib.error) as fault:
        raise OSError(str(fault)) from fault
