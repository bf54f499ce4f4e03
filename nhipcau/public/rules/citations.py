"""Numbers of sources in plain text: "… of 1994 [4]" leads to the fourth source at the foot of the page, as it does in rich text."""

from __future__ import annotations

import re
from html import escape

CITED = re.compile(r"\s*\[(\d{1,2})\]")


def with_sources(text: str) -> str:
    """``text`` as safe HTML, each ``[n]`` a link to source n. All else is shown as typed."""
    return CITED.sub(lambda found: f'<sup><a href="#source-{found[1]}">{found[1]}</a></sup>', escape(text))
