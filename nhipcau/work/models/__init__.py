"""Tables of what is being done."""

from nhipcau.work.models.assignments import Assignment, Extension, HandIn, Progress, Recurrence, Verdict
from nhipcau.work.models.awards import (
    AwardCategory,
    AwardDecision,
    AwardOpinion,
    AwardPaper,
    AwardProof,
    AwardProposal,
    AwardRevision,
)
from nhipcau.work.models.dissemination import Dissemination, DisseminationOffice, Session
from nhipcau.work.models.evidence import Evidence, EvidenceWithdrawal
from nhipcau.work.models.sessions import AgendaItem, SessionOffice, SessionPaper, WorkingSession

__all__ = [
    "AgendaItem",
    "Assignment",
    "AwardCategory",
    "AwardDecision",
    "AwardOpinion",
    "AwardPaper",
    "AwardProof",
    "AwardProposal",
    "AwardRevision",
    "Dissemination",
    "DisseminationOffice",
    "Evidence",
    "EvidenceWithdrawal",
    "Extension",
    "HandIn",
    "Progress",
    "Recurrence",
    "Session",
    "SessionOffice",
    "SessionPaper",
    "Verdict",
    "WorkingSession",
]
