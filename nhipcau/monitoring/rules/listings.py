"""Links to articles on a list page: of the same site, with words long enough for a headline."""

from __future__ import annotations

import re

from lxml import html as lxml_html
from lxml.etree import LxmlError

from nhipcau.monitoring.rules.feeds import BadFeed, FeedEntry
from nhipcau.monitoring.rules.links import absolute, host_of, normal
from nhipcau.monitoring.rules.pages import decoded

MOST = 200
_HEADLINE = 25
_WORDS = 5
_NO_ARTICLE = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|svg|css|js|zip|rar|mp[34]|docx?|xlsx?)(?:$|\?)"
    r"|/(?:tag|tags|chu-de|author|tac-gia|login|rss)(?:/|$)",
    re.IGNORECASE,
)
"""Files, lists by label and by person, doors: no articles."""


def read_listing(content: bytes, *, url: str, pattern: str = "") -> tuple[FeedEntry, ...]:
    """Headlines and their links in the page's order, each once. ``pattern``: what a link must contain.

    Raises BadFeed: empty, no_links.
    """
    if not content.strip():
        raise BadFeed("empty")
    try:
        tree = lxml_html.document_fromstring(decoded(content))
    except (LxmlError, ValueError, AssertionError) as fault:
        raise BadFeed("no_links") from fault
    found: dict[str, FeedEntry] = {}
    own = normal(url)
    for link in tree.iter("a"):
        address = absolute(link.get("href") or "", base=url).partition("#")[0]
        words = " ".join("".join(link.itertext()).split()) or " ".join((link.get("title") or "").split())
        if not address or host_of(address) != host_of(url) or _NO_ARTICLE.search(address) or normal(address) == own:
            continue
        if (pattern not in address) if pattern else (len(words) < _HEADLINE or len(words.split()) < _WORDS):
            continue
        kept = found.get(normal(address))
        if kept is None or len(words) > len(kept.title):
            found[normal(address)] = FeedEntry(words[:500], address, None, address)
    if not found:
        raise BadFeed("no_links")
    return tuple(list(found.values())[:MOST])
