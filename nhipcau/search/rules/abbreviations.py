"""Abbreviations and what they stand for, as one concept: a text with either is found by both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nhipcau.search.rules.scripts import tokens_of


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """``short`` as printed (``UBND``) and the ways to say it in full or otherwise."""

    short: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A place where a concept was found among tokens: ``[start, end)`` are token positions."""

    key: str
    start: int
    end: int


class Concepts:
    """Finds concepts among folded words. The longest wins; concepts may overlap where one holds another."""

    def __init__(self, abbreviations: Iterable[Abbreviation]) -> None:
        self._forms: dict[tuple[str, ...], str] = {}
        self._firsts: dict[str, int] = {}
        for entry in abbreviations:
            key = "@" + "".join(_folds(entry.short))
            for form in (entry.short, *entry.others):
                folds = _folds(form)
                if not folds or (len(folds) == 1 and len(folds[0]) < 2):
                    continue
                self._forms.setdefault(folds, key)
                self._firsts[folds[0]] = max(self._firsts.get(folds[0], 0), len(folds))

    def among(self, folds: list[str]) -> Iterator[Concept]:
        """Every concept in ``folds``, also those inside a longer one."""
        firsts = self._firsts
        for at, fold in enumerate(folds):
            longest = firsts.get(fold)
            if longest is None:
                continue
            for length in range(min(longest, len(folds) - at), 0, -1):
                key = self._forms.get(tuple(folds[at : at + length]))
                if key is not None:
                    yield Concept(key, at, at + length)


def _folds(text: str) -> tuple[str, ...]:
    return tuple(token.fold for token in tokens_of(text))


def read_table(lines: Iterable[str]) -> list[Abbreviation]:
    """The rows of a tab-separated table: abbreviation, words, further forms. ``#`` begins a remark."""
    rows = (line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return [Abbreviation(short, tuple(filter(None, others))) for short, *others in rows]


def concepts_from(rows: Mapping[str, Iterable[str]]) -> Concepts:
    """From ``{"UBND": ["ủy ban nhân dân"]}``."""
    return Concepts(Abbreviation(short, tuple(others)) for short, others in rows.items())
