"""HTML that editors write, by an allow list: what is not named here does not reach a reader."""

from __future__ import annotations

import nh3

TAGS = {
    "p", "br", "b", "strong", "i", "em", "sup", "sub", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "span",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang", "lang", "title"},
    "span": {"lang"},
    "p": {"lang"},
    "li": {"lang"},
    "h2": {"id"},
    "h3": {"id"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_GONE = {"script", "style", "iframe", "object", "template", "noscript", "svg", "math"}


def clean(html: str) -> str:
    """``html`` with only the tags, attributes and addresses that a text of ours needs. What is inside other tags stays as
    words; what is inside scripts and styles goes with them. Cleaning twice changes nothing."""
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, clean_content_tags=_GONE, link_rel="noopener"
    )  # fmt: skip
