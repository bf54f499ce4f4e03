"""Links to articles in the HTML of a newsletter: those with a headline for words; never those to unsubscribe or to share."""

from __future__ import annotations

import re

from lxml import html as lxml_html
from lxml.etree import LxmlError

from nhipcau.monitoring.rules.feeds import FeedEntry
from nhipcau.monitoring.rules.links import absolute, normal

MOST = 100
_NOT = re.compile(
    r"unsubscrib|huỷ|hủy đăng|bỏ theo dõi|view (?:in|this)|xem (?:trên|trong) trình|facebook|twitter|preferences|privacy",
    re.IGNORECASE,
)


def read_newsletter(markup: str) -> tuple[FeedEntry, ...]:
    """Headlines and links in the mail's order, each once. Never raises."""
    if "<" not in markup:
        return ()
    try:
        tree = lxml_html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (LxmlError, ValueError, AssertionError):
        return ()
    found: dict[str, FeedEntry] = {}
    for link in tree.iter("a"):
        url = absolute(link.get("href") or "")
        words = " ".join("".join(link.itertext()).split())
        if url and len(words.split()) >= 4 and len(words) >= 20 and not _NOT.search(words) and not _NOT.search(url):
            found.setdefault(normal(url), FeedEntry(words[:500], url, None, url))
    return tuple(list(found.values())[:MOST])
