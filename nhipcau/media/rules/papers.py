"""PDF files: who wrote them with what is blanked in place, so that tags for screen readers and signatures of pages stay.

Only what stands there uncompressed is found: the information dictionary as office programs write it, and the XMP packet
(ISO 32000-1, 14.3.2: "should not be compressed"). A dictionary inside an object stream is not reached.
"""

from __future__ import annotations

import re

_KEYS = rb"/(?:Author|Creator|Producer|Company|Manager|LastModifiedBy|SourceModified)"
_LITERAL = re.compile(_KEYS + rb"\s*\(((?:[^()\\]|\\.|\([^()]*\))*)\)", re.DOTALL)
_HEX = re.compile(_KEYS + rb"\s*<([0-9A-Fa-f\s]*)>")
_PACKET = re.compile(rb"<x:xmpmeta\b.*?</x:xmpmeta>", re.DOTALL)
_SAID = re.compile(
    rb"<((?:dc:creator|dc:publisher|xmp:CreatorTool|pdf:Producer|xmpMM:History|pdfx:\w+))\b[^>]*>(.*?)</\1>",
    re.DOTALL,
)
_SAID_SHORT = re.compile(rb"\b(?:xmp:CreatorTool|pdf:Producer|dc:creator)=\"([^\"]*)\"")
_STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)


def without_names(content: bytes) -> bytes:
    """``content`` with authors and programs blanked; the same length, so that the table of places still fits."""
    out = bytearray(content)
    streams = [found.span() for found in _STREAM.finditer(content)]
    for pattern, filler in ((_LITERAL, b" "), (_HEX, b"0")):
        for found in pattern.finditer(content):
            if not any(start <= found.start() < end for start, end in streams):
                _fill(out, found.span(1), filler)
    for packet in _PACKET.finditer(content):
        for said in (*_SAID.finditer(content, *packet.span()), *_SAID_SHORT.finditer(content, *packet.span())):
            _fill(out, said.span(said.lastindex or 0), b" ")
    return bytes(out)


def _fill(out: bytearray, span: tuple[int, int], filler: bytes) -> None:
    out[span[0] : span[1]] = filler * (span[1] - span[0])
