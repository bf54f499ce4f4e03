"""Tables of the library."""

from nhipcau.documents.models.intake import Intake
from nhipcau.documents.models.library import Document, EffectPeriod, SourceFile
from nhipcau.documents.models.reading import Clause, DutyReading, ItemState, Mention, Reference

__all__ = [
    "Clause",
    "Document",
    "DutyReading",
    "EffectPeriod",
    "Intake",
    "ItemState",
    "Mention",
    "Reference",
    "SourceFile",
]
