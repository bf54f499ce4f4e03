"""Needs of offices against what was given, year by year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.people.actions import add_subject, state_need
from nhipcau.people.permissions import may, reach, today
from nhipcau.people.queries import needs_against_given
from nhipcau.people.training_forms import NeedForm, SubjectForm
from nhipcau.people.views.pages import staff_of
from nhipcau.people.views.steps import StepsPage


class NeedsPage(StepsPage):
    """What offices need of training and what they were given: of offices, never of persons."""

    permission = "people.see"
    template_name = "people/needs.html"
    page_title = gettext_lazy("Training needs")
    header_icon = "list-ul"

    @cached_property
    def year(self) -> int:
        """The year asked for; else this one."""
        asked, now = self.request.GET.get("year", ""), today().year
        return int(asked) if asked.isdecimal() and abs(int(asked) - now) <= 20 else now

    @cached_property
    def offices(self) -> frozenset[int] | None:
        """Whose needs the person states; None for all."""
        return reach(staff_of(self.request), "people.state_need", on=today())

    def form_of(self, step: str, data: Any = None, files: Any = None) -> forms.Form | None:
        """A need, or a further subject."""
        if step == "need":
            return NeedForm(data, offices=self.offices, prefix=step)
        return SubjectForm(data, prefix=step) if step == "subject" else None

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """State it, or add it."""
        by, on = staff_of(request), today()
        if step == "subject":
            add_subject(name=asked["name"], by=by)
            return _("The subject is added.")
        state_need(
            asked["office"],
            asked["subject"],
            year=self.year,
            places=asked["places"],
            note=asked["note"],
            by=by,
            on=on,
        )
        return _("The need is kept.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines of the year with their sums, by subject where all offices are seen."""
        by, faulty = staff_of(self.request), kwargs.get("faulty", {})
        sees_all = may(by, "people.train") or self.offices == frozenset()
        lines = needs_against_given(self.year, None if sees_all else self.offices)
        open_only = bool(self.request.GET.get("missing"))
        may_state = may(by, "people.state_need")
        may_add = may(by, "people.train")
        return super().get_context_data(**kwargs) | {
            "lines": [line for line in lines if line.missing] if open_only else lines, "year": self.year,
            "years": range(today().year + 1, today().year - 4, -1), "open_only": open_only,
            "needed": sum(line.needed for line in lines), "given": sum(min(line.given, line.needed) for line in lines),
            "missing": sum(line.missing for line in lines), "may_plan": may_add,
            "form": (faulty.get("need") or self.form_of("need")) if may_state else None,
            "subject_form": (faulty.get("subject") or self.form_of("subject")) if may_add else None,
            "opened": next(iter(faulty), ""),
        }  # fmt: skip
