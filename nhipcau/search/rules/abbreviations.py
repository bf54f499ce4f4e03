"""Abbreviations and what they stand for, as one concept: a text with either is found by both."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nhipcau.documents.rules.syllables import has_marks
from nhipcau.search.rules.scripts import tokens_of
from nhipcau.search.rules.sounds import sound_of


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


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a concept. ``loud``: an abbreviation that is a word too (``TƯ``, ``tư``), so that only capitals tell it."""

    folds: tuple[str, ...]
    exacts: tuple[str, ...]
    loud: str = ""

    def is_said_by(self, exacts: Sequence[str]) -> bool:
        """Whether words with the same letters have its marks too, or none: ``văn bản chỉ đạo`` speaks of no ``ban chỉ đạo``."""
        if not any(map(has_marks, self.exacts)):
            return True
        return all(_may_be(one, form) for one, form in zip(exacts, self.exacts, strict=False))


class Concepts:
    """Finds concepts among folded words. The longest wins; concepts may overlap where one holds another."""

    def __init__(self, abbreviations: Iterable[Abbreviation]) -> None:
        self._alone: dict[str, tuple[str, Form]] = {}
        self._together: dict[tuple[str, str], list[tuple[Form, str]]] = {}
        self._forms: dict[str, list[Form]] = {}
        table = list(abbreviations)
        shorts = {form.folds: _form(entry.short).folds for entry in table for form in map(_form, entry.others)}
        for entry in table:
            key = "@" + "".join(_form(entry.short).folds)
            forms = [_form(said) for said in (entry.short, *entry.others)]
            for form in [*forms, *itertools.chain.from_iterable(_shortened(form, shorts) for form in forms)]:
                self._keep(form, key)

    def _keep(self, form: Form, key: str) -> None:
        if len(form.folds) > 1:
            self._together.setdefault((form.folds[0], form.folds[1]), []).append((form, key))
        elif not form.folds or len(form.folds[0]) < 2 or form.folds[0] in self._alone:
            return
        else:
            self._alone[form.folds[0]] = (key, form)
        self._forms.setdefault(key, []).append(form)

    def among(
        self, folds: Sequence[str], exacts: Sequence[str] = (), *, written: str | None = None
    ) -> Iterator[Concept]:
        """Every concept in ``folds``, also those inside a longer one. ``exacts`` and the text as ``written`` keep out what only looks like one."""
        for at, fold in enumerate(folds):
            if fold in self._alone:
                key, form = self._alone[fold]
                if written is None or not form.loud or form.loud in written:
                    yield Concept(key, at, at + 1)
        for at, pair in enumerate(itertools.pairwise(folds)):
            for form, key in self._together.get(pair, ()):
                end = at + len(form.folds)
                if tuple(folds[at:end]) == form.folds and form.is_said_by(exacts[at:end]):
                    yield Concept(key, at, end)

    def forms_of(self, key: str) -> tuple[Form, ...]:
        """The ways to say a concept, as they stand in the table; those that only capitals tell from a word are left out."""
        return tuple(form for form in self._forms.get(key, ()) if not form.loud)


def _form(said: str) -> Form:
    tokens = list(tokens_of(said))
    exacts = tuple(token.exact for token in tokens)
    folds = tuple(token.fold for token in tokens)
    sound = sound_of(exacts[0]) if len(exacts) == 1 and not set("aeiou").isdisjoint(folds[0]) else None
    loud = unicodedata.normalize("NFC", said).upper() if sound and sound.onset else ""
    return Form(folds, exacts, loud)


def _shortened(form: Form, shorts: Mapping[tuple[str, ...], tuple[str, ...]]) -> Iterator[Form]:
    """The form with what it holds of another concept cut short: ``bộ GD&ĐT`` of ``bộ giáo dục và đào tạo``."""
    many = len(form.folds)
    for start, end in itertools.combinations(range(many + 1), 2):
        short = shorts.get(form.folds[start:end])
        if short and 1 < end - start < many:
            exacts = tuple(f"{fold}_1" for fold in short)
            yield Form(
                (*form.folds[:start], *short, *form.folds[end:]), (*form.exacts[:start], *exacts, *form.exacts[end:])
            )


def _may_be(exact: str, form: str) -> bool:
    return exact == form or not has_marks(exact) or exact == form.replace("đ", "d")


def read_table(lines: Iterable[str]) -> list[Abbreviation]:
    """The rows of a tab-separated table: abbreviation, words, further forms. ``#`` begins a remark."""
    rows = (line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return [Abbreviation(short, tuple(filter(None, others))) for short, *others in rows]


def concepts_from(rows: Mapping[str, Iterable[str]]) -> Concepts:
    """From ``{"UBND": ["ủy ban nhân dân"]}``."""
    return Concepts(Abbreviation(short, tuple(others)) for short, others in rows.items())
