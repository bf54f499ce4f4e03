"""Reading a page of ours as a visitor's programs do: its links, headings, pictures, language, structured data."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_CLOSES_ITSELF = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option", "tbody", "thead"})
_ADDRESSES = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "iframe": "src", "video": "src",
              "audio": "src", "form": "action", "use": "href", "track": "src", "area": "href"}  # fmt: skip


@dataclass(slots=True)
class Read:
    """What was found. ``links``: addresses as they stand, without what other programs resolve; ``faults``: of the HTML."""

    title: str = ""
    language: str = ""
    headings: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    without_alt: list[str] = field(default_factory=list)
    alternates: dict[str, str] = field(default_factory=dict)
    canonical: str = ""
    robots: str = ""
    faults: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self.open: list[str] = []
        self._text: list[str] | None = None
        self._is_data = False
        self._has_doctype = False

    def handle_decl(self, decl: str) -> None:
        self._has_doctype = self._has_doctype or decl.lower() == "doctype html"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if len(said) != len(attrs):
            self.read.faults.append(f"<{tag}> has an attribute twice")
        if tag not in _VOID:
            self.open.append(tag)
        if "id" in said:
            self.read.ids[said["id"]] += 1
        self._note(tag, said)
        if tag == "title" and "svg" not in self.open:
            self._text = []
        self._is_data = tag == "script" and said.get("type") == "application/ld+json"
        if self._is_data:
            self._text = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def _note(self, tag: str, said: dict[str, str]) -> None:
        read = self.read
        if tag == "html":
            read.language = said.get("lang", "")
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            read.headings.append(int(tag[1]))
        if tag == "img" and "alt" not in said:
            read.without_alt.append(said.get("src", ""))
        if tag == "meta" and said.get("name") == "robots":
            read.robots = said.get("content", "")
        if tag == "link" and said.get("rel") == "alternate" and said.get("hreflang"):
            read.alternates[said["hreflang"]] = said.get("href", "")
        if tag == "link" and said.get("rel") == "canonical":
            read.canonical = said.get("href", "")
        for name in {"srcset", "imagesrcset"} & set(said):
            read.links += [part.split()[0] for part in said[name].split(",") if part.split()]
        address = said.get(_ADDRESSES.get(tag, ""), "")
        if address and not (tag == "link" and said.get("rel") in {"canonical", "preconnect"}):
            read.links.append(address)
        if "style" in said or any(name.startswith("on") for name in said):
            read.faults.append(f"<{tag}> has a style or a script in an attribute, which the CSP refuses")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        text = "".join(self._text or [])
        if tag == "title" and self._text is not None:
            self.read.title, self._text = " ".join(text.split()), None
        if tag == "script" and self._is_data:
            self._data(text)
            self._text, self._is_data = None, False
        self._close(tag)

    def _data(self, text: str) -> None:
        try:
            json.loads(text)
        except ValueError:
            self.read.faults.append("structured data that is no JSON")

    def _close(self, tag: str) -> None:
        while self.open and self.open[-1] != tag and self.open[-1] in _CLOSES_ITSELF and tag in self.open:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.read.faults.append(f"</{tag}> closes nothing that is open")
        else:
            self.open.pop()


def read_page(html: str) -> Read:
    """What the page says of itself, with the faults of its HTML: tags that do not match, ids twice, headings that skip."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    read = reader.read
    left = [tag for tag in reader.open if tag not in _CLOSES_ITSELF and tag not in {"html", "body", "head"}]
    read.faults += [f"<{tag}> is never closed" for tag in left]
    read.faults += [] if reader._has_doctype else ["no doctype"]
    read.faults += [f"the id “{name}” stands there {count} times" for name, count in read.ids.items() if count > 1]
    read.faults += [] if read.language else ["no language"]
    read.faults += [] if read.title else ["no title"]
    if read.headings.count(1) != 1:
        read.faults.append(f"{read.headings.count(1)} first headings")
    steps = zip(read.headings, read.headings[1:], strict=False)
    read.faults += [f"a heading {after} follows a heading {before}" for before, after in steps if after > before + 1]
    return read


def inner_paths(links: list[str], *, page: str, base: str) -> list[tuple[str, str]]:
    """(path with query, fragment) of links that stay on the site at ``base``, in order, each once. ``page`` is where they stand."""
    found: dict[tuple[str, str], None] = {}
    home = urlsplit(base)
    for link in links:
        whole, fragment = urldefrag(urljoin(page, link))
        parts = urlsplit(whole)
        if parts.scheme in {"http", "https"} and parts.netloc == home.netloc:
            query = f"?{parts.query}" if parts.query else ""
            found[(f"{parts.path or '/'}{query}", fragment)] = None
    return list(found)
