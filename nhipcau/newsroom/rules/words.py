"""A translator's words: which tags they have to keep, how long they may be, and how the source differs from the one they were made from."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from unicodedata import east_asian_width

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*)?)/?>")
_ID = re.compile(r"""\bid\s*=\s*["']?([^"'\s>]+)""")
FREE = frozenset({"br"})
"""Tags that a language may set where it needs them."""
LIMITS = {"title": 110, "seo_title": 60, "search_description": 160, "lead": 400}
"""How many narrow letters a field shows before it is cut by a list or a search engine; a wide letter counts as two."""


class Change(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    OUT = "out"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class TagFault:
    """A tag that is not as in the source: ``tag`` as it is written (``<a id="a1">``), ``inside`` what it holds in the source,
    ``missing`` or else one too many."""

    tag: str
    inside: str
    missing: bool


@dataclass(frozen=True, slots=True)
class TooLong:
    """Longer than the field shows: both in narrow letters."""

    width: int
    limit: int


def seen_token(text: str) -> str:
    """What a screen gives back to say which words it was looking at; "" for none."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""


def tags_of(html: str) -> list[tuple[str, str]]:
    """Each opening tag as it is to be kept, in order, with the plain text it holds. A link bears its id; attributes else do not count."""
    found: list[tuple[str, str]] = []
    for match in _TAG.finditer(html):
        name = match.group(2).lower()
        if match.group(1) or name in FREE:
            continue
        identity = _ID.search(match.group(3) or "")
        tag = f'<{name} id="{identity.group(1)}">' if identity else f"<{name}>"
        inside = re.search(rf"(.*?)</{name}\s*>", html[match.end() :], re.IGNORECASE | re.DOTALL)
        found.append((tag, _TAG.sub("", inside.group(1)) if inside else ""))
    return found


def outer_tags(html: str) -> list[tuple[str, str]]:
    """Each tag that stands in no other: its opening tag, and the whole of it as it is in ``html``. What is not closed is left out."""
    found: list[tuple[str, str]] = []
    depth, start, opening = 0, 0, ""
    for match in _TAG.finditer(html):
        if match.group(2).lower() in FREE:
            continue
        if match.group(1):
            depth = max(0, depth - 1)
            if not depth and opening:
                found.append((opening, html[start : match.end()]))
                opening = ""
            continue
        if not depth:
            start, opening = match.start(), match.group()
        depth += 1
    return found


def tag_faults(source: str, target: str) -> list[TagFault]:
    """Where ``target`` does not hold the same tags as ``source``: the missing ones, then those that are too many."""
    wanted, given = tags_of(source), tags_of(target)
    inside = dict(wanted)
    missing = Counter(tag for tag, _text in wanted) - Counter(tag for tag, _text in given)
    extra = Counter(tag for tag, _text in given) - Counter(tag for tag, _text in wanted)
    unclosed = {
        f"<{name}>"
        for name in {re.split(r"[ >]", tag[1:])[0] for tag, _text in wanted}
        if len(re.findall(rf"<{name}[\s>]", target)) > len(re.findall(rf"</{name}\s*>", target))
    }
    return [
        *(TagFault(tag, inside[tag], missing=True) for tag in missing.elements()),
        *(TagFault(tag, "", missing=False) for tag in extra.elements()),
        *(TagFault(tag.replace("<", "</"), "", missing=True) for tag in sorted(unclosed) if not missing),
    ]


def width_of(text: str) -> int:
    """How much room ``text`` takes: a wide letter (Chinese, Japanese, Korean) is two, marks that sit on a letter are none."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text if not _sits(c))


def _sits(char: str) -> bool:
    return "\u0300" <= char <= "\u036f" or "\u17b4" <= char <= "\u17d3" or char in "\u200b\u200c\u200d"


def too_long(field: str, text: str) -> TooLong | None:
    """Whether ``text`` is longer than ``field`` (its path) can show; None when it fits or the field has no limit."""
    limit = LIMITS.get(field)
    width = width_of(text)
    return TooLong(width, limit) if limit and width > limit else None


def changes(old: str, new: str) -> list[tuple[Change, str]]:
    """How ``new`` came from ``old``, by words: joined, all but OUT is ``new`` and all but NEW is ``old``."""
    a, b = _pieces(old), _pieces(new)
    found: list[tuple[Change, str]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append((Change.SAME, "".join(a[i1:i2])))
            continue
        if i2 > i1:
            found.append((Change.OUT, "".join(a[i1:i2])))
        if j2 > j1:
            found.append((Change.NEW, "".join(b[j1:j2])))
    return found


def _pieces(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def nearest(text: str, among: Sequence[str]) -> int | None:
    """Which of ``among`` (its place) ``text`` most likely came from; None when nothing is at all alike."""
    scored = [(SequenceMatcher(None, other, text, autojunk=False).ratio(), -at) for at, other in enumerate(among)]
    best = max(scored, default=(0.0, 0))
    return -best[1] if best[0] >= 0.3 else None


def without_tags(html: str) -> str:
    """``html`` with a space for each letter of a tag: what stands where stays where it is."""
    return _TAG.sub(lambda match: " " * len(match.group()), html)


def pieces(html: str, spans: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """``html`` cut into (kind, text): ``tag``, what ``spans`` name between their places, and ``text``. Joined it is ``html``."""
    kinds = ["text"] * len(html)
    for start, end, kind in spans:
        kinds[start:end] = [kind] * (end - start)
    for match in _TAG.finditer(html):
        kinds[match.start() : match.end()] = ["tag"] * (match.end() - match.start())
    found: list[tuple[str, str]] = []
    for kind, char in zip(kinds, html, strict=True):
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + char)
        else:
            found.append((kind, char))
    return found
