"""Markers that open a clause: Chương, Điều, I., 1., 1.1., a), (1), b.1, bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from nhipcau.documents.rules.kinds import plain_letters
from nhipcau.documents.rules.letters import CAPITALS

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


class MarkType(Enum):
    """Types in the sense of the nesting rule: a marker closes down to one of its own type."""

    PART = "phan"
    CHAPTER = "chuong"
    SECTION = "muc"
    SUBSECTION = "tieu-muc"
    ARTICLE = "dieu"
    UPPER = "A"
    ROMAN = "I"
    NUMBER = "1"
    DOTTED2 = "1.1"
    DOTTED3 = "1.1.1"
    DOTTED4 = "1.1.1.1"
    BRACKETED = "1)"
    PAREN = "(1)"
    LETTER = "a"
    LETTERED = "a.1"
    DASH = "-"
    PLUS = "+"
    STAR = "*"


STRUCTURAL = (MarkType.PART, MarkType.CHAPTER, MarkType.SECTION, MarkType.SUBSECTION, MarkType.ARTICLE)
BULLETS = (MarkType.DASH, MarkType.PLUS, MarkType.STAR)
DOTTED = (MarkType.DOTTED2, MarkType.DOTTED3, MarkType.DOTTED4)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker as printed. ``name`` is its number in a path, ``rest`` where the words after it begin."""

    type: MarkType
    name: str
    label: str
    rest: int

    @property
    def order(self) -> int | None:
        """Its place in its row, from 1; None where it has none (bullets)."""
        if self.type is MarkType.ROMAN:
            return roman_value(self.name)
        if self.type in (MarkType.LETTER, MarkType.UPPER):
            at = "aăâbcdđeêghiklmnoôơpqrstuưvxy".find(self.name.lower())
            plain = "abcdđeghiklmnopqrstuvxy".find(self.name.lower())
            return (plain if plain >= 0 else at) + 1
        last = re.search(r"\d+", self.name.rpartition(".")[2] or self.name)
        return int(last.group()) if last and self.type not in BULLETS else None


@lru_cache(maxsize=1024)
def roman_value(name: str) -> int:
    """The value of a Roman number of I, V, X, L."""
    total = 0
    for letter, after in zip(name, [*name[1:], ""], strict=True):
        value = ROMAN.get(letter, 0)
        total += -value if ROMAN.get(after, 0) > value else value
    return total


_STRUCTURE = re.compile(
    r"(?P<word>Điều|ĐIỀU|Chương|CHƯƠNG|Tiểu mục|TIỂU MỤC|Mục|MỤC|Phần|PHẦN)\s+(?:thứ\s+(?=\d)|số\s+(?=\d))?"
    r"(?P<number>\d{1,4}[a-zđ]?(?![\w])|[IVXL]{1,7}(?!\w)|[A-D](?!\w)|(?:thứ|THỨ)\s+[^\W\d_]+)"
    r"\s*(?P<stop>[.:\-–/]?)(?:\s?\[\d{1,3}\])?\s*"
)
_WORDS = {
    "điều": MarkType.ARTICLE, "chương": MarkType.CHAPTER, "mục": MarkType.SECTION, "tiểu mục": MarkType.SUBSECTION,
    "phần": MarkType.PART,
}  # fmt: skip
_BULLETS = "-–—−•▪●+*·■♦➢✓‣○◦\uf0b7\uf02d\uf0a7\uf0d8"
_PLAIN = re.compile(
    r"(?:(?P<paren>\((?:\d{1,3}|[a-zđ])\))|(?P<dotted>\d{1,3}(?:\.\d{1,2}){1,3}(?=[.)\-–/]?\s|\.(?=[^\W\d_])))[.)\-–/]?"
    rf"|(?P<number>\d{{1,3}}[a-zđ]?)(?P<stop>[.)]|\s?[-–/](?=\s|[{CAPITALS}])|/)(?!\d)"
    r"|(?P<lettered>[a-zđ]\.?\d{1,2}(?:\.\d{1,2})?)[.)]"
    rf"|(?P<roman>[IVXL]{{1,7}})(?:[.)]|\s?[-–/:](?!\w{{1,2}}\b)|(?=\s[{CAPITALS}]{{2}}))"
    r"|(?P<letter>[a-zđ])(?P<lstop>[.)]|\s?[-/](?=\s))"
    rf"|(?P<upper>[A-ZĐ])(?:[.)]|/(?=\s)|\s?[-–](?=\s?[{CAPITALS}]))"
    rf"|(?P<bullet>[{re.escape(_BULLETS)}](?=\s|[^\W\d_]|[“\"(])))(?:\[\d{{1,3}}\])?\s*"
)


