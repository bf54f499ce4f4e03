"""The body of a story as clean XHTML for a book. What moves or sounds becomes a line that says where it can be seen."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import lxml.html
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from lxml import etree
from wagtail.rich_text import expand_db_html

from nhipcau.media import shelf
from nhipcau.media.models import Asset
from nhipcau.media.queries import best_text, credit_of
from nhipcau.newsroom.facts import fact_shown
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.rules.book import Image

WIDEST = 1280
"""Pixels of a picture in a book: an A5 page at 220 dots an inch."""
ALLOWED = frozenset({"p", "ul", "ol", "li", "b", "strong", "i", "em", "a", "sup", "sub", "br"})


class Text:
    """Draws bodies in one language and collects the pictures they need (by file name)."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.images: dict[str, Image] = {}

    def body(self, page: EditorialPage) -> str:
        """The blocks of ``page`` and its sources."""
        parts = [self._block(block.block_type, block.value) for block in page.body]
        sources = "".join(self._source(block.value) for block in page.sources)
        title = f"<h2>{escape(_('Sources'))}</h2>" if sources else ""
        return "".join(
            [
                self.figure(page.picture) if page.picture else "",
                *parts,
                title,
                f"<ol>{sources}</ol>" if sources else "",
            ]
        )

    def _block(self, kind: str, value: Any) -> str:
        drawn: dict[str, Callable[[Any], str]] = {
            "text": lambda v: cleaned(v.source), "remark": lambda v: f"<aside>{cleaned(v.source)}</aside>",
            "heading": lambda v: f"<h{v['level']}>{escape(v['text'])}</h{v['level']}>",
            "image": lambda v: self.figure(v["asset"], v["caption"]),
            "gallery": lambda v: "".join(self.figure(one["asset"], one["caption"]) for one in v["pictures"]),
            "video": self._elsewhere, "audio": self._elsewhere, "quote": _quote, "fact": self._fact,
            "map": lambda v: f"<p>{escape(', '.join(place.name_in(self.language) for place in v['places']))}</p>",
            "timeline": _timeline, "table": _table, "document": _document,
        }  # fmt: skip
        return drawn[kind](value) if kind in drawn else ""

    def figure(self, asset: Asset | None, caption: str = "") -> str:
        """The picture with its caption and credit; nothing where it has no size for a book."""
        image = self.picture(asset)
        if asset is None or image is None:
            return ""
        said = best_text(asset, self.language)
        words = " ".join(part for part in (caption or (said.caption if said else ""), credit_of(asset)) if part)
        under = f"<figcaption>{escape(words)}</figcaption>" if words else ""
        return f'<figure><img src="images/{image.name}" alt="{escape(image.alt)}"/>{under}</figure>'

    def picture(self, asset: Asset | None) -> Image | None:
        """The largest JPEG that a book needs, or the drawing; a film's poster stands for the film."""
        shown = asset.poster if asset is not None and asset.poster else asset
        if shown is None:
            return None
        rows = [
            r
            for r in shown.renditions.all()
            if (r.crop == "" and r.format in {"jpeg", "svg"} and r.width <= WIDEST) or r.format == "svg"
        ]
        best = max(rows, key=lambda r: r.width, default=None)
        if best is None:
            return None
        if best.name not in self.images:
            said = best_text(shown, self.language)
            self.images[best.name] = Image(
                best.name, shelf.private_file(best.name).read_bytes(), said.alt if said else ""
            )
        return self.images[best.name]

    def _elsewhere(self, value: Any) -> str:
        line = _("Film or sound, to be seen on the site: %(title)s") % {"title": value["asset"].title}
        return self.figure(value["asset"], value["caption"]) + f"<p>{escape(line)}</p>"

    def _fact(self, value: Any) -> str:
        figure = fact_shown(value["fact"], self.language) if value["fact"] else None
        if figure is None:
            return ""
        day = date_format(figure.as_of, "d/m/Y")
        return (
            f"<p><strong>{escape(figure.sentence)}</strong> <cite>({escape(figure.source.title)}, {day})</cite></p>"
        )

    def _source(self, value: Any) -> str:
        words = ", ".join(part for part in (value["title"], value["number"], value["publisher"]) if part)
        return f"<li>{_linked(words, value['url'])}</li>"


def _linked(words: str, url: str | None) -> str:
    return f'<a href="{escape(url)}">{escape(words)}</a>' if url else escape(words)


def _quote(value: Any) -> str:
    return f"<blockquote><p>{escape(value['text'])}</p><cite>{escape(value['said_by'])}, {escape(value['source'])}</cite></blockquote>"


def _timeline(value: Any) -> str:
    rows = "".join(f"<li><strong>{escape(m['when'])}</strong> {escape(m['text'])}</li>" for m in value["moments"])
    return (f"<h3>{escape(value['title'])}</h3>" if value["title"] else "") + f"<ul>{rows}</ul>"


def _table(value: Any) -> str:
    def row(cells: Any, tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(cell or '')}</{tag}>" for cell in cells) + "</tr>"

    rows = [one["cells"] for one in value["rows"]]
    head = f"<thead>{row(rows[0], 'th')}</thead>" if value["has_header"] else ""
    body = "".join(row(cells, "td") for cells in rows[1 if value["has_header"] else 0 :])
    return f"<table><caption>{escape(value['caption'])}</caption>{head}{f'<tbody>{body}</tbody>' if body else ''}</table>"


def _document(value: Any) -> str:
    return f"<p>{_linked(value['title'], value['url'])}</p>"


def cleaned(stored: str) -> str:
    """Rich text as it is stored → XHTML of a few elements; links lead to the whole address, everything else is let go but its words."""
    root = lxml.html.fragment_fromstring(expand_db_html(stored), create_parent="div")
    for element in list(root.iter()):
        if element is root:
            continue
        if not isinstance(element.tag, str):
            element.drop_tree()
        elif element.tag not in ALLOWED:
            element.drop_tag()
        else:
            href = element.get("href", "")
            element.attrib.clear()
            if element.tag == "a" and href:
                _lead(element, href)
    return escape(root.text or "") + "".join(
        etree.tostring(child, encoding="unicode", method="xml") for child in root
    )


def _lead(element: Any, href: str) -> None:
    if href.startswith("/"):
        href = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + href
    if href.startswith(("https://", "http://", "mailto:")):
        element.set("href", href)
