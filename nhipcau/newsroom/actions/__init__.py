"""The newsroom's verbs."""

from nhipcau.newsroom.actions.approving import approve, hand_over, return_to_editor
from nhipcau.newsroom.actions.commissions import (
    CommissionOrder,
    Contract,
    Rights,
    accept_delivery,
    cancel_commission,
    link_page,
    order_work,
    record_commission_rights,
    record_contract,
    record_delivery,
    record_offer,
    record_payment,
    return_delivery,
    take_back_payment,
)
from nhipcau.newsroom.actions.editing import begin_page, note_edit
from nhipcau.newsroom.actions.fact_notices import make_fact_notices
from nhipcau.newsroom.actions.facts import (
    Answer,
    approve_version,
    begin_fact,
    confirm_version,
    end_fact,
    propose_version,
    refuse_version,
)
from nhipcau.newsroom.actions.publishing import (
    publish,
    publish_due,
    publish_urgently,
    schedule,
    ship,
    unschedule,
    withdraw,
)
from nhipcau.newsroom.actions.requests import answer_request, ask_for_fact, refuse_request
from nhipcau.newsroom.actions.shipped_facts import Loaded, load_facts

__all__ = [
    "Answer",
    "CommissionOrder",
    "Contract",
    "Loaded",
    "Rights",
    "accept_delivery",
    "answer_request",
    "approve",
    "approve_version",
    "ask_for_fact",
    "begin_fact",
    "begin_page",
    "cancel_commission",
    "confirm_version",
    "end_fact",
    "hand_over",
    "link_page",
    "load_facts",
    "make_fact_notices",
    "note_edit",
    "order_work",
    "propose_version",
    "publish",
    "publish_due",
    "publish_urgently",
    "record_commission_rights",
    "record_contract",
    "record_delivery",
    "record_offer",
    "record_payment",
    "refuse_request",
    "refuse_version",
    "return_delivery",
    "return_to_editor",
    "schedule",
    "ship",
    "take_back_payment",
    "unschedule",
    "withdraw",
]
