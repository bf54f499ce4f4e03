"""What readers looked for, and did not find: for editors, without anybody's trace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy

from nhipcau.people.permissions import today
from nhipcau.people.views.pages import StaffPage
from nhipcau.search.models import AskedText
from nhipcau.search.rules.counting import OFTEN_ENOUGH, WEEKS_KEPT, week_of

WEEKS = (4, 13, 53)
SHOWN = 200


class Asked(StaffPage):
    """Words by how often they were asked for; those with nothing found first unless ``?show=all``."""

    permission = "search.see_asked"
    template_name = "search/staff/asked.html"
    page_title = gettext_lazy("What was not found")
    header_icon = "help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The last weeks; four unless asked otherwise."""
        said = self.request.GET.get("weeks", "")
        weeks = int(said) if said in {str(one) for one in WEEKS} else WEEKS[0]
        with_all = self.request.GET.get("show") == "all"
        rows = AskedText.objects.filter(week__gt=week_of(today()) - timedelta(weeks=weeks))
        sums = rows.values("text", "language").annotate(asked=Sum("times"), missed=Sum("empty"), last=Max("week"))
        found = sums if with_all else sums.filter(missed__gt=0)
        names = dict(settings.LANGUAGES)
        ordered = found.order_by("-asked" if with_all else "-missed", "text", "language")[:SHOWN]
        return super().get_context_data(**kwargs) | {
            "rows": [row | {"language_name": names.get(row["language"], row["language"]), "there": _there(row)} for row in ordered],
            "weeks": weeks, "choices": WEEKS, "with_all": with_all, "often": OFTEN_ENOUGH, "kept": WEEKS_KEPT,
        }  # fmt: skip


def _there(row: Mapping[str, Any]) -> str:
    """The readers' page of results for the words, as it is today."""
    prefix = "" if row["language"] == settings.LANGUAGE_CODE else f"/{row['language']}"
    return f"{prefix}/tim-kiem/?{urlencode({'q': row['text']})}"
