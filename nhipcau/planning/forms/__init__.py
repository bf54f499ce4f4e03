"""What is typed about plans."""

from nhipcau.planning.forms.filters import LineFilters, RoundFilters
from nhipcau.planning.forms.lines import CostForms, ExcuseForm, LineForm, MoneyField, costs_of, written_of
from nhipcau.planning.forms.rounds import (
    AcceptForm,
    AskForm,
    DecisionForm,
    EditRoundForm,
    HandOverForm,
    NormForm,
    NoteForm,
    OpenRoundForm,
    ReasonForm,
)

__all__ = [
    "AcceptForm",
    "AskForm",
    "CostForms",
    "DecisionForm",
    "EditRoundForm",
    "ExcuseForm",
    "HandOverForm",
    "LineFilters",
    "LineForm",
    "MoneyField",
    "NormForm",
    "NoteForm",
    "OpenRoundForm",
    "ReasonForm",
    "RoundFilters",
    "costs_of",
    "written_of",
]
