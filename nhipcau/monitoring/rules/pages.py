"""The article in a page: title, clean text, day of publication, language.

Two kept libraries are read together: trafilatura finds the body (its quick way), resiliparse a second opinion of it. A long paragraph that
only one of them takes for the article is left out; so are the headline said again, lines that are nothing but a link to another article,
and calls to subscribe, share or read on. Measured in ``bench/monitor.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from lxml import html as lxml_html
from lxml.etree import ElementDefaultClassLookup, LxmlError, XPath, strip_elements, tostring
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding
from resiliparse.parse.lang import detect_fast
from trafilatura import bare_extraction

from nhipcau.monitoring.rules.published import published_on

LARGEST = 8_000_000
"""Bytes of a page that are read; the rest is left."""
_WORD = re.compile(r"\w+")
_SHINGLE = 4
_LONG = 5
_AGREES, _ABSENT = 0.75, 0.2
_ONLY_LINKS, _SHORT_LINK, _SHORT_CALL = 0.35, 30, 45
_CALL = re.compile(
    r"^\W*(?:read (?:more|also|next|the full)|related(?: (?:stories|articles|content|video))?\s*:|see (?:more|also)\b|also (?:read|see)\b"
    r"|more(?: from| on|:)|don['’]t miss|most read|click here|sign up|subscribe|follow (?:us|the|\w+ on)|get (?:access|the (?:day|latest|app))"
    r"|listen\s*:|download\s*:|watch\s*:|advertisement|filed under|share this|tags?\s*:|photo\s*:|reach the report|write to"
    r"|xem thêm|đọc thêm|tin liên quan|bài liên quan|mời (?:quý )?(?:độc giả|bạn)|theo dõi .{0,40} trên|đăng ký (?:nhận|theo)|>>)",
    re.IGNORECASE,
)
_NEVER_TEXT = (
    "style", "noscript", "svg", "template", "iframe", "object", "select", "button", "link", "nav", "aside", "footer", "form", "video", "audio",
)  # fmt: skip
_SCRIPTS = XPath('//script[not(contains(@type, "ld+json"))]')
"""What no article stands in: taken out first, so that both readers have less to walk through. Structured data stays."""
_SITE_NAME = re.compile(r"\s+[|»–—-]\s+[^|»–—-]{2,40}$")


@dataclass(frozen=True, slots=True)
class Article:
    """``text`` has one paragraph a line. ``language`` is a two-letter code. What a page does not say is None or empty."""

    title: str
    text: str
    published: date | None
    language: str | None


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    words: list[str]
    is_link: bool
    listed: bool


def read_page(content: bytes, *, url: str = "") -> Article:
    """The article in ``content`` (HTML in any encoding). Never raises; a page without an article has an empty text."""
    markup = decoded(content[:LARGEST])
    tree = _tree(markup)
    if tree is None:
        return Article("", "", None, None)
    titles = list(_titles(tree))
    published = published_on(tree, markup, url=url)
    strip_elements(tree, *_NEVER_TEXT, with_tail=False)
    for script in _SCRIPTS(tree):
        script.drop_tree()
    text = _text(tree, titles)
    return Article(
        title=titles[0] if titles else "",
        text=text,
        published=published,
        language=_language(tree, text),
    )


def decoded(content: bytes) -> str:
    """As text: by byte order mark and declared encoding, else by what the bytes look like."""
    try:
        return str(bytes_to_str(content, detect_encoding(content, html5_compatible=True) or "utf-8"))
    except (UnicodeError, LookupError, ValueError):
        return content.decode("utf-8", "replace")


_PARSER = lxml_html.HTMLParser(
    collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
)
_PARSER.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
"""One class for all elements: lxml's own parser asks for each element's class in Python, which cost a twentieth of all reading."""


def _tree(markup: str) -> HtmlElement | None:
    if "<" not in markup:
        return None
    try:
        tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=_PARSER)
    except (ValueError, LxmlError, AssertionError):
        return None
    return tree if tree is not None and tree.tag == "html" else None


def _titles(tree: HtmlElement) -> Iterator[str]:
    """Headlines the page gives, the best first, each once."""
    seen: set[str] = set()
    found = (
        tree.xpath('//meta[@property="og:title"]/@content')[:1] + tree.xpath("//h1")[:3] + tree.xpath("//title")[:1]
    )
    for one in found:
        said = " ".join((one if isinstance(one, str) else "".join(one.itertext())).split())
        said = _SITE_NAME.sub("", said) if len(said) > 30 else said
        if said and said not in seen:
            seen.add(said)
            yield said


def _text(tree: HtmlElement, titles: list[str]) -> str:
    links = {" ".join(_words("".join(link.itertext()))) for link in tree.iter("a")}
    markup = tostring(tree, encoding="unicode", method="html")
    lines = list(_body_lines(tree, links))
    if not lines:
        return ""
    agreed = _second_opinion(markup, lines)
    headlines = [_words(title) for title in titles]
    few_links = sum(line.is_link for line in lines) < _ONLY_LINKS * len(lines)
    kept: list[str] = []
    for line in lines:
        if few_links and line.is_link and not line.listed and len(line.words) < _SHORT_LINK:
            continue
        if len(kept) < 2 and _says_again(line.words, headlines):
            continue
        if len(line.words) < _SHORT_CALL and _CALL.match(line.text):
            continue
        if agreed is not None and len(line.words) > _LONG and _share(line.words, agreed) < _ABSENT:
            continue
        kept.append(line.text)
    return "\n".join(kept)


def _body_lines(tree: HtmlElement, links: set[str]) -> Iterator[_Line]:
    try:
        found = bare_extraction(tree, fast=True, include_comments=False, include_tables=False, with_metadata=False)
    except Exception:  # a library that stumbles over one page must not stop the others
        return
    body = getattr(found, "body", None)
    if body is None:
        return
    for element in body:
        listed = element.tag == "list"
        pieces = ["".join(item.itertext()) for item in element] if listed else "".join(element.itertext()).split("\n")
        for piece in pieces:
            if text := " ".join(piece.split()):
                words = _words(text)
                yield _Line(text, words, len(words) > 2 and " ".join(words) in links, listed)


def _second_opinion(markup: str, lines: list[_Line]) -> set[tuple[str, ...]] | None:
    """Shingles of what resiliparse takes for the article; None where it plainly took something else."""
    try:
        other = extract_plain_text(
            markup, main_content=True, alt_texts=False, links=False, form_fields=False, comments=False
        )
    except (ValueError, RuntimeError):
        return None
    words = _words(other)
    agreed = set(_shingles(words))
    long = [line.words for line in lines if len(line.words) > _LONG]
    total = sum(len(words) for words in long)
    shared = sum(len(words) * _share(words, agreed) for words in long)
    return agreed if total and shared > _AGREES * total else None


def _share(words: list[str], agreed: set[tuple[str, ...]]) -> float:
    return sum(map(agreed.__contains__, _shingles(words))) / max(1, len(words) - _SHINGLE + 1)


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Each run of four words."""
    return zip(*(words[at:] for at in range(_SHINGLE)), strict=False)


def _says_again(words: list[str], headlines: list[list[str]]) -> bool:
    if len(words) < 3:
        return False
    return any(words == said or (said and SequenceMatcher(None, words, said).ratio() > 0.75) for said in headlines)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _language(tree: HtmlElement, text: str) -> str | None:
    """What the words look like; where they are few, what the page says."""
    said = (tree.get("lang") or "").strip().lower()[:2]
    if len(text) < 120:
        return said or None
    found, distance = detect_fast(text[:3000])
    if found == "unknown" or distance > 1000:
        return said or None
    return str(found)
