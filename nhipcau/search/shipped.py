"""The abbreviations that the program brings along; a province's own table takes their place once it is filled."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from nhipcau.search.rules.abbreviations import Abbreviation, Concepts, read_table


@cache
def shipped_abbreviations() -> tuple[Abbreviation, ...]:
    """From ``abbreviations.tsv``."""
    lines = files("nhipcau.search").joinpath("abbreviations.tsv").read_text("utf-8").splitlines()
    return tuple(read_table(lines))


@cache
def shipped_concepts() -> Concepts:
    """The same, ready for finding them."""
    return Concepts(shipped_abbreviations())
