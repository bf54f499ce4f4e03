"""A starter page's blocks in the shape of the site's own body: neighbours that are plain text become one block."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import unescape
from typing import Any

from nhipcau.newsroom.rules.starter_types import Block, BlockKind

PAGE_LINK = re.compile(r'<a href="page:([a-z0-9-]+)">')
MARK = re.compile(r'<sup><a href="#source-(\d+)">\d+</a></sup>')
BEFORE_MARK = re.compile(r"\s+<sup>")
TAG = re.compile(r"<[^>]+>")
Link = Callable[[str], str]
"""Key of a starter page → the opening tag that leads to it."""


def plain(html: str) -> str:
    """``html`` of a starter block as plain text; a source's number stays as ``[n]``."""
    return unescape(TAG.sub("", MARK.sub(r" [\1]", html))).replace("  ", " ").strip()


def rich(html: str, link: Link) -> str:
    """``html`` with links to other pages of the site made by ``link``; a source's number stands right after its sentence."""
    return BEFORE_MARK.sub("<sup>", PAGE_LINK.sub(lambda found: link(found[1]), html))


def body_of(blocks: Sequence[Block], *, link: Link, fact: Callable[[str], int | None]) -> list[tuple[str, Any]]:
    """The body as (block type, raw value). ``fact`` gives a fact's id by its key; a fact the bank has not is left out."""
    body: list[tuple[str, Any]] = []
    for block in blocks:
        made = _block(block, link, fact)
        if made is None:
            continue
        if made[0] == "text" and body and body[-1][0] == "text":
            body[-1] = ("text", body[-1][1] + made[1])
        else:
            body.append(made)
    return body


def _block(block: Block, link: Link, fact: Callable[[str], int | None]) -> tuple[str, Any] | None:
    if block.kind is BlockKind.PARAGRAPH:
        return "text", f"<p>{rich(block.html, link)}</p>"
    if block.kind is BlockKind.LIST:
        return "text", "<ul>" + "".join(f"<li>{rich(item, link)}</li>" for item in block.items) + "</ul>"
    if block.kind is BlockKind.HEADING:
        return "heading", {"text": plain(block.html), "level": str(block.level)}
    if block.kind is BlockKind.REMARK:
        return "remark", f"<p>{rich(block.html, link)}</p>"
    if block.kind is BlockKind.TIMELINE:
        return "timeline", {"title": "", "moments": [{"when": m.when, "text": plain(m.html)} for m in block.moments]}
    if block.kind is BlockKind.TABLE:
        rows = [{"cells": [plain(cell) for cell in row]} for row in block.rows]
        return "table", {"caption": rows[0]["cells"][0] if rows else "", "has_header": True, "rows": rows}
    known = fact(block.fact)
    return ("fact", {"fact": known, "form": "figure"}) if known is not None else None
