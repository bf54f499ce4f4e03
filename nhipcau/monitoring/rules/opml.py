"""OPML 2.0: lists of feeds as readers exchange them. Entities are never expanded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from nhipcau.monitoring.rules.links import absolute

LARGEST = 2_000_000
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed with its name, its site's address, the folder it lies in and its category ("" where there is none)."""

    name: str
    url: str
    site: str = ""
    folder: str = ""
    category: str = ""


class BadOpml(ValueError):
    """The file is no OPML, or holds no feeds."""


def read_opml(content: bytes) -> list[Outline]:
    """The feeds of a file, each address once. Raises BadOpml."""
    if len(content) > LARGEST:
        raise BadOpml
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError) as fault:
        raise BadOpml from fault
    found: dict[str, Outline] = {}
    waiting = [(node, "") for node in root.iter("body")]
    while waiting and len(found) < MOST:
        parent, folder = waiting.pop(0)
        for node in parent.findall("outline"):
            name = " ".join((node.get("title") or node.get("text") or "").split())
            url = absolute(node.get("xmlUrl") or "")
            if url and url not in found:
                found[url] = Outline(name[:255] or url[:255], url, absolute(node.get("htmlUrl") or ""), folder,
                                     (node.get("category") or "").strip().strip("/")[:80])  # fmt: skip
            if not url:
                waiting.append((node, name))
    if not found:
        raise BadOpml
    return list(found.values())


def write_opml(title: str, outlines: Iterable[Outline]) -> bytes:
    """A file that other readers take."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    folders: dict[str, ET.Element] = {"": body}
    for one in outlines:
        if one.folder not in folders:
            folders[one.folder] = ET.SubElement(body, "outline", text=one.folder, title=one.folder)
        said = {"type": "rss", "text": one.name, "title": one.name, "xmlUrl": one.url}
        said |= {name: value for name, value in (("htmlUrl", one.site), ("category", one.category)) if value}
        ET.SubElement(folders[one.folder], "outline", said)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)
