"""A book made of stories: what is in it, its fingerprint, and an EPUB 3.3 of it. Plain Python: the chapters come as clean XHTML.

EPUB: https://www.w3.org/TR/epub-33/, accessibility metadata: https://www.w3.org/TR/epub-a11y-11/. The archive is made the same from the same
book: fixed order and dates.
"""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from html import escape

NAMESPACE = uuid.UUID("7f1d3f0e-6f0a-5f3c-9d42-6e6863617564")
_DAY = (1980, 1, 1, 0, 0, 0)
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml", "webp": "image/webp"}


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the book by the name of its file; ``alt`` "" for one that says nothing the text does not."""

    name: str
    content: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One story. ``body`` is XHTML inside ``<section>``; pictures in it are named ``images/NAME``."""

    key: str
    title: str
    lead: str
    body: str


@dataclass(frozen=True, slots=True)
class Book:
    """All of it. ``imprint`` are lines (office, editor, licence, ISBN, day)."""

    key: str
    title: str
    subtitle: str
    language: str
    publisher: str
    day: date
    imprint: tuple[str, ...]
    about: str
    chapters: tuple[Chapter, ...]
    images: tuple[Image, ...] = ()
    cover: Image | None = None
    isbn: str = ""
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The book's own words in its language."""

    contents: str
    imprint: str
    cover: str


def identifier(book: Book) -> str:
    """The ISBN where there is one, else a UUID made from the key: the same book keeps its identifier."""
    return f"urn:isbn:{book.isbn.replace('-', '')}" if book.isbn else f"urn:uuid:{uuid.uuid5(NAMESPACE, book.key)}"


def isbn_is_right(text: str) -> bool:
    """Whether the check digit of an ISBN-13 or ISBN-10 fits (ISO 2108)."""
    digits = text.replace("-", "").replace(" ", "").upper()
    if len(digits) == 13 and digits.isdecimal():
        return sum(int(d) * (1, 3)[n % 2] for n, d in enumerate(digits)) % 10 == 0
    if len(digits) == 10 and digits[:9].isdecimal() and (digits[9].isdecimal() or digits[9] == "X"):
        return sum((10 if d == "X" else int(d)) * (10 - n) for n, d in enumerate(digits)) % 11 == 0
    return False


def fingerprint_of(said: object) -> str:
    """SHA-256 (hex) of a plain value: what an approval of the publication is given to."""
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def content_hash(book: Book) -> str:
    """SHA-256 (hex) of all that is in the book: the same hash, the same files."""
    plain = asdict(book) | {"images": [(i.name, hashlib.sha256(i.content).hexdigest(), i.alt) for i in book.images]}
    plain["cover"] = (book.cover.name, hashlib.sha256(book.cover.content).hexdigest()) if book.cover else None
    return fingerprint_of(plain)


