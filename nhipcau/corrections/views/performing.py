"""From a filled form to the action it stands for: one small function a deed. Each answers what is said afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.corrections import actions
from nhipcau.corrections.models import Case
from nhipcau.corrections.rules.verdicts import LANGUAGES, Kind, Verdict
from nhipcau.monitoring.web import fetcher
from nhipcau.people.models import Staff

Deed = Callable[[Case, dict[str, Any], Staff, datetime], str]


def _triage(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    decision = actions.Decision(
        Kind(asked["kind"]),
        asked["reason"],
        asked["duplicate_of"],
        asked["statement"],
        asked["item_title"],
        asked["item_on"],
    )
    row = actions.triage(case, decision, by=by, now=now)
    if row.kind == Kind.FACT:
        return _("It is at the desk now: gather evidence.")
    return _("It is correspondence now. It gets an answer in words, no verdict.")


def _paper(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    facts = actions.PaperFacts(
        asked["title"], asked["issuer"], asked["url"], asked["says"], asked["is_primary"], asked["is_public"]
    )
    if asked["file"]:
        made = actions.add_paper(case, facts, name=asked["file"].name, content=asked["file"].read(), by=by)
    else:
        made = actions.archive_page(case, facts, web=fetcher(), by=by)
    return _("Archived. SHA-256: %(hash)s") % {"hash": made.sha256}


def _set_aside(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.set_aside(asked["paper"], reason=asked["reason"], by=by)
    return _("The document was set aside. It stays archived.")


def _offer(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    made = actions.offer_reply(case, actions.Letter(**asked), by=by, on=timezone.localdate(now))
    return _("Noted. The publisher has until %(day)s to reply.") % {"day": f"{made.reply_due_on:%d/%m/%Y}"}


def _reply(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.record_reply(
        asked["offer"], words=asked["words"], replied_on=asked["replied_on"], by=by, on=timezone.localdate(now)
    )
    return _("The reply is recorded. It is printed with the entry.")


def _draft(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    words = {
        code: actions.Words(asked[f"title_{code}"], asked[f"records_{code}"], asked.get(f"change_{code}", ""))
        for code in LANGUAGES
    }
    actions.save_draft(
        case, actions.Draft(Verdict(asked["verdict"]), words, asked.get("is_withdrawal", False)), by=by
    )
    return _("The draft is saved.")


def _hand_over(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.hand_over(case, seen=asked["seen"], by=by)
    return _("The draft was handed over. A second person reads it now.")


def _agree(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.agree(case, seen=asked["seen"], by=by)
    return _("Agreed. The legal and secrecy check comes next.")


def _check(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    seen = asked.pop("seen")
    actions.pass_check(case, actions.Check(**asked), seen=seen, by=by)
    return _("The check is passed. It can go out.")


def _send_back(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.send_back(case, note=asked["reason"], by=by)
    return _("It was returned to the desk.")


def _publish(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    made = actions.publish_entry(case, by=by, now=now)
    return _("It stands in the public log as row %(seq)s, signed.") % {"seq": made.seq}


def _appeal(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.take_up_appeal(case, words=asked, by=by, now=now)
    return _("The log says that the entry is under appeal. The entry is at the desk again.")


def _answer(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.answer(case, words=asked["words"], by=by, now=now)
    return _("Answered. The sender reads it behind the private link.")


def _reopen(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.reopen(case, reason=asked["reason"], by=by)
    return _("It is at the desk again. The public log stays as it is until a new row goes out.")


def _message(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.write_message(case, words=asked["words"], by=by)
    return _("The sender reads it behind the private link.")


def _forget(case: Case, asked: dict[str, Any], by: Staff, now: datetime) -> str:
    actions.forget_contact(case, by=by)
    return _("The contact is deleted.")


PERFORM: dict[str, Deed] = {
    "triage": _triage, "retriage": _triage, "paper": _paper, "set_aside": _set_aside, "offer": _offer, "reply": _reply, "draft": _draft,
    "hand_over": _hand_over, "agree": _agree, "check": _check, "send_back": _send_back, "publish": _publish, "appeal": _appeal,
    "answer": _answer, "reopen": _reopen, "message": _message, "forget": _forget,
}  # fmt: skip
