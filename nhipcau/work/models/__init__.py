"""Tables of what is being done."""

from nhipcau.work.models.assignments import Assignment, Extension, HandIn, Progress, Recurrence, Verdict
from nhipcau.work.models.dissemination import Dissemination, DisseminationOffice, Session
from nhipcau.work.models.evidence import Evidence, EvidenceWithdrawal

__all__ = [
    "Assignment",
    "Dissemination",
    "DisseminationOffice",
    "Evidence",
    "EvidenceWithdrawal",
    "Extension",
    "HandIn",
    "Progress",
    "Recurrence",
    "Session",
    "Verdict",
]