def epub(book: Book, words: Words, css: str, fonts: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """The book as EPUB 3.3. ``fonts`` are WOFF2 files that ``css`` names as ``fonts/NAME``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "mimetype", b"application/epub+zip", zipfile.ZIP_STORED)
        _put(archive, "META-INF/container.xml", _CONTAINER.encode())
        _put(archive, "OEBPS/content.opf", _package(book, [name for name, _content in fonts]).encode())
        _put(archive, "OEBPS/nav.xhtml", _nav(book, words).encode())
        _put(archive, "OEBPS/style.css", css.encode())
        _put(archive, "OEBPS/title.xhtml", _title_page(book, words).encode())
        for number, chapter in enumerate(book.chapters, 1):
            _put(archive, f"OEBPS/chapter-{number}.xhtml", _chapter(book, chapter, number).encode())
        for image in [*book.images, *([book.cover] if book.cover else [])]:
            _put(archive, f"OEBPS/images/{image.name}", image.content)
        for name, content in fonts:
            _put(archive, f"OEBPS/fonts/{name}", content)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


_CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def _package(book: Book, fonts: Sequence[str]) -> str:
    files = [("nav", "nav.xhtml", "application/xhtml+xml", "nav"), ("css", "style.css", "text/css", ""),
             ("title", "title.xhtml", "application/xhtml+xml", "")]  # fmt: skip
    files += [(f"c{n}", f"chapter-{n}.xhtml", "application/xhtml+xml", "") for n in range(1, len(book.chapters) + 1)]
    files += [(f"i{n}", f"images/{i.name}", _type(i.name), "") for n, i in enumerate(book.images, 1)]
    files += [(f"f{n}", f"fonts/{name}", "font/woff2", "") for n, name in enumerate(fonts, 1)]
    if book.cover:
        files.append(("cover", f"images/{book.cover.name}", _type(book.cover.name), "cover-image"))
    items = "".join(
        f'<item id="{key}" href="{href}" media-type="{kind}"{f" properties={chr(34)}{of}{chr(34)}" if of else ""}/>'
        for key, href, kind, of in files
    )
    spine = '<itemref idref="title"/><itemref idref="nav"/>' + "".join(
        f'<itemref idref="c{n}"/>' for n in range(1, len(book.chapters) + 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{book.language}"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{_metadata(book)}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )


def _metadata(book: Book) -> str:
    pictures = bool(book.images or book.cover)
    moment = (book.modified or datetime(book.day.year, book.day.month, book.day.day)).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ001
    modes = ["textual", *(["visual"] if pictures else [])]
    features = ["structuralNavigation", "tableOfContents", "readingOrder", *(["alternativeText"] if pictures else [])]
    plain = [
        f'<dc:identifier id="id">{escape(identifier(book))}</dc:identifier>',
        f"<dc:title>{escape(book.title)}</dc:title>",
        f"<dc:language>{book.language}</dc:language>",
        f"<dc:publisher>{escape(book.publisher)}</dc:publisher>",
        f"<dc:creator>{escape(book.publisher)}</dc:creator>",
        f"<dc:date>{book.day.isoformat()}</dc:date>",
        f'<meta property="dcterms:modified">{moment}</meta>',
        *(f'<meta property="schema:accessMode">{mode}</meta>' for mode in modes),
        '<meta property="schema:accessModeSufficient">textual</meta>',
        *(f'<meta property="schema:accessibilityFeature">{feature}</meta>' for feature in features),
        '<meta property="schema:accessibilityHazard">none</meta>',
        '<meta name="cover" content="cover"/>' if book.cover else "",
        f"<dc:description>{escape(book.about)}</dc:description>" if book.about else "",
    ]
    return "".join(plain)


def _type(name: str) -> str:
    return _TYPES[name.rpartition(".")[2]]


def _page(book: Book, title: str, body: str, kind: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" lang="{book.language}" xml:lang="{book.language}"><head><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="style.css"/></head><body epub:type="{kind}">{body}</body></html>'
    )


def _nav(book: Book, words: Words) -> str:
    rows = "".join(
        f'<li><a href="chapter-{n}.xhtml">{escape(chapter.title)}</a></li>'
        for n, chapter in enumerate(book.chapters, 1)
    )
    body = (
        f'<nav epub:type="toc" id="toc" role="doc-toc" aria-labelledby="toc-title"><h1 id="toc-title">{escape(words.contents)}</h1>'
        f"<ol>{rows}</ol></nav>"
    )
    return _page(book, words.contents, body, "frontmatter")


def _title_page(book: Book, words: Words) -> str:
    cover = (
        f'<p class="cover"><img src="images/{book.cover.name}" alt="{escape(book.cover.alt or words.cover)}"/></p>'
        if book.cover
        else ""
    )
    subtitle = f'<p class="subtitle">{escape(book.subtitle)}</p>' if book.subtitle else ""
    lines = "<br/>".join(escape(line) for line in book.imprint)
    about = f"<p>{escape(book.about)}</p>" if book.about else ""
    body = (
        f'<section epub:type="titlepage"><h1>{escape(book.title)}</h1>{subtitle}{cover}{about}</section>'
        f'<section epub:type="imprint" aria-label="{escape(words.imprint)}"><p class="imprint">{lines}</p></section>'
    )
    return _page(book, book.title, body, "frontmatter")


def _chapter(book: Book, chapter: Chapter, number: int) -> str:
    lead = f'<p class="lead">{escape(chapter.lead)}</p>' if chapter.lead else ""
    body = (
        f'<section epub:type="chapter" role="doc-chapter" aria-labelledby="h{number}"><h1 id="h{number}">{escape(chapter.title)}</h1>'
        f"{lead}{chapter.body}</section>"
    )
    return _page(book, chapter.title, body, "bodymatter")


def print_html(book: Book, words: Words, css: str) -> str:
    """The book as one HTML document for the printer: cover, imprint, contents with page numbers, chapters. Pictures as ``images/NAME``."""
    cover = f'<img class="cover-picture" src="images/{book.cover.name}" alt=""/>' if book.cover else ""
    subtitle = f'<p class="subtitle">{escape(book.subtitle)}</p>' if book.subtitle else ""
    toc = "".join(
        f'<li><a href="#c{n}">{escape(chapter.title)}</a></li>' for n, chapter in enumerate(book.chapters, 1)
    )
    chapters = "".join(
        f'<section class="chapter" id="c{n}"><h1>{escape(c.title)}</h1>{f"<p class={chr(34)}lead{chr(34)}>{escape(c.lead)}</p>" if c.lead else ""}'
        f"{c.body}</section>"
        for n, c in enumerate(book.chapters, 1)
    )
    lines = "<br/>".join(escape(line) for line in book.imprint)
    return (
        f'<!DOCTYPE html><html lang="{book.language}"><head><meta charset="utf-8"/><title>{escape(book.title)}</title>'
        f'<meta name="author" content="{escape(book.publisher)}"/><style>{css}</style></head><body>'
        f'<section class="front"><h1>{escape(book.title)}</h1>{subtitle}{cover}</section>'
        f'<section class="imprint-page"><p>{escape(book.about)}</p><p class="imprint">{lines}</p></section>'
        f'<nav class="contents"><h1>{escape(words.contents)}</h1><ol>{toc}</ol></nav>'
        f'<p class="running">{escape(book.title)}</p>{chapters}</body></html>'
    )


SHARED_CSS = """
body { line-height: 1.5;
  font-family: "Be Vietnam Pro", "Noto Sans Khmer", "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", sans-serif; }
:lang(km) { line-height: 1.8; }
h1, h2, h3 { line-height: 1.25; } .lead { font-weight: bold; } .subtitle, .imprint { color: #444; }
figure { margin: 1em 0; } img { max-width: 100%; height: auto; } figcaption, cite { font-size: .85em; color: #444; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #999; padding: .3em .5em; text-align: left; }
"""


def print_css(*, crop: bool) -> str:
    """A5 with running heads and page numbers; with ``crop`` 3 mm of bleed and crop marks for the printing house."""
    marks = "bleed: 3mm; marks: crop cross;" if crop else ""
    return (
        SHARED_CSS
        + f"""
@page {{ size: A5; margin: 18mm 15mm 20mm; {marks} @bottom-center {{ content: counter(page); font-size: 8pt; }} }}
@page :left {{ @top-left {{ content: string(book); font-size: 8pt; color: #555; }} }}
@page :right {{ @top-right {{ content: string(chapter); font-size: 8pt; color: #555; }} }}
@page front {{ @top-left {{ content: none; }} @top-right {{ content: none; }} @bottom-center {{ content: none; }} }}
body {{ font-size: 10pt; }} .front, .imprint-page {{ page: front; break-after: page; }} .front {{ padding-top: 25mm; }}
.imprint-page .imprint {{ margin-top: 90mm; font-size: 8pt; }}
.running {{ string-set: book content(text); visibility: hidden; height: 0; margin: 0; }}
.contents {{ break-after: page; }} .contents ol {{ list-style: none; padding: 0; }}
.contents a {{ color: inherit; text-decoration: none; }} .contents a::after {{ content: leader(".") target-counter(attr(href), page); }}
.chapter {{ break-before: page; }} .chapter > h1 {{ string-set: chapter content(text); }}
h1, h2, h3 {{ break-after: avoid; }} figure {{ break-inside: avoid; }}
p {{ orphans: 2; widows: 2; }}
"""
    )
