"""Fixed terms: what the Vietnamese source says and how each language has to say it.

A word of Vietnamese is written as several syllables, so a term is a run of syllables between the same marks. Letters are compared without
case and without where the tone mark stands (hoà, hòa). Khmer, Chinese, Japanese and Korean are searched without word borders.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

WITHOUT_BORDERS = frozenset({"km", "zh-hans", "zh-hant", "zh", "ja", "ko"})
"""Languages in which a term is looked for anywhere, whatever stands beside it."""
_MARKS = "\ue001\ue002\ue003\ue004\ue005"
"""Stand for the five tone marks at the end of a syllable; no text has them."""
_TONES = dict(zip("\u0300\u0301\u0309\u0303\u0323", _MARKS, strict=True))
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_ARTICLES = {
    "en": frozenset({"the", "a", "an"}),
    "fr": frozenset({"le", "la", "les", "l", "un", "une", "des", "du", "de", "d"}),
}
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


@dataclass(frozen=True, slots=True)
class FixedTerm:
    """A term in one language. ``allowed`` are the forms that may stand for it, the preferred one first."""

    vi: str
    allowed: tuple[str, ...]

    @property
    def accepted(self) -> tuple[str, ...]:
        """What is taken for the term: the forms, without what a form explains in brackets ("Sene Dolta (feast of …)"), and the Vietnamese name
        itself where a form keeps it ("Ao Bà Om pond")."""
        bare = (re.sub(r"\s*[(（][^()（）]*[)）]", "", form).strip() for form in self.allowed)
        kept = [self.vi] if any(find_form(form, self.vi, "vi") for form in self.allowed) else []
        return tuple(dict.fromkeys(form for form in (*self.allowed, *bare, *kept) if form))


@dataclass(frozen=True, slots=True)
class Use:
    """A term that the source uses: [start, end) in the source, and in the target where an allowed form stands, or None."""

    term: FixedTerm
    source: tuple[int, int]
    target: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Departure:
    """A term of the source for which the target has no allowed form. ``left`` is where it stands untranslated in the target, or None."""

    term: FixedTerm
    source: tuple[int, int]
    left: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Token:
    folded: str
    start: int
    end: int
    is_name: bool
    gap: str
    """What stands between this token and the one before it."""


@lru_cache(maxsize=20_000)
def fold_syllable(word: str) -> str:
    """``word`` in small letters with its tone mark at the end: "Hoà" and "hòa" are the same. Any normal form is taken."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFD", word.casefold()):
        (tones if char in _TONES else letters).append(_TONES.get(char, char))
    return unicodedata.normalize("NFC", "".join(letters)) + "".join(sorted(tones))


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    last = 0
    for match in _WORD.finditer(text):
        word = match.group()
        gap = re.sub(r"\s+", " ", text[last : match.start()].replace("–", "-")) if found else ""
        is_name = word[:1].isupper() or word[:1].isdigit()
        found.append(_Token(fold_syllable(word), match.start(), match.end(), is_name, gap))
        last = match.end()
    return found


@lru_cache(maxsize=5_000)
def _term_tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_tokens(text))


def find_terms(text: str, terms: Iterable[FixedTerm]) -> list[tuple[FixedTerm, tuple[int, int]]]:
    """Every place in Vietnamese ``text`` where one of ``terms`` stands, in order; where two overlap, the longer one.

    A term of one syllable counts only before a name or number ("xã Đôn Châu"), since elsewhere it is part of another word ("xã hội").
    """
    tokens = _tokens(text)
    first: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        first.setdefault(token.folded, []).append(at)
    taken: set[int] = set()
    found = []
    for term in sorted(terms, key=lambda t: (-len(_term_tokens(t.vi)), -len(t.vi), t.vi)):
        wanted = _term_tokens(term.vi)
        for at in first.get(wanted[0].folded, ()) if wanted else ():
            places = range(at, at + len(wanted))
            if not taken.intersection(places) and _stands(tokens, at, wanted):
                taken.update(places)
                found.append((term, (tokens[at].start, tokens[at + len(wanted) - 1].end)))
    return sorted(found, key=lambda pair: pair[1])


