"""The planning room's verbs."""

from nhipcau.planning.actions.amending import Ground, NewLine, NewValues, amend
from nhipcau.planning.actions.appraising import Appraisal, LineFault, appraise_line, appraise_lines, appraise_rest
from nhipcau.planning.actions.drafting import (
    BadLine,
    Cost,
    Written,
    add_line,
    copy_last_year,
    edit_line,
    excuse,
    remove_line,
    write_note,
)
from nhipcau.planning.actions.faults import FileRefused, NoReason, NotEnough, NotNow
from nhipcau.planning.actions.handing_in import accept_plan, answer_remark, hand_over, return_plan, submit
from nhipcau.planning.actions.norms import NormFacts, keep_norm
from nhipcau.planning.actions.papers import Upload
from nhipcau.planning.actions.rounds import (
    Call,
    Decision,
    approve,
    ask_offices,
    edit_round,
    leave_out,
    open_round,
    present,
    take_back,
)
from nhipcau.planning.actions.spending import (
    Promise,
    accept_delivery,
    change_contract,
    commit,
    pay,
    wind_up,
)
from nhipcau.planning.actions.working import give_work

FAULTS = (NotNow, NoReason, NotEnough, FileRefused, BadLine, LineFault)
"""What a step can be refused with; each says what to do."""

__all__ = [
    "FAULTS",
    "Appraisal",
    "BadLine",
    "Call",
    "Cost",
    "Decision",
    "FileRefused",
    "Ground",
    "LineFault",
    "NewLine",
    "NewValues",
    "NoReason",
    "NormFacts",
    "NotEnough",
    "NotNow",
    "Promise",
    "Upload",
    "Written",
    "accept_delivery",
    "accept_plan",
    "add_line",
    "amend",
    "answer_remark",
    "appraise_line",
    "appraise_lines",
    "appraise_rest",
    "approve",
    "ask_offices",
    "change_contract",
    "commit",
    "copy_last_year",
    "edit_line",
    "edit_round",
    "excuse",
    "give_work",
    "hand_over",
    "keep_norm",
    "leave_out",
    "open_round",
    "pay",
    "present",
    "remove_line",
    "return_plan",
    "submit",
    "take_back",
    "wind_up",
    "write_note",
]
