"""One case: what was said, what the records say, whose turn it is, and what was done."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nhipcau.corrections import actions, letters
from nhipcau.corrections import forms as typed
from nhipcau.corrections.actions import NotNow
from nhipcau.corrections.addresses import entry_path
from nhipcau.corrections.clocks import REPLY, clock_for, due_day
from nhipcau.corrections.draft import awaited_reply, content_of, missing_in, papers_in_use, replies_of, words_of
from nhipcau.corrections.models import Case, Paper
from nhipcau.corrections.queries import case_list
from nhipcau.corrections.rules.verdicts import LANGUAGES, About, Kind, State, Verdict
from nhipcau.corrections.views.desk import row_of
from nhipcau.corrections.views.performing import PERFORM
from nhipcau.newsroom.faults import DEED_FAULTS
from nhipcau.newsroom.faults import NotNow as PageNotNow
from nhipcau.people.permissions import may, require, today
from nhipcau.people.views.pages import staff_of
from nhipcau.people.views.steps import Deed, StepsPage

SAFE = "default-src 'none'; sandbox"
"""An archived page is somebody else's: nothing in it may run or load."""


class CasePage(StepsPage):
    """A case and the deeds that are open to the person."""

    permission = "corrections.see"
    template_name = "corrections/case.html"
    header_icon = "check"
    faults: ClassVar[tuple[type[Exception], ...]] = (*DEED_FAULTS, NotNow, PageNotNow)
    known: ClassVar[dict[str, Deed]] = {
        "triage": Deed(gettext_lazy("Triage"), typed.TriageForm),
        "publish": Deed(gettext_lazy("Enter it in the public log"), typed.NothingForm, is_final=True),
        "check": Deed(gettext_lazy("Legal and secrecy check"), typed.CheckForm),
        "agree": Deed(gettext_lazy("Agree to what I have read"), typed.SeenForm),
        "paper": Deed(gettext_lazy("Archive a document"), typed.PaperForm),
        "offer": Deed(gettext_lazy("Note the letter to the publisher"), typed.OfferForm),
        "reply": Deed(gettext_lazy("Record the publisher's reply"), typed.ReplyForm),
        "draft": Deed(gettext_lazy("Write the draft"), typed.DraftForm),
        "hand_over": Deed(pgettext_lazy("corrections", "Hand over to the second person"), typed.SeenForm),
        "send_back": Deed(gettext_lazy("Return it to the desk"), typed.WhyForm),
        "set_aside": Deed(gettext_lazy("Set a document aside"), typed.SetAsideForm),
        "appeal": Deed(gettext_lazy("Take the appeal up"), typed.AppealForm),
        "answer": Deed(gettext_lazy("Answer and close"), typed.AnswerForm, is_final=True),
        "reopen": Deed(gettext_lazy("Open it again"), typed.WhyForm),
        "message": Deed(gettext_lazy("Write to the sender"), typed.MessageForm),
        "retriage": Deed(gettext_lazy("Triage anew"), typed.TriageForm),
        "forget": Deed(gettext_lazy("Delete the sender's contact"), typed.NothingForm, is_final=True),
    }

    @cached_property
    def case(self) -> Case:
        """The case of the address."""
        rows = case_list().select_related("story", "clock", "duplicate_of", "page", "appeal_of", "page_step")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def is_public(self) -> bool:
        """Whether the log has a row about it."""
        return self.case.entries.exists()

    def get_page_title(self) -> str:
        """Its number."""
        return _("Case %(number)s") % {"number": self.case.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the desk, this case."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("corrections:desk"), "label": _("Corrections desk")}, items[-1]]

    def open_deeds(self) -> list[str]:
        """What the person may do as it stands. An opinion offers no draft: there is no verdict for it."""
        by, row = staff_of(self.request), self.case
        triages, drafts = may(by, "corrections.triage"), may(by, "corrections.draft")
        writes = (
            drafts
            and row.kind == Kind.FACT
            and row.state in {State.DESK, State.HANDED_OVER, State.AGREED, State.CHECKED}
        )
        is_second = by.pk not in actions.hands_of(row)
        agrees = may(by, "corrections.agree")
        rules = {
            "triage": triages and row.state == State.RECEIVED,
            "publish": may(by, "corrections.publish") and row.state == State.CHECKED,
            "check": may(by, "corrections.check") and row.state == State.AGREED and is_second,
            "agree": agrees and row.state == State.HANDED_OVER and is_second,
            "hand_over": writes and row.state == State.DESK and not missing_in(row),
            "paper": writes, "draft": writes,
            "offer": writes and row.about == About.PUBLISHED,
            "reply": writes and row.offers.filter(replied_on__isnull=True).exists(),
            "send_back": agrees and row.state in {State.HANDED_OVER, State.AGREED, State.CHECKED},
            "set_aside": writes and papers_in_use(row).exists(),
            "appeal": may(by, "corrections.publish") and row.kind == Kind.APPEAL and row.state == State.CORRESPONDENCE
            and row.appeal_of is not None and row.appeal_of.state == State.PUBLISHED,
            "answer": may(by, "corrections.answer") and row.state == State.CORRESPONDENCE,
            "reopen": drafts and row.state == State.PUBLISHED,
            "message": may(by, "corrections.answer"),
            "retriage": triages and row.state in {State.DESK, State.CORRESPONDENCE} and row.kind != Kind.APPEAL and not self.is_public,
            "forget": may(by, "corrections.manage") and hasattr(row, "contact"),
        }  # fmt: skip
        return [key for key, allowed in rules.items() if allowed]

    def form_for(self, key: str, **given: Any) -> forms.Form:
        """Forms know what there is to choose from and what was written before."""
        row = self.case
        if key in {"triage", "retriage"}:
            there = {
                "statement": row.statement,
                "item_title": row.item_title,
                "item_on": row.item_on,
                "kind": row.kind,
            }
            return typed.TriageForm(prefix=key, initial=there, **given)
        if key == "set_aside":
            return typed.SetAsideForm(prefix=key, papers=papers_in_use(row), **given)
        if key == "reply":
            return typed.ReplyForm(
                prefix=key,
                offers=row.offers.filter(replied_on__isnull=True),
                initial={"replied_on": today()},
                **given,
            )
        if key == "draft":
            written = {f"{name}_{code}": text for code, said in words_of(row).items() for name, text in said.items()}
            known = written | {"verdict": row.verdict, "is_withdrawal": row.is_withdrawal}
            return typed.DraftForm(prefix=key, case=row, is_public=self.is_public, initial=known, **given)
        if key == "offer":
            until = due_day(clock_for(REPLY, today()), today())
            known = {"sent_on": today(), "reply_due_on": until, "letter": letters.letter_of(row, until)}
            return typed.OfferForm(prefix=key, initial=known, **given)
        if key in {"hand_over", "agree", "check"}:
            return self.known[key].form(prefix=key, initial={"seen": content_of(row)}, **given)
        return super().form_for(key, **given)

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """Do it by the action of that name."""
        return PERFORM[step](self.case, asked, staff_of(request), timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that is known of the case."""
        row, by, on = self.case, staff_of(self.request), today()
        is_fact = row.may_have_a_verdict
        waits = awaited_reply(row, on) if is_fact else None
        return super().get_context_data(**kwargs) | row_of(row, on) | {
            "papers": row.papers.select_related("added_by"), "offers": row.offers.select_related("sent_by", "recorded_by"),
            "letters": row.messages.select_related("by"), "steps": row.steps.select_related("by").order_by("-pk"),
            "draft": [(code, words_of(row).get(code)) for code in LANGUAGES] if is_fact else [], "reply": replies_of(row),
            "missing": missing_in(row) if is_fact and row.state == State.DESK else [], "waits": waits, "is_fact": is_fact,
            "entries": row.entries.order_by("seq"), "entry_url": entry_path(row.number) if self.is_public else "",
            "contact": getattr(row, "contact", None) if may(by, "corrections.see_contact") else None,
            "has_contact": hasattr(row, "contact"),
            "wrong": self._page_of_ours() if is_fact and row.verdict == Verdict.WE_WERE_WRONG else None,
            "appeals": row.appeals.all(), "drafted_it": by.pk in actions.hands_of(row) and row.state in {State.HANDED_OVER, State.AGREED},
        }  # fmt: skip

    def _page_of_ours(self) -> dict[str, Any]:
        """How far the corrected page is."""
        row = self.case
        note = actions.note_of(row) if row.page_id else None
        return {"page": row.page, "note": note, "is_ready": actions.page_is_ready(row)}


def paper_file(request: HttpRequest, pk: int) -> FileResponse:
    """An archived document, for staff, as a download."""
    require(staff_of(request), "corrections.see")
    row = get_object_or_404(Paper, pk=pk)
    return archived(row)


def archived(row: Paper) -> FileResponse:
    """The archived bytes as a download that can run nothing. Raises Http404 where the file is gone."""
    try:
        opened = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    extension = str(row.file.name).rpartition(".")[2]
    answer = FileResponse(
        opened, as_attachment=True, filename=f"{row.sha256[:16]}.{extension}", content_type=row.content_type
    )
    answer["Content-Security-Policy"] = SAFE
    answer["X-Robots-Tag"] = "noindex"
    return answer
