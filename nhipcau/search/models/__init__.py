"""Tables of the room beside the index itself."""

from nhipcau.search.models.counting import AskedText, CountedWeek, Tally
from nhipcau.search.models.saved import SavedQuestion

__all__ = ["AskedText", "CountedWeek", "SavedQuestion", "Tally"]
