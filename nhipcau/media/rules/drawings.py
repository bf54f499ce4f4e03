"""Drawings (SVG): only what draws is let through.

Two passes: py-svg-hush (an allow list of elements, attributes and data types), then our own walk over what is left, which
refuses every address that leaves the file and every style that loads. Either alone would do; a drawing is shown inside our
pages, so one mistake in one of them must not be enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, register_namespace

import py_svg_hush
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from defusedxml.ElementTree import tostring as as_bytes

from nhipcau.media.rules import faults
from nhipcau.media.rules.faults import BadFile

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
MAX_ELEMENTS, MAX_DEPTH = 20_000, 100
_WORDS = frozenset({"text", "tspan", "textPath"})
_NAMES = (
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan textPath image "
    "linearGradient radialGradient stop pattern clipPath mask marker filter feBlend feColorMatrix "
    "feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight "
    "feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset "
    "fePointLight feSpecularLighting feSpotLight feTile feTurbulence style switch view metadata "
)
_ELEMENTS = frozenset(_NAMES.split())
_DROPPED = frozenset({"metadata", "switch", "view"})
_PICTURE_DATA = re.compile(r"data:image/(?:png|jpe?g|webp|gif);base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)
_INSIDE = re.compile(r"#[^\s\"'()<>]*")
_LOADS = re.compile(r"@import|expression\s*\(|javascript:|-moz-binding|behavior\s*:|image-set\s*\(|//", re.IGNORECASE)
_URL = re.compile(r"url\s*\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"\\[0-9a-fA-F]{1,6}\s?|\\")
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*", re.IGNORECASE)
_PER_UNIT = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that is safe to show: its bytes and the size it is drawn for in CSS pixels."""

    content: bytes
    width: int
    height: int


def clean_drawing(content: bytes) -> Drawing:
    """``content`` with nothing in it that runs, loads or leads elsewhere. Raises BadFile."""
    if re.search(rb"<!ENTITY|<!DOCTYPE[^>]*\[", content, re.IGNORECASE):
        raise BadFile(faults.DANGEROUS_DRAWING)
    try:
        hushed = py_svg_hush.filter_svg(content, keep_data_url_mime_types={"image": ["png", "jpeg", "webp", "gif"]})
        root = fromstring(hushed, forbid_dtd=False)
    except (DefusedXmlException, SyntaxError, ValueError, RecursionError):
        raise BadFile(faults.BAD_DRAWING) from None
    if root.tag != f"{{{SVG}}}svg":
        raise BadFile(faults.BAD_DRAWING)
    if sum(1 for _node in root.iter()) > MAX_ELEMENTS:
        raise BadFile(faults.TOO_LARGE)
    _walk(root)
    width, height = _size(root)
    if "viewBox" not in root.attrib:
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    _clean_attributes(root)  # in one order, so that the same drawing is the same bytes
    for prefix, name in (("", SVG), ("xlink", XLINK)):
        register_namespace(
            prefix, name
        )  # each time: the table is the process's, and the maker of PDFs writes its own into it
    return Drawing(as_bytes(root, encoding="utf-8"), max(1, round(width)), max(1, round(height)))


def _walk(root: Element) -> None:
    """Every element below ``root``, without recursion. Raises BadFile for what is nested too deep to be a drawing."""
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise BadFile(faults.BAD_DRAWING)
        _clean_attributes(node)
        for child in list(node):
            if _is_kept(child):
                waiting.append((child, depth + 1))
            else:
                _drop(node, child)
        if str(node.tag).rpartition("}")[2] in _WORDS:
            _undo_line_breaks(node)


def _is_kept(child: Element) -> bool:
    space, _, local = str(child.tag).rpartition("}")
    if space != f"{{{SVG}" or local not in _ELEMENTS or local in _DROPPED:
        return False
    return local != "style" or _style_is_safe(child.text or "")


def _drop(parent: Element, child: Element) -> None:
    """Without what stood inside it, but with the words after it."""
    at = list(parent).index(child)
    if child.tail and child.tail.strip():
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    parent.remove(child)


def _undo_line_breaks(node: Element) -> None:
    """py-svg-hush puts each element on a line of its own; between the parts of a word that would show as a space."""
    for part in node:
        if part.tail and "\n" in part.tail and not part.tail.strip():
            part.tail = None


def _clean_attributes(node: Element) -> None:
    for name, value in sorted(node.attrib.items()):
        del node.attrib[name]
        if _attribute_is_safe(name.rpartition("}")[2].lower(), value):
            node.attrib[name] = value


def _attribute_is_safe(name: str, value: str) -> bool:
    if name.startswith("on") or name in {"base", "src", "ping", "target"}:
        return False
    if name == "href":
        return bool(_INSIDE.fullmatch(value.strip()) or _PICTURE_DATA.fullmatch(value.strip()))
    return _style_is_safe(value)


def _style_is_safe(style: str) -> bool:
    if _ESCAPE.search(style) or _LOADS.search(style) or "/*" in style:
        return False
    return all(_INSIDE.fullmatch(found[1].strip()) for found in _URL.findall(style)) and _count_urls(style)


def _count_urls(style: str) -> bool:
    """Every beginning of an address was also read to its end: one left open is refused."""
    return len(re.findall(r"url\s*\(", style, re.IGNORECASE)) == len(_URL.findall(style))


def _size(root: Element) -> tuple[float, float]:
    attributes = root.attrib
    box = [float(n) for n in re.findall(r"-?[0-9]*\.?[0-9]+(?:e[+-]?\d+)?", attributes.get("viewBox", ""))[:4]]
    natural = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None
    width, height = _length(attributes.get("width", "")), _length(attributes.get("height", ""))
    if width and height:
        return width, height
    if natural is None:
        raise BadFile(faults.BAD_DRAWING)
    return natural


def _length(words: str) -> float | None:
    found = _LENGTH.fullmatch(words)
    return float(found[1]) * _PER_UNIT[(found[2] or "px").lower()] if found else None
