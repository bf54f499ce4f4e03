"""The month board: columns by weeks or days, slots that can be dragged or moved by a form, quotas with their gaps, and the private feed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from nhipcau.newsroom import actions
from nhipcau.newsroom.fact_forms import WhyForm
from nhipcau.newsroom.faults import DEED_FAULTS, NotNow
from nhipcau.newsroom.forms import NothingForm
from nhipcau.newsroom.models import Slot
from nhipcau.newsroom.plan import (
    as_ical,
    board_address,
    columns_of,
    feed_owner,
    month_gaps,
    public_languages,
    slots_for,
    slots_of,
)
from nhipcau.newsroom.plan_forms import ColumnForm, MoveForm, QuotaForm, SlotForm
from nhipcau.newsroom.rules.calendar import Month, read_month
from nhipcau.people.permissions import may, require, today
from nhipcau.people.views.pages import staff_of
from nhipcau.people.views.steps import Deed, StepsPage


class Board(StepsPage):
    """One month."""

    permission = "newsroom.see"
    template_name = "newsroom/calendar/board.html"
    page_title = gettext_lazy("Editorial plan")
    header_icon = "calendar"
    faults: ClassVar[tuple[type[Exception], ...]] = DEED_FAULTS
    known: ClassVar[dict[str, Deed]] = {
        "plan": Deed(gettext_lazy("Plan a piece"), SlotForm),
        "column": Deed(gettext_lazy("Add a column or series"), ColumnForm),
        "quota": Deed(gettext_lazy("Set a quota"), QuotaForm),
        "feed": Deed(gettext_lazy("Make my calendar address (the one before stops working)"), NothingForm),
    }

    @cached_property
    def month(self) -> Month:
        """The month of the address, or this one."""
        return read_month(self.request.GET.get("month", ""), today())

    def open_deeds(self) -> list[str]:
        """What the person may do here."""
        by = staff_of(self.request)
        manages = may(by, "newsroom.manage")
        rules = {"plan": may(by, "newsroom.plan"), "column": manages, "quota": manages, "feed": True}
        return [key for key, allowed in rules.items() if allowed]

    def form_for(self, key: str, **given: Any) -> forms.Form:
        """A new piece begins in the month that is shown, with the title that the address proposes."""
        on = today()
        day = on if self.month.first <= on <= self.month.last else self.month.first
        known = {"on_date": day, "languages": ["vi"], "title": self.proposed}
        return super().form_for(key, initial=known if key == "plan" else {}, **given)

    @property
    def proposed(self) -> str:
        """A working title, such as that of a story from the reading desk."""
        return self.request.GET.get("title", "").strip()[:300]

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One deed."""
        by = staff_of(request)
        if step == "plan":
            actions.plan_slot(actions.Piece(**asked), by=by)
            return _("The piece is planned.")
        if step == "column":
            actions.keep_column(asked["name"], kind=asked["kind"], by=by)
            return _("The column is kept.")
        if step == "quota":
            actions.set_quota(asked["column"], asked["language"], asked["per_month"], by=by)
            return _("The quota is set.")
        address = request.build_absolute_uri(reverse("plan_feed", args=[actions.renew_feed(by=by)]))
        return _("Your calendar address, shown this once: %(address)s") % {"address": address}

    def after(self, step: str) -> str:
        """The same month, without a title that has been planned."""
        kept = self.request.GET.copy()
        kept.pop("title", None)
        return f"{self.request.path}?{kept.urlencode()}" if kept else self.request.path

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """A slot that was dropped on another cell is moved; everything else is a deed."""
        if request.POST.get("step") != "move":
            return super().post(request, **kwargs)
        slot = get_object_or_404(Slot, pk=request.POST.get("slot") if request.POST.get("slot", "").isdecimal() else 0)
        form = MoveForm(request.POST)
        if form.is_valid():
            try:
                actions.move_slot(slot, by=staff_of(request), **form.cleaned_data)
                messages.success(request, _("Moved: %(title)s") % {"title": slot})
            except NotNow as fault:
                messages.error(request, str(fault))
        return redirect(f"{request.get_full_path()}#slot-{slot.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The board, the gaps, the months around."""
        month, by_day = self.month, self.request.GET.get("by") == "day"
        columns, slots = columns_of(month), slots_of(month)
        public = public_languages(slots)
        names = {column.pk: column.name for column in columns}
        parts = [(day,) for day in month.days()] if by_day else month.weeks()
        shown = super().get_context_data(**kwargs)
        opened = shown.get("opened") or ("plan" if self.proposed else "")
        return shown | {
            "opened": opened, "month": month, "before": month.shifted(-1), "after_month": month.shifted(1), "by_day": by_day, "today": today(),
            "columns": columns, "parts": [{"first": part[0], "last": part[-1]} for part in parts],
            "rows": _rows(columns, slots, public, parts),
            "gaps": [{"gap": gap, "column": names[gap.column]} for gap in month_gaps(slots, public) if gap.column in names],
            "may_plan": may(staff_of(self.request), "newsroom.plan"), "has_feed": hasattr(staff_of(self.request), "plan_feed"),
        }  # fmt: skip


def _rows(
    columns: Sequence[Any],
    slots: Sequence[Slot],
    public: dict[int, frozenset[str]],
    parts: Sequence[tuple[date, ...]],
) -> list[dict[str, Any]]:
    """A row for each column with a cell for each week or day."""
    at: dict[tuple[int, date], list[dict[str, Any]]] = defaultdict(list)
    for slot in slots:
        done = [{"code": code, "public": code in public[slot.pk]} for code in slot.languages]
        at[slot.column_id, slot.on_date].append({"slot": slot, "languages": done})
    return [
        {"column": column, "cells": [
            {"first": part[0], "last": part[-1], "slots": [row for day in part for row in at[column.pk, day]]} for part in parts
        ]}
        for column in columns
    ]  # fmt: skip


class SlotPage(StepsPage):
    """One piece of the plan: moved by a form, said otherwise, dropped. Works without a pointer and without scripts."""

    permission = "newsroom.see"
    template_name = "newsroom/calendar/slot.html"
    header_icon = "calendar"
    faults: ClassVar[tuple[type[Exception], ...]] = DEED_FAULTS
    known: ClassVar[dict[str, Deed]] = {
        "move": Deed(gettext_lazy("Move to another day or column"), MoveForm),
        "change": Deed(gettext_lazy("Change"), SlotForm),
        "drop": Deed(gettext_lazy("Drop from the plan"), WhyForm, is_final=True),
    }

    @cached_property
    def slot(self) -> Slot:
        """The slot of the address."""
        return get_object_or_404(
            Slot.objects.select_related("column", "who", "page", "made_by"), pk=self.kwargs["pk"]
        )

    def get_page_title(self) -> str:
        """Its working title."""
        return str(self.slot)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, plan, this piece."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": board_address(self.slot.on_date), "label": _("Editorial plan")}, items[-1]]

    def open_deeds(self) -> list[str]:
        """All, for those who plan."""
        return list(self.known) if may(staff_of(self.request), "newsroom.plan") and not self.slot.dropped_at else []

    def form_for(self, key: str, **given: Any) -> forms.Form:
        """Filled with what stands."""
        slot = self.slot
        known = {
            "column": slot.column_id, "on_date": slot.on_date, "title": slot.title, "languages": slot.languages,
            "who": slot.who_id, "page": slot.page_id,
        }  # fmt: skip
        return super().form_for(key, initial=known, **given)

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One deed."""
        by = staff_of(request)
        if step == "move":
            actions.move_slot(self.slot, by=by, **asked)
            return _("Moved: %(title)s") % {"title": self.slot}
        if step == "change":
            actions.change_slot(self.slot, actions.Piece(**asked), by=by)
            return _("The piece is changed.")
        actions.drop_slot(self.slot, reason=asked["reason"], by=by)
        return _("The piece is out of the plan.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The piece."""
        return super().get_context_data(**kwargs) | {"slot": self.slot, "board": board_address(self.slot.on_date)}


class Feed(View):
    """``/plan/KEY.ics``: what a person makes; with ``?all=1`` the whole plan. The key is all that is asked."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """404 for a key that is not known, or whose person no longer works here."""
        staff = feed_owner(key)
        if staff is None or not may(staff, "newsroom.see"):
            raise Http404
        require(staff, "newsroom.see")
        slots = slots_for(None if request.GET.get("all") else staff, on=today())
        answer = HttpResponse(as_ical(slots, name=_("Editorial plan")), content_type="text/calendar; charset=utf-8")
        answer["Cache-Control"] = "private, max-age=300"
        answer["X-Robots-Tag"] = "noindex"
        answer["Referrer-Policy"] = "no-referrer"
        return answer
