"""Plain text and HTML."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from typing import Any

import lxml.html
from lxml import etree

from nhipcau.ports.extraction.encodings import decode, mend_fonts
from nhipcau.ports.extraction.types import Broken, Extraction, Limits, OnPage, ShouldStop

_BLOCKS = frozenset(
    ["p", "div", "section", "article", "header", "footer", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "table", "tr", "br", "hr", "blockquote", "pre", "dt", "dd", "dl", "figure", "figcaption", "center", "address", "form", "fieldset", "caption", "thead", "tbody", "tfoot"]
)  # fmt: skip
_LEFT_OUT = frozenset(
    ["script", "style", "nav", "noscript", "template", "iframe", "svg", "button", "select", "head", "aside"]
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_text(content: bytes, *, limits: Limits, on_page: OnPage, should_stop: ShouldStop) -> Extraction:
    """A plain text in any of the encodings Vietnamese was ever written in."""
    text, encoding = decode(content)
    warnings = (f"encoding:{encoding}",) if encoding not in ("utf-8", "utf-8-sig") else ()
    return Extraction(tidy(text, limits), "txt", "text", None, warnings)


def read_html(content: bytes, *, limits: Limits, on_page: OnPage, should_stop: ShouldStop) -> Extraction:
    """The words of a page in reading order; a table's cells are kept apart by bars."""
    declared = _CHARSET.search(content[:2048])
    text, encoding = decode(content)
    if declared and encoding == "latin":
        with contextlib.suppress(LookupError):
            text = content.decode(declared.group(1).decode("ascii"), "replace")
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise Broken from fault
    main = next((found[0] for path in ("//main", "//article") if (found := root.xpath(path)) and
                 len(found[0].text_content()) > 0.4 * len(root.text_content())), root)  # fmt: skip
    pieces: list[str] = []
    _walk(main, pieces)
    words, _fonts = mend_fonts("".join(pieces))
    return Extraction(tidy(words, limits), "html", "html")


def _walk(root: Any, pieces: list[str]) -> None:
    """Depth first without recursion: pages nest deeper than Python's stack."""
    todo: list[tuple[Any, bool]] = [(root, True)]
    while todo:
        element, entering = todo.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if not entering:
            pieces.append("\n" if tag in _BLOCKS else (" | " if tag in ("td", "th") else ""))
            pieces.append(_one_line(element.tail) if element is not root else "")
            continue
        if tag in _LEFT_OUT or not tag:
            pieces.append(_one_line(element.tail))
            continue
        if tag in _BLOCKS:
            pieces.append("\n")
        pieces.append(_one_line(element.text))
        todo.append((element, False))
        todo.extend((child, True) for child in reversed(element))


def _one_line(words: str | None) -> str:
    return re.sub(r"\s+", " ", words) if words else ""


def tidy(text: str, limits: Limits) -> str:
    """NFC, line feeds, no runs of blank lines, no longer than the bound."""
    text = unicodedata.normalize("NFC", text[: limits.letters]).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\x00", "").replace("\f", "\n")
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip(" ") for line in text.split("\n")]
    lines = [re.sub(r"^(?:\|\s*)+|(?:\s*\|)+$", "", line) if line.count("|") else line for line in lines]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
