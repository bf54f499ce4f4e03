"""Rules of relevance: the list, one rule, and what it would have caught last week."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nhipcau.monitoring.actions import NothingSaid, RuleFacts, drop_rule, rules_from_topics, save_rule
from nhipcau.monitoring.forms import RuleForm
from nhipcau.monitoring.gazetteer import gazetteer_of
from nhipcau.monitoring.models import Rule, Story
from nhipcau.monitoring.queries import TRIED, recent_articles, titles_by_state
from nhipcau.monitoring.rules.relevance import RelevanceRule, judge, telling_words
from nhipcau.people.permissions import may
from nhipcau.people.views.pages import StaffPage, staff_of

DAYS = 7
SHOWN = 40


class RuleList(StaffPage):
    """All rules, and words that people's choices point to."""

    permission = "monitoring.see"
    template_name = "monitoring/rules.html"
    page_title = gettext_lazy("Rules of relevance")
    header_icon = "sliders"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The most telling first."""
        since = timezone.now() - timedelta(days=90)
        kept, dropped = (titles_by_state(state, since=since) for state in (Story.State.KEPT, Story.State.DROPPED))
        return super().get_context_data(**kwargs) | {
            "rules": Rule.objects.select_related("topic"),
            "proposed": telling_words(kept, dropped) if len(kept) >= 5 else (),
            "may_manage": may(staff_of(self.request), "monitoring.manage"),
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """A rule for each topic."""
        made = rules_from_topics(by=staff_of(request))
        messages.success(request, ngettext("%(n)d new rule.", "%(n)d new rules.", made) % {"n": made})
        return redirect("monitoring:rules")


class RulePage(StaffPage):
    """One rule: its words, and what they would have caught in the last seven days."""

    permission = "monitoring.see"
    template_name = "monitoring/rule.html"
    header_icon = "sliders"

    @cached_property
    def rule(self) -> Rule | None:
        """The rule of the address; None while one is made."""
        pk = self.kwargs.get("pk")
        return get_object_or_404(Rule, pk=pk) if pk else None

    def get_page_title(self) -> str:
        """Its name."""
        return str(self.rule) if self.rule else _("New rule")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, rules, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("monitoring:rules"), "label": _("Rules of relevance")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and a preview where one is asked for or the rule exists."""
        words = self.request.GET.get("words", "")
        form = kwargs.get("form") or (
            RuleForm.of(self.rule) if self.rule else RuleForm(initial={"words": words, "name": words, "points": 5})
        )
        tried = kwargs.get("tried") or (_as_rule(self.rule) if self.rule else None)
        return super().get_context_data(**kwargs) | {
            "rule": self.rule, "form": form, "preview": preview_of(tried) if tried else None,
            "may_manage": may(staff_of(self.request), "monitoring.manage"),
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Try it, keep it, or take it away."""
        me, step = staff_of(request), request.POST.get("step", "save")
        if step == "drop" and self.rule:
            drop_rule(self.rule, by=me)
            messages.success(request, _("The rule is gone."))
            return redirect("monitoring:rules")
        form = RuleForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        facts = RuleFacts(**form.cleaned_data)
        if step == "try":
            return self.render_to_response(self.get_context_data(form=form, tried=_tried(facts)))
        try:
            kept = save_rule(self.rule, facts, by=me)
        except NothingSaid as fault:
            form.add_error(None, str(fault))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(request, _("The rule is kept. It holds for what comes from now on."))
        return redirect("monitoring:rule", pk=kept.pk)


def _as_rule(row: Rule) -> RelevanceRule:
    return RelevanceRule(row.name, row.points, row.word_list, row.kind == Rule.Kind.PLACE)


def _tried(facts: RuleFacts) -> RelevanceRule:
    words = tuple(filter(None, (line.strip() for line in facts.words.splitlines())))
    return RelevanceRule(facts.name, facts.points, words, facts.kind == Rule.Kind.PLACE)


def preview_of(rule: RelevanceRule) -> dict[str, Any]:
    """What the rule alone would have caught in the last seven days, the newest first."""
    gazetteer = gazetteer_of(Path(settings.PROFILE))
    caught, tried = [], 0
    for article in recent_articles(since=timezone.now() - timedelta(days=DAYS)):
        tried += 1
        judged = judge(article.title, article.text or article.lead, [rule], gazetteer)
        if judged.reasons:
            caught.append((article, judged.points, judged.reasons[0].found))
    return {"caught": caught[:SHOWN], "count": len(caught), "tried": tried, "days": DAYS, "is_cut": tried >= TRIED}
