"""Which places of the province a sentence names. A name that other provinces have too counts only beside the province's own.

``Châu Thành`` stands in more than ten provinces; ``xã Long Đức`` in three. A name counts alone where no other province has it (or none of
that kind: ``huyện Duyên Hải``); else the sentence must name the province, or a place that is in it alone. After a merger the new
province's name stands in for the old one, where the name is not also one of the other halves'.

Texts in other languages print names without marks (``Tra Vinh``, ``Duyen Hai``). So printed, a name of a commune may be many names; it counts
beside the province alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nhipcau.documents.rules.syllables import LEVEL, has_marks, keys_of

_WORD = re.compile(r"[^\W_]+")
_KINDS = {
    ("thành", "phố"): "thành phố", ("thị", "xã"): "thị xã", ("thị", "trấn"): "thị trấn", ("đặc", "khu"): "đặc khu", ("huyện",): "huyện",
    ("quận",): "quận", ("phường",): "phường", ("xã",): "xã", ("tỉnh",): "tỉnh", ("tp",): "thành phố", ("tx",): "thị xã", ("tt",): "thị trấn",
    ("h",): "huyện", ("p",): "phường", ("x",): "xã",
}  # fmt: skip
_LEVEL = {"huyện": 2, "quận": 2, "thị xã": 2, "thành phố": 2, "tỉnh": 3}
"""Units by size; all others are the smallest, 1. What stands in what: ``xã Định An, huyện Gò Quao, Kiên Giang``."""
_STANDS_IN = re.compile(r"\s*[,(–-]\s*")
_STANDS_IN_WORDS = {"của", "ở", "thuộc"}
_MOST_STEPS = 3
_BELOW_PROVINCE = {"xã", "phường", "thị trấn", "huyện", "quận", "thị xã"}
_SMALL = {"xã", "phường", "thị trấn"}
_NOT_PLACES = {"đường", "phố", "hẻm", "ông", "bà", "anh", "chị", "cô", "chú"}
"""What makes a street or a person of the name that follows."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the province: a unit or a landmark. ``elsewhere``: how many other provinces have a unit of that name; ``of_kind``: one of
    that name and kind; ``in_merged``: whether another part of the merged province has one."""

    name: str
    kind: str
    parent: str
    elsewhere: int
    of_kind: int
    in_merged: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Whether the sentence is about the province, and the places of it that count."""

    province: bool
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name of one of our places, with the kind printed before it (or none) and the province printed behind it (or none)."""

    place: Place
    kind: str
    behind: str | None
    is_bare: bool

    @property
    def says_enough(self) -> bool:
        """Whether no other province has that name, or that name of that kind. A commune's without its marks may be another's."""
        if self.behind is not None or (self.is_bare and self.place.kind in _SMALL):
            return False
        if not self.kind or self.kind == "tỉnh":
            return self.place.elsewhere == 0
        return self.kind == self.place.kind and self.place.of_kind == 0


class Gazetteer:
    """The places of one province and the names of all provinces."""

    def __init__(
        self,
        places: Iterable[Place],
        *,
        province: str,
        merged_into: str | None,
        provinces: Mapping[str, Sequence[str]],
    ) -> None:
        self._province, self._merged = province, merged_into
        self._places: dict[tuple[str, ...], list[Place]] = {}
        for place in places:
            self._places.setdefault(_key(place.name), []).append(place)
        self._provinces = {_key(form): name for name, also in provinces.items() for form in (name, *also)}
        self._bare = self._without_marks()
        self._shapes = {key: (True,) * len(key) for key in self._provinces}
        for key, here in self._places.items():
            capitals = [word[0].isupper() for word in here[0].name.split()]
            self._shapes.setdefault(key, tuple([False, *capitals[1:]] if not all(capitals) else capitals))
        self._longest = max(map(len, (*self._places, *self._provinces)), default=1)
        known = {*self._places, *self._provinces, *self._bare}
        self._begins = {key[:2] for key in known if len(key) > 1}
        self._single = {key[0] for key in known if len(key) == 1}

    def _without_marks(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Key of a name printed without marks → key of the name, where one name alone is printed so; a province goes before a place."""
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        for names in (self._provinces, self._places):
            printed: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
            for key in names:
                printed.setdefault(_bare_key(key), set()).add(key)
            for bare, meant in printed.items():
                if len(meant) == 1 and bare not in self._provinces and bare not in self._places:
                    found.setdefault(bare, *meant)
        return found

    def read(self, sentence: str, *, region: str = "") -> Named:
        """What ``sentence`` names. ``region``: the province that the article or its source speaks of, if it is known."""
        provinces, mentions = self._scan(unicodedata.normalize("NFC", sentence))
        if region:
            provinces.add(region)
        own = self._province in provinces
        merged = self._merged is not None and self._merged in provinces
        foreign = bool(provinces - {self._province, self._merged or self._province})
        anchored = any(mention.says_enough for mention in mentions)

        def counts(mention: _Mention) -> bool:
            if mention.behind is not None and not (merged and mention.behind == self._merged):
                return False
            if own or mention.says_enough:
                return True
            return not foreign and (anchored or (merged and not mention.place.in_merged))

        names = [self._province] if own else []
        names += [mention.place.name for mention in mentions if counts(mention)]
        return Named(bool(names), tuple(dict.fromkeys(names)))

    def _scan(self, sentence: str) -> tuple[set[str], list[_Mention]]:
        """Names of provinces, and mentions of our places."""
        keys = list(map(_key_of, _WORD.findall(sentence)))
        starts = {
            at
            for at, pair in enumerate(zip(keys, [*keys[1:], ""], strict=False))
            if pair in self._begins or pair[0] in self._single
        }
        if not starts:
            return set(), []
        words = _words(sentence)
        is_typed_low = not any(word.is_name or has_marks(word.key) for word in words)
        provinces: set[str] = set()
        mentions: list[_Mention] = []
        at = 0
        while at < len(words):
            length = self._length(keys, at) if at in starts else 0
            printed = tuple(keys[at : at + length])
            key = self._bare.get(printed, printed)
            if not length or not (
                self._is_written_so(words[at : at + length], key) or (is_typed_low and key in self._provinces)
            ):
                at += 1
                continue
            kind, before = _kind_before(words, at)
            at += length
            if before >= 0 and words[before].low in _NOT_PLACES:
                continue
            if key in self._provinces and kind not in _BELOW_PROVINCE:
                provinces.add(self._provinces[key])
                if kind in ("", "tỉnh"):
                    continue
            if key in self._places:
                place = _of_kind(self._places[key], kind)
                behind = self._province_behind(words, at, sentence, level=_LEVEL.get(kind or place.kind, 1))
                mentions.append(_Mention(place, kind, behind, key != printed))
        return provinces, mentions

    def _is_written_so(self, words: list[_Word], key: tuple[str, ...]) -> bool:
        """Whether the words that the name has with a capital have one here: ``khu kinh tế Định An``, not ``cầu ngang``."""
        shape = self._shapes[key]
        return all(word.is_name for word, must in zip(words, shape, strict=True) if must)

    def _length(self, keys: list[str], at: int) -> int:
        """Words of the longest name that begins at ``at``; 0 where none does."""
        for length in range(min(self._longest, len(keys) - at), 0, -1):
            key = tuple(keys[at : at + length])
            if key in self._places or key in self._provinces or key in self._bare:
                return length
        return 0

    def _province_at(self, words: list[_Word], at: int) -> tuple[str, int] | None:
        """The province whose name begins at ``at``, and the word behind it."""
        for length in range(min(self._longest, len(words) - at), 0, -1):
            printed = tuple(word.key for word in words[at : at + length])
            if name := self._provinces.get(self._bare.get(printed, printed)):
                return name, at + length
        return None

    def _province_behind(self, words: list[_Word], at: int, sentence: str, *, level: int) -> str | None:
        """Another province in which the name of a unit of ``level`` is said to stand: ``Cầu Ngang (Đồng Nai)``, ``Long Hữu Đông, huyện Cần Đước,
        Long An``. None where it is the own one, and where provinces are listed: ``Cầu Kè, Bến Tre và Sóc Trăng``."""
        for _step in range(_MOST_STEPS):
            inside = _inside(words, at, sentence)
            if inside is None:
                return None
            kind, at = _kind_at(words, inside)
            if found := self._province_at(words, at):
                name, then = found
                return None if name == self._province or self._goes_on(words, then) else name
            if _LEVEL.get(kind, 1) <= level:
                return None
            level, at = _LEVEL[kind], _past_name(words, at, sentence)
        return None

    def _goes_on(self, words: list[_Word], at: int) -> bool:
        """Whether another province is listed right behind."""
        following = at + 1 if at < len(words) and words[at].low == "và" else at
        return following < len(words) and self._province_at(words, following) is not None