def _stands(tokens: Sequence[_Token], at: int, wanted: Sequence[_Token]) -> bool:
    here = tokens[at : at + len(wanted)]
    if len(here) != len(wanted) or any(a.folded != b.folded for a, b in zip(here, wanted, strict=True)):
        return False
    if any(a.gap != b.gap for a, b in zip(here[1:], wanted[1:], strict=True)):
        return False
    if len(wanted) > 1:
        return True
    after = tokens[at + 1 : at + 2]
    return bool(after) and after[0].is_name and after[0].gap == " "


def _squeezed(text: str) -> tuple[str, list[int]]:
    """``text`` without spaces and invisible marks, in one case; and for each of its letters where it stood."""
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        if char.isspace() or char in _INVISIBLE:
            continue
        for folded in unicodedata.normalize("NFKC", char).casefold():
            letters.append(folded)
            places.append(at)
    return "".join(letters), places


def _same_word(wanted: str, seen: str, language: str) -> bool:
    if wanted == seen:
        return True
    a, b = wanted.rstrip(_MARKS), seen.rstrip(_MARKS)
    if wanted[len(a) :] != seen[len(b) :]:
        return False
    endings: tuple[str, ...] = ("s", "es") if language == "en" else ("s", "x", "es", "e") if language == "fr" else ()
    if any(a + ending == b or b + ending == a for ending in endings):
        return True
    return language == "en" and a.endswith("y") and a[:-1] + "ies" == b


def find_form(text: str, form: str, language: str) -> tuple[int, int] | None:
    """Where ``form`` first stands in ``text`` of ``language``: [start, end), or None.

    Case does not count; in English and French a plural and a missing article do not either.
    """
    if language in WITHOUT_BORDERS:
        squeezed, places = _squeezed(text)
        wanted, _unused = _squeezed(form)
        at = squeezed.find(wanted) if wanted else -1
        return None if at < 0 else (places[at], places[at + len(wanted) - 1] + 1)
    articles = _ARTICLES.get(language, frozenset())
    words = [token.folded for token in _term_tokens(form)]
    while len(words) > 1 and words[0] in articles:
        words.pop(0)
    return next(_runs(_tokens(text), words, language), None) if words else None


def _runs(tokens: Sequence[_Token], words: Sequence[str], language: str) -> Iterator[tuple[int, int]]:
    for at in range(len(tokens) - len(words) + 1):
        here = tokens[at : at + len(words)]
        if all(_same_word(w, t.folded, language) for w, t in zip(words, here, strict=True)):
            yield here[0].start, here[-1].end


def uses(source_text: str, target_text: str, terms: Iterable[FixedTerm], language: str) -> list[Use]:
    """Each term that ``source_text`` uses, once, with where the target says it. Texts are plain, without tags."""
    seen: dict[str, Use] = {}
    for term, span in find_terms(source_text, (t for t in terms if t.allowed)):
        if term.vi in seen:
            continue
        forms = (find_form(target_text, form, language) for form in term.accepted)
        seen[term.vi] = Use(term, span, next((place for place in forms if place), None))
    return list(seen.values())


def departures(source_text: str, target_text: str, terms: Iterable[FixedTerm], language: str) -> list[Departure]:
    """The terms of ``source_text`` that ``target_text`` does not say in an allowed form.

    An empty target departs from nothing, and neither does one that is the source itself: the title of a source is left as it was printed.
    """
    if not target_text.strip() or target_text.strip() == source_text.strip():
        return []
    return [
        Departure(use.term, use.source, find_form(target_text, use.term.vi, "vi"))
        for use in uses(source_text, target_text, terms, language)
        if use.target is None
    ]
