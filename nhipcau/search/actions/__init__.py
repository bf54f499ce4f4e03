"""What changes something in this room. The index itself is no deed of anybody: it follows what other rooms did (ADR 23)."""

from nhipcau.search.actions.abbreviations import BadAbbreviation, remove_abbreviation, save_abbreviation

__all__ = ["BadAbbreviation", "remove_abbreviation", "save_abbreviation"]
