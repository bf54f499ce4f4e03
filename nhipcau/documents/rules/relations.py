"""How a document stands to one it cites, from the words around the citation."""

from __future__ import annotations

import re

from nhipcau.documents.rules.types import Relation

_BEFORE: tuple[tuple[Relation, re.Pattern[str]], ...] = (
    (Relation.REPEALS, re.compile(r"(?:bãi\s+bỏ|hủy\s+bỏ|huỷ\s+bỏ|hết\s+hiệu\s+lực)[^.;]{0,60}$", re.IGNORECASE)),
    (Relation.REPLACES, re.compile(r"thay\s+thế[^.;]{0,60}$", re.IGNORECASE)),
    (Relation.AMENDS, re.compile(r"sửa\s+đổi[^.;]{0,70}$", re.IGNORECASE)),
    (Relation.GUIDES, re.compile(r"hướng\s+dẫn(?:\s+thi\s+hành|\s+thực\s+hiện)?[^.;]{0,40}$", re.IGNORECASE)),
    (Relation.IMPLEMENTS, re.compile(r"(?:thực\s+hiện|thi\s+hành)[^.;]{0,80}$", re.IGNORECASE)),
)
_AFTER_REPEALS = re.compile(r"[^.]{0,50}hết\s+hiệu\s+lực", re.IGNORECASE)
_ORDER = [
    Relation.REPEALS,
    Relation.REPLACES,
    Relation.AMENDS,
    Relation.IMPLEMENTS,
    Relation.BASED_ON,
    Relation.GUIDES,
]


def relation_of(places: list[tuple[str, str, str]]) -> Relation:
    """The strongest relation that any mention shows. ``places``: (words before, words after, path)."""
    found: set[Relation] = set()
    for before, after, path in places:
        found |= _one(before, after, path)
    return next((relation for relation in _ORDER if relation in found), Relation.CITES)


def _one(before: str, after: str, path: str) -> set[Relation]:
    if path.endswith("can-cu"):
        lead = re.search(r"thực\s+hiện\s*$", before, re.IGNORECASE)
        return {Relation.IMPLEMENTS} if lead else {Relation.BASED_ON}
    titled = path.endswith("tieu-de")
    for relation, pattern in _BEFORE:
        if relation is Relation.IMPLEMENTS and not (titled or path in ("dieu-1", "dieu-2")):
            continue
        if relation in (Relation.AMENDS, Relation.GUIDES) and not (titled or path.startswith("dieu-")):
            continue
        if pattern.search(before):
            return {relation}
    if _AFTER_REPEALS.match(after) and path.startswith(("dieu", "chuong")):
        return {Relation.REPEALS}
    return set()
