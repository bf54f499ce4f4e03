"""Results for staff: all that the person may see, narrowed by kind, office, language, state and day."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.search.addressing import is_narrowed, query_of, question_of
from nhipcau.search.asking import KINDS, Answer, ask
from nhipcau.search.models import SavedQuestion
from nhipcau.search.seeing import kinds_of
from nhipcau.search.showing import context_of


class Results(StaffPage):
    """``/staff/search/?q=``."""

    permission = "search.see"
    template_name = "search/staff/results.html"
    page_title = gettext_lazy("Search")
    header_icon = "search"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Asked once; every count comes from the same answer."""
        by = staff_of(self.request)
        question = question_of(self.request.GET, language=get_language() or settings.LANGUAGE_CODE)
        is_asked = bool(question.text) or is_narrowed(question)
        answer = ask(question, by=by) if is_asked else Answer()
        address = query_of(question)
        return super().get_context_data(**kwargs) | context_of(question, answer) | {
            "is_asked": is_asked, "asked_text": question.text, "address": address,
            "is_saved": is_asked and SavedQuestion.objects.filter(staff=by, address=address).exists(),
            "saved": SavedQuestion.objects.filter(staff=by), "suggested_name": question.text,
            "may_leaf": [] if is_asked else [(kind, KINDS[kind]) for kind in kinds_of(by)],
        }  # fmt: skip