@dataclass(frozen=True, slots=True)
class _Word:
    low: str
    key: str
    is_name: bool
    start: int
    end: int


def _words(sentence: str) -> list[_Word]:
    return [
        _Word(
            found.group().lower(), _key_of(found.group()), not found.group()[0].islower(), found.start(), found.end()
        )
        for found in _WORD.finditer(sentence)
    ]


def _kind_before(words: list[_Word], at: int) -> tuple[str, int]:
    """The kind printed before the name and the position of the word before that (-1 where there is none)."""
    for length in (2, 1):
        if at >= length and (kind := _KINDS.get(tuple(word.low for word in words[at - length : at]))):
            return kind, at - length - 1
    return "", at - 1


def _kind_at(words: list[_Word], at: int) -> tuple[str, int]:
    """The kind printed at ``at`` and the word behind it."""
    for length in (2, 1):
        if kind := _KINDS.get(tuple(word.low for word in words[at : at + length])):
            return kind, at + length
    return "", at


def _past_name(words: list[_Word], at: int, sentence: str) -> int:
    """The word behind the name that begins at ``at``."""
    at += 1
    while at < len(words) and words[at].is_name and sentence[words[at - 1].end : words[at].start].isspace():
        at += 1
    return at


def _inside(words: list[_Word], at: int, sentence: str) -> int | None:
    """Where that begins in which the name before ``at`` is said to stand; a name may go on for two words (``Long Hữu Đông``)."""
    for place in range(at, min(at + 3, len(words))):
        if _STANDS_IN.fullmatch(sentence[words[place - 1].end : words[place].start]):
            return place
        if words[place].low in _STANDS_IN_WORDS:
            return place + 1 if place + 1 < len(words) else None
        if not words[place].is_name:
            return None
    return None


def _of_kind(places: list[Place], kind: str) -> Place:
    """The place of that name whose kind was printed; else the one that others share the most, so that nothing is taken for granted."""
    return next((place for place in places if place.kind == kind), max(places, key=lambda place: place.elsewhere))


def _key(name: str) -> tuple[str, ...]:
    return tuple(_key_of(word) for word in _WORD.findall(unicodedata.normalize("NFC", name)))


def _bare_key(key: tuple[str, ...]) -> tuple[str, ...]:
    """The key of a name as it is printed without marks."""
    return tuple(f"{keys_of(part.rpartition('_')[0])[0]}_{LEVEL}" for part in key)


@lru_cache(maxsize=50_000)
def _key_of(word: str) -> str:
    return keys_of(word.lower())[1]
