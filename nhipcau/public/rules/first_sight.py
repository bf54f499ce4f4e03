"""What a page shows before its pictures have come: the picture's own tone, and small drawings as part of the page."""

from __future__ import annotations

from typing import Any

from lxml import etree

LEVELS = (0x33, 0x80, 0xCC)
"""Steps of red, green and blue of the tones that ``site.css`` knows: twenty-seven in all."""
LARGEST = 12_000
"""Characters of a drawing that a page may carry in itself; packed with the page they are a quarter."""
_SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "defs", "use", "clipPath", "title",
    "linearGradient", "radialGradient", "stop",
}  # fmt: skip
ATTRIBUTES = {
    "viewBox", "width", "height", "role", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "transform",
    "fill", "fill-rule", "clip-rule", "clip-path", "opacity", "fill-opacity", "stroke", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-opacity", "stroke-dasharray", "offset", "stop-color", "stop-opacity", "gradientUnits",
    "gradientTransform", "id", "href",
}  # fmt: skip


def tone_of(colour: str) -> str:
    """The class of the tone nearest to ``colour`` (#rrggbb); "" for anything else.

    A class, because the site's policy allows no inline style.
    """
    digits = colour.removeprefix("#")
    if len(digits) != 6:
        return ""
    try:
        parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    except ValueError:
        return ""
    steps = [min(range(3), key=lambda step: abs(LEVELS[step] - part)) for part in parts]
    return "tone-" + "".join(str(step) for step in steps)


def tones_css() -> str:
    """The rules of ``site.css`` for all tones."""
    named = [(f"{r}{g}{b}", LEVELS[r], LEVELS[g], LEVELS[b]) for r in range(3) for g in range(3) for b in range(3)]
    return " ".join(f".tone-{name} {{ background: #{r:02x}{g:02x}{b:02x} }}" for name, r, g, b in named)


def carried(drawing: str, *, mark: str = "") -> str:
    """The drawing as a part of the page, without its size and name; "" where it holds anything but plain shapes.

    Stricter than what is let in at upload: in an ``img`` a drawing is shut off from the page, here it is not. ``mark`` goes before
    each id: two drawings on a page may call different things by one name, and a browser then draws the first for both.
    """
    if len(drawing) > LARGEST:
        return ""
    try:
        root = etree.fromstring(drawing.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return ""
    if root.tag != f"{_SVG}svg" or not all(_is_plain(element) for element in root.iter()):
        return ""
    for name in [name for name in root.attrib if name not in {"viewBox", "fill"}]:
        del root.attrib[name]
    for title in root.findall(f"{_SVG}title"):
        root.remove(title)
    if mark:
        _mark_ids(root, mark)
    root.set("preserveAspectRatio", "xMidYMid slice")
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return str(etree.tostring(root, encoding="unicode")).replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)


def _mark_ids(root: Any, mark: str) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, f"{mark}{value}")
            elif name == "href":
                element.set(name, f"#{mark}{value[1:]}")
            elif value.startswith("url(#"):
                element.set(name, f"url(#{mark}{value[5:]}")


def _is_plain(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag.removeprefix(_SVG) not in SHAPES:
        return False
    inside = all(name in ATTRIBUTES and _stays_inside(str(value)) for name, value in element.attrib.items())
    return inside and str(element.get("href", "#")).startswith("#")


def _stays_inside(value: str) -> bool:
    return "url(" not in value or value.startswith("url(#")
