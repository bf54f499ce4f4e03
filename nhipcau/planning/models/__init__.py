"""Tables of the year: plans and money, reviews of documents, inspections."""

from nhipcau.planning.models.amendments import Amendment, Change
from nhipcau.planning.models.lines import Item, Norm, PlanLine, Remark
from nhipcau.planning.models.rounds import Excuse, OfficePlan, PlanRound, PlanStep
from nhipcau.planning.models.spending import Acceptance, Contract, ContractChange, Payment

__all__ = [
    "Acceptance",
    "Amendment",
    "Change",
    "Contract",
    "ContractChange",
    "Excuse",
    "Item",
    "Norm",
    "OfficePlan",
    "Payment",
    "PlanLine",
    "PlanRound",
    "PlanStep",
    "Remark",
]
