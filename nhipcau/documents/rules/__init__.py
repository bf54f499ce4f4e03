"""The reader: plain Python that takes a Vietnamese administrative document apart.

``read(text)`` is the whole of it; the contract is in ``docs/reading.md``.
"""

from nhipcau.documents.rules.as_json import reading_as_json
from nhipcau.documents.rules.reader import read
from nhipcau.documents.rules.types import (
    Cadence,
    Mention,
    Metadata,
    ReadClause,
    ReadDuty,
    Reading,
    Reference,
    Relation,
    Role,
    Span,
    Value,
)

__all__ = [
    "Cadence", "Mention", "Metadata", "ReadClause", "ReadDuty", "Reading", "Reference", "Relation", "Role", "Span",
    "Value", "read", "reading_as_json",
]  # fmt: skip
