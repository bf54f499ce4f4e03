"""Tables of the year: plans and money, reviews of documents, inspections."""

from nhipcau.planning.models.amendments import Amendment, Change
from nhipcau.planning.models.inspections import Finding, Inspection, InspectionPoint
from nhipcau.planning.models.lines import Item, Norm, PlanLine, Remark
from nhipcau.planning.models.reviews import Proposal, ReviewItem, ReviewProposal, ReviewRound
from nhipcau.planning.models.rounds import Excuse, OfficePlan, PlanRound, PlanStep
from nhipcau.planning.models.spending import Acceptance, Contract, ContractChange, Payment

__all__ = [
    "Acceptance",
    "Amendment",
    "Change",
    "Contract",
    "ContractChange",
    "Excuse",
    "Finding",
    "Inspection",
    "InspectionPoint",
    "Item",
    "Norm",
    "OfficePlan",
    "Payment",
    "PlanLine",
    "PlanRound",
    "PlanStep",
    "Proposal",
    "Remark",
    "ReviewItem",
    "ReviewProposal",
    "ReviewRound",
]
