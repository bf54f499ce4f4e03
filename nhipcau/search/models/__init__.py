"""Tables of the search room."""

from nhipcau.search.models.index import Abbreviation, Due, IndexState

__all__ = ["Abbreviation", "Due", "IndexState"]
