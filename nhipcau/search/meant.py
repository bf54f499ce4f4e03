"""What was meant: the words put right by what was found, and the place or office that bears the name that was asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nhipcau.search.answers import Hit
from nhipcau.search.presenting import Presenter
from nhipcau.search.rules.analysis import TITLE_MARK
from nhipcau.search.rules.expressions import either
from nhipcau.search.rules.planning import Query, run
from nhipcau.search.rules.scoring import Scored
from nhipcau.search.rules.scripts import keys_in, tokens_of
from nhipcau.search.seeing import Seen

NAMED = 30
"""Places and offices that are looked at for one that bears the name."""


def did_you_mean(query: Query, present: Presenter, best: Scored) -> str:
    """The query with what the best hit has in place of words that nothing has; "" where nothing was put right.

    The words are the hit's own, so that nothing is said of what the person may not see.
    """
    row = present.load([best.id]).get(best.id)
    if row is None:
        return ""
    typed = list(tokens_of(query.text))
    if not _is_other(query, [token.fold for token in typed], row):
        return ""
    there = _words_of(row["title"] + "\n" + row["text"][:40_000])
    said: list[str] = []
    changed = False
    for number, term in enumerate(best.terms or query.terms):
        word = query.text[typed[number].start : typed[number].end] if number < len(typed) else term.fold
        instead = None
        if term.fold not in there:
            likely = _likeliest([other for other, *_worth in term.others if other in there], number, query, row)
            instead = there[likely] if likely else None
        elif number < len(typed) and typed[number].fold != term.fold:  # read as telex
            instead = there[term.fold]
        changed = changed or instead is not None
        said.append(instead or (word if query.marked else there.get(term.fold, word)))
    return " ".join(said) if changed else ""


def _is_other(query: Query, typed: list[str], row: Mapping[str, Any]) -> bool:
    """Whether a word was read as another than was typed, or is none of the hit's."""
    has = f" {' '.join(fold for fold, _exact in keys_in(row['title']))} {row['body']} "
    return query.corrected is not None or any(f" {fold} " not in has for fold in typed[: len(query.terms)])


def _likeliest(others: list[str], number: int, query: Query, row: Mapping[str, Any]) -> str | None:
    """Of words that the hit has, the one beside the word before or after it, then one of the title."""
    folds = [fold for fold, _exact in keys_in(row["title"])]
    text = f" {' '.join(folds)} | {row['body']} "
    before = f" {query.folds[number - 1]}" if number else ""
    after = f"{query.folds[number + 1]} " if number + 1 < len(query.folds) else ""
    beside = [o for o in others if (before and f"{before} {o} " in text) or (after and f" {o} {after}" in text)]
    return next(iter([*beside, *(o for o in others if o in folds), *others]), None)


def _words_of(text: str) -> dict[str, str]:
    """Folded word → how the text writes it first."""
    words: dict[str, str] = {}
    for token in tokens_of(text):
        words.setdefault(token.fold, text[token.start : token.end].lower())
    return words


def named_so(query: Query, seen: Seen, present: Presenter) -> Hit | None:
    """The place or office whose name, or another name of which, is the query; in the reader's language before others."""
    if not query.terms:
        return None
    asked = [(term.fold, term.exact) for term in query.terms]
    folds = query.folds
    expression = either([run(folds, mark=TITLE_MARK, last=False), run(folds, last=False)])
    rows = present.load([entry.id for entry in seen.propose(expression, limit=NAMED)])
    best: tuple[int, str] | None = None
    for key, row in rows.items():
        if row["kind"] not in {"place", "office"}:
            continue
        likeness = max((_likeness(asked, name) for name in [row["title"], *json.loads(row["names"])]), default=0)
        if likeness and _likeness(asked, row["title"]):
            likeness += 2
        worth = 2 * likeness + (row["language"] == present.language) if likeness else 0
        if worth and (best is None or worth > best[0]):
            best = (worth, key)
    return present.hits([best[1]])[0] if best else None


def _likeness(asked: list[tuple[str, str]], name: str) -> int:
    """2 for the very letters, 1 for the same without marks, 0 for another name."""
    keys = list(keys_in(name))
    if [fold for fold, _exact in keys] != [fold for fold, _exact in asked]:
        return 0
    return 2 if keys == asked else 1
