"""From a checked form to the action it asks for, and what is said afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.duties.models import Duty
from nhipcau.people.models import Staff
from nhipcau.planning.actions import (
    Decision,
    FileRefused,
    Upload,
    accept_plan,
    answer_remark,
    appraise_rest,
    approve,
    ask_offices,
    copy_last_year,
    edit_round,
    excuse,
    hand_over,
    leave_out,
    present,
    return_plan,
    submit,
    take_back,
    write_note,
)
from nhipcau.planning.models import OfficePlan, PlanRound, Remark
from nhipcau.work.rules.uploads import MAX_BYTES

RoundStep = Callable[[PlanRound, Any, Staff, date], str]
PlanStepTaker = Callable[[OfficePlan, forms.Form, Staff, date], str]


def uploaded(file: UploadedFile[Any] | None) -> Upload | None:
    """The upload's bytes. Raises FileRefused before reading one that is too large."""
    if file is None:
        return None
    if (file.size or 0) > MAX_BYTES:
        raise FileRefused(_("The file is larger than 25 MB."))
    return Upload(file.name or "", file.read())


def _approve(round_: PlanRound, form: Any, by: Staff, on: date) -> str:
    asked = form.cleaned_data
    approve(round_, Decision(asked["number"], asked["decided_on"], uploaded(asked["file"])), by=by, on=on)
    return _("The plan is approved and frozen; its lines become work.")


def _present(round_: PlanRound, form: Any, by: Staff, on: date) -> str:
    present(round_, by=by)
    return _("The plan is presented for approval.")


def _take_back(round_: PlanRound, form: Any, by: Staff, on: date) -> str:
    take_back(round_, reason=form.cleaned_data["reason"], by=by)
    return _("The plan is open again.")


def _edit(round_: PlanRound, form: Any, by: Staff, on: date) -> str:
    asked = form.cleaned_data
    edit_round(
        round_, due_on=asked["due_on"], guidance=asked["guidance"], words=form.words(), asks=asked["asks"], by=by
    )
    return _("Saved.")


def _ask(round_: PlanRound, form: Any, by: Staff, on: date) -> str:
    count = ask_offices(round_, form.asked_offices(), by=by)
    return ngettext("%(n)d more office is asked.", "%(n)d more offices are asked.", count) % {"n": count}


ROUND_STEPS: dict[str, RoundStep] = {
    "approve": _approve, "present": _present, "take_back": _take_back, "edit": _edit, "ask": _ask,
}  # fmt: skip


def _submit(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    submit(plan, by=by, on=on, note=form.cleaned_data["note"])
    return _("The plan is submitted to the coordinator.")


def _accept(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    accept_plan(plan, by=by, note=form.cleaned_data["note"])
    return _("The plan is accepted and goes on to the finance office.")


def _return(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    remarks = {int(key[7:]): text for key, text in form.data.items() if re.fullmatch(r"remark-[0-9]{1,18}", key)}
    return_plan(plan, reason=form.cleaned_data["reason"], remarks=remarks, by=by)
    return _("The plan was returned with its remarks.")


def _leave_out(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    leave_out(plan, reason=form.cleaned_data["reason"], by=by)
    return _("The year goes on without this plan.")


def _hand_over(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    hand_over(plan, form.cleaned_data["to"], reason=form.cleaned_data["reason"], by=by)
    return _("The other office carries the plan on.")


def _copy(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    count = copy_last_year(plan, by=by, on=on)
    return ngettext("%(n)d line came over from last year.", "%(n)d lines came over from last year.", count) % {
        "n": count
    }


def _note(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    write_note(plan, note=form.cleaned_data["note"], by=by, on=on)
    return _("Saved.")


def _excuse(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    duty = get_object_or_404(Duty, pk=form.cleaned_data["duty"])
    excuse(plan, duty, reason=form.cleaned_data["reason"], by=by, on=on)
    return _("The explanation is kept with the plan.")


def _answer(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    remark = get_object_or_404(Remark.objects.select_related("plan"), plan=plan, pk=form.cleaned_data["remark"])
    answer_remark(remark, answer=form.cleaned_data["answer"], by=by, on=on)
    return _("The remark is answered.")


def _appraise_rest(plan: OfficePlan, form: Any, by: Staff, on: date) -> str:
    count = appraise_rest(plan, by=by)
    return ngettext("%(n)d line is taken as proposed.", "%(n)d lines are taken as proposed.", count) % {"n": count}


PLAN_STEPS: dict[str, PlanStepTaker] = {
    "submit": _submit, "accept": _accept, "return": _return, "leave_out": _leave_out, "hand_over": _hand_over,
    "copy": _copy, "note": _note, "excuse": _excuse, "answer": _answer, "appraise_rest": _appraise_rest,
}  # fmt: skip
