"""Tables of the search room."""

from nhipcau.search.models.counting import AskedText, CountedWeek, Tally
from nhipcau.search.models.index import Abbreviation, Due, IndexState
from nhipcau.search.models.saved import SavedQuestion

__all__ = ["Abbreviation", "AskedText", "CountedWeek", "Due", "IndexState", "SavedQuestion", "Tally"]
