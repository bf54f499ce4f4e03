"""Numbers of documents as keys: ``57-KL/TW``, ``57KL/TW`` and ``57 kl tw`` are ``#57kltw``; ``04/2017/NQ-HĐTP`` is also ``#4y2017``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from nhipcau.search.rules.scripts import Token

_STROKE = r"\s{0,2}[-/–—.]\s{0,2}"
_LETTERS = r"[a-zđ&]{1,24}"
PRINTED = re.compile(
    rf"(?<![\w/])(\d{{1,6}}[a-z]?)(?:{_STROKE}((?:19|20)\d{{2}})(?!\d))?(?:(?:{_STROKE})?({_LETTERS}\d{{0,2}}(?:(?:{_STROKE}){_LETTERS}\d{{0,2}})*))?"
)
_KINDS = {
    "quyet dinh": "qd", "nghi dinh": "nd", "nghi quyet": "nq", "thong tu": "tt", "chi thi": "ct", "ket luan": "kl", "ke hoach": "kh",
    "cong van": "cv", "thong bao": "tb", "chuong trinh": "ctr", "to trinh": "ttr", "bao cao": "bc", "cong dien": "cd",
    "huong dan": "hd", "thong tu lien tich": "ttlt", "luat": "qh",
}  # fmt: skip


def number_keys(text: str) -> tuple[str, ...]:
    """Keys of every number printed in ``text``: the whole, number and year, number and first letters."""
    low = unicodedata.normalize("NFKC", text).lower()
    found: dict[str, None] = {}
    for printed in PRINTED.finditer(low):
        digits, year, letters = printed.groups()
        if not letters and not year:
            continue
        for key in _keys(digits, year, letters):
            found.setdefault(key)
    return tuple(found)


def _keys(digits: str, year: str | None, letters: str | None) -> Iterator[str]:
    head = "#" + (digits.lstrip("0") or "0")
    if year:
        yield f"{head}y{year}"
        head_year = f"{head}y{year}"
    if not letters:
        return
    parts = [_plain(part) for part in re.split(r"[-/–—.\s]+", letters) if part]
    whole = "".join(parts)
    if len(whole) < 2 or not any(c.isalpha() for c in whole):
        return
    if year:
        yield f"{head_year}{whole}"
        yield f"{head_year}{parts[0]}"
    else:
        yield f"{head}{whole}"
        yield f"{head}{parts[0]}"


def _plain(letters: str) -> str:
    return letters.replace("đ", "d").replace("&", "")


def query_numbers(text: str, tokens: list[Token], known: set[str] | frozenset[str]) -> tuple[str, ...]:
    """Keys of ``known`` that the query may mean, the most telling first: as printed, and from words in any spacing."""
    wanted: dict[str, None] = dict.fromkeys(key for key in number_keys(text) if key in known)
    folds = [token.fold for token in tokens]
    for at, fold in enumerate(folds):
        if not fold[:1].isdigit():
            continue
        for key in _windows(folds, at):
            if key in known:
                wanted.setdefault(key)
    return tuple(sorted(wanted, key=lambda key: (-len(key), key)))


def _windows(folds: list[str], at: int) -> Iterator[str]:
    """Keys from the words after the digits, and from the kind's name before them (``nghị quyết 04/2017``)."""
    match = re.match(r"(\d+)([a-z].*)?$", folds[at])
    if match is None:
        return
    head = "#" + (match.group(1).lstrip("0") or "0")
    rest = match.group(2) or ""
    after = at + 1
    kinds = [short for name, short in _KINDS.items() if _stands_before(folds, at, name)]
    years = [""]
    if not rest and after < len(folds) and re.fullmatch(r"(?:19|20)\d{2}", folds[after]):
        years.append(f"y{folds[after]}")
    for year in reversed(years):
        joined = rest
        begin = after + (1 if year else 0)
        if joined:
            yield head + year + joined
        for word in folds[begin : begin + 6]:
            if not re.fullmatch(r"[a-z]+\d{0,2}", word):
                break
            joined += word
            yield head + year + joined
        for kind in kinds:
            yield head + year + kind
        if year:
            yield head + year


def _stands_before(folds: list[str], at: int, name: str) -> bool:
    words = name.split()
    for skip in (0, 1):
        begin = at - skip - len(words)
        if begin >= 0 and folds[begin : at - skip] == words and (not skip or folds[at - 1] == "so"):
            return True
    return False
