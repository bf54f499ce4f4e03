"""Abbreviations and what they stand for, as one concept: a text with either is found by both."""

from __future__ import annotations

import itertools
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
        self._alone: dict[str, str] = {}
        self._together: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        for entry in abbreviations:
            key = "@" + "".join(_folds(entry.short))
            for form in (entry.short, *entry.others):
                folds = _folds(form)
                if len(folds) > 1:
                    self._together.setdefault((folds[0], folds[1]), []).append((folds, key))
                elif folds and len(folds[0]) > 1:
                    self._alone.setdefault(folds[0], key)

    def among(self, folds: list[str]) -> Iterator[Concept]:
        """Every concept in ``folds``, also those inside a longer one."""
        for at, fold in enumerate(folds):
            if fold in self._alone:
                yield Concept(self._alone[fold], at, at + 1)
        for at, pair in enumerate(itertools.pairwise(folds)):
            for form, key in self._together.get(pair, ()):
                end = at + len(form)
                if len(form) == 2 or tuple(folds[at:end]) == form:
                    yield Concept(key, at, end)


def _folds(text: str) -> tuple[str, ...]:
    return tuple(token.fold for token in tokens_of(text))


def read_table(lines: Iterable[str]) -> list[Abbreviation]:
    """The rows of a tab-separated table: abbreviation, words, further forms. ``#`` begins a remark."""
    rows = (line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return [Abbreviation(short, tuple(filter(None, others))) for short, *others in rows]


def concepts_from(rows: Mapping[str, Iterable[str]]) -> Concepts:
    """From ``{"UBND": ["ủy ban nhân dân"]}``."""
    return Concepts(Abbreviation(short, tuple(others)) for short, others in rows.items())