@lru_cache(maxsize=4096)
def read_mark(text: str) -> Mark | None:
    """The marker that ``text`` begins with; None where it begins with words."""
    if (found := _STRUCTURE.match(text)) is not None:
        return _structural(found, text)
    found = _PLAIN.match(text)
    if found is None:
        return None
    if found.end() >= len(text) and found["number"] is None and (found["roman"] is None or text[-1] not in "./-"):
        return None
    if found["roman"] and text[found.end("roman")] == " " and (not text.isupper() or len(text) > 160):
        return None
    if found["bullet"]:
        kind = {"+": MarkType.PLUS, "*": MarkType.STAR}.get(found["bullet"], MarkType.DASH)
        return Mark(kind, found["bullet"], found["bullet"], found.end())
    if text[found.end() - 1] not in " .)]/-–" and not text[found.end() :][:1].isalpha():
        return None
    return _plain(found)


def _plain(found: re.Match[str]) -> Mark | None:
    rest = found.end()
    if found["paren"]:
        inner = found["paren"][1:-1]
        return Mark(MarkType.PAREN if inner.isdigit() else MarkType.LETTER, inner, found["paren"], rest)
    if found["dotted"]:
        dots = found["dotted"].count(".")
        return Mark(DOTTED[dots - 1], found["dotted"], found["dotted"], rest)
    if found["number"]:
        closing = found["stop"] == ")"
        kind = MarkType.BRACKETED if closing else MarkType.NUMBER
        if found["stop"].strip() in ("-", "–") and not found.string[rest : rest + 1].isupper():
            return None
        return Mark(kind, found["number"].lstrip("0") or "0", found["number"] + (")" if closing else ""), rest)
    if found["lettered"]:
        return Mark(MarkType.LETTERED, found["lettered"], found["lettered"], rest)
    if found["roman"]:
        return Mark(MarkType.ROMAN, found["roman"], found["roman"], rest)
    if found["letter"]:
        return Mark(MarkType.LETTER, found["letter"], found["letter"] + (")" if found["lstop"] == ")" else ""), rest)
    return Mark(MarkType.UPPER, found["upper"], found["upper"], rest)


def _structural(found: re.Match[str], text: str) -> Mark | None:
    """``Điều 5.`` opens; ``Điều 5 Nghị định này quy định …`` is a sentence."""
    word = " ".join(found["word"].lower().split())
    kind, rest = _WORDS[word], text[found.end() :]
    if not found["stop"] and rest:
        titled = rest[0].isupper() and not rest.endswith((".", ";", ",")) and len(rest) < 250
        citing = (
            re.match(r"(?:Luật|Nghị|Thông|Quyết|Bộ luật|Chương|Điều|Quy|của)\b", rest) and kind is MarkType.ARTICLE
        )
        if not titled or citing:
            return None
    if found["stop"] and rest[:1].islower() and kind is not MarkType.ARTICLE:
        return None
    number = " ".join(found["number"].split())
    plain = number[0].isdigit() or (number.isupper() and " " not in number)
    return Mark(
        kind, number if plain else plain_letters(number).replace(" ", "-"), f"{found['word']} {number}", found.end()
    )
