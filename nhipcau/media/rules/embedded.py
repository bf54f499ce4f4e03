"""What a photograph says about itself (EXIF, IPTC-IIM, XMP): used to fill in the form, never passed on.

Fields after the IPTC Photo Metadata Standard 2023.1. Where several say something, XMP is believed before IPTC before
EXIF: editors write XMP last.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image, ImageFile, IptcImagePlugin

_NS = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "iptc": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "rights": "http://ns.adobe.com/xap/1.0/rights/",
    "cc": "http://creativecommons.org/ns#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
_XMP = {
    "title": ("dc:title", "photoshop:Headline"),
    "author": ("dc:creator",),
    "caption": ("dc:description",),
    "rights": ("dc:rights",),
    "credit": ("photoshop:Credit",),
    "licence_url": ("cc:license", "rights:WebStatement"),
    "taken": ("photoshop:DateCreated", "xmp:CreateDate"),
    "place": ("iptc:Location", "photoshop:City"),
}
_IPTC = {
    "title": ((2, 5), (2, 105)), "author": ((2, 80),), "caption": ((2, 120),), "rights": ((2, 116),),
    "credit": ((2, 110),), "taken": ((2, 55),), "place": ((2, 92), (2, 90)),
}  # fmt: skip
_EXIF = {"caption": 0x010E, "author": 0x013B, "rights": 0x8298}
_GPS, _DETAILS, _TAKEN = 0x8825, 0x8769, 0x9003
_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Embedded:
    """What was read; "" and None where nothing was said. ``had_place``: GPS was in the file and stays private."""

    title: str = ""
    author: str = ""
    caption: str = ""
    rights: str = ""
    credit: str = ""
    licence_url: str = ""
    place: str = ""
    taken_on: date | None = None
    had_place: bool = False


def read_embedded(content: bytes) -> Embedded:
    """What the picture in ``content`` says about itself. Never raises for a broken field: it is left out."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif, had_place = _from_exif(picture)
            found = exif | _from_iptc(picture) | _from_xmp(_packet(picture))
    except Exception:
        return Embedded()  # what a stranger wrote into a file must never stand in the way of the file
    taken = found.pop("taken", "")
    return Embedded(**{k: _clean(v) for k, v in found.items()}, taken_on=_day(taken), had_place=had_place)


def _clean(words: str) -> str:
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", words).strip()[:_LENGTH]


def _from_exif(picture: Image.Image) -> tuple[dict[str, str], bool]:
    exif = picture.getexif()
    found = {name: _words(exif[tag]) for name, tag in _EXIF.items() if tag in exif}
    taken = exif.get_ifd(_DETAILS).get(_TAKEN)
    if taken:
        found["taken"] = str(taken)
    return {k: v for k, v in found.items() if v}, bool(exif.get_ifd(_GPS))


def _words(value: Any) -> str:
    """Cameras write UTF-8 into fields that the standard calls ASCII, and Pillow reads those as Latin-1."""
    if isinstance(value, bytes):
        return _decoded(value)
    words = str(value)
    try:
        return words.encode("latin-1").decode("utf-8").strip()
    except (UnicodeEncodeError, UnicodeDecodeError):
        return words.strip()


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


def _from_iptc(picture: ImageFile.ImageFile) -> dict[str, str]:
    records = IptcImagePlugin.getiptcinfo(picture) or {}
    found: dict[str, str] = {}
    for name, keys in _IPTC.items():
        for key in keys:
            value: Any = records.get(key)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, bytes) and (words := _decoded(value)):
                found.setdefault(name, words)
    return found


def _packet(picture: Image.Image) -> bytes:
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp") or b""
    return packet.encode() if isinstance(packet, str) else packet


def _from_xmp(packet: bytes) -> dict[str, str]:
    start, end = packet.find(b"<x:xmpmeta"), packet.find(b"</x:xmpmeta>")
    body = packet[start : end + len(b"</x:xmpmeta>")] if 0 <= start < end else packet.strip(b"\0 \r\n")
    if not body:
        return {}
    try:
        tree = fromstring(body)
    except (DefusedXmlException, SyntaxError, ValueError):
        return {}
    found: dict[str, str] = {}
    for name, fields in _XMP.items():
        words = next((w for field in fields if (w := _xmp_words(tree, field))), "")
        if words:
            found[name] = words
    return found


def _xmp_words(tree: Element, field: str) -> str:
    prefix, _, local = field.partition(":")
    tag = f"{{{_NS[prefix]}}}{local}"
    for description in tree.iter(f"{{{_NS['rdf']}}}Description"):
        if tag in description.attrib:
            return description.attrib[tag].strip()
    node = tree.find(f".//{tag}")
    if node is None:
        return ""
    if resource := node.get(f"{{{_NS['rdf']}}}resource"):
        return resource.strip()
    items = [(i.text or "").strip() for i in node.iter(f"{{{_NS['rdf']}}}li")]
    return (
        ", ".join(i for i in items if i) if local == "creator" else (items[0] if items else (node.text or "").strip())
    )


def _day(words: str) -> date | None:
    found = re.match(r"(\d{4})[:\-/]?(\d{2})[:\-/]?(\d{2})", words)
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
