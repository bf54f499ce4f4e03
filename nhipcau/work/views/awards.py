"""Award proposals: their list, a new one, one dossier with its steps; the person named sees and corrects their own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.permissions import NotAllowed, may, reach, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import StepsPage, download, uploaded
from nhipcau.work.actions import (
    FAULTS,
    Advice,
    Asked,
    Decided,
    add_award_paper,
    add_proofs,
    advise_award,
    correct_entry,
    decide_award,
    kept_for,
    propose_award,
    remove_proof,
    return_award,
    submit_award,
    withdraw_award,
)
from nhipcau.work.award_forms import (
    AdviceForm,
    AwardDecisionForm,
    AwardFilters,
    AwardPaperForm,
    AwardReasonForm,
    EntryForm,
    ProofForm,
    ProposeForm,
)
from nhipcau.work.models import AwardPaper, AwardProof, AwardProposal
from nhipcau.work.queries import visible_awards
from nhipcau.work.rules.keeping import counts_from

State = AwardProposal.State
TONES = {"draft": "", "submitted": "now", "advised": "now", "awarded": "ok", "refused": "", "withdrawn": ""}


class AwardList(StaffListing):
    """Dossiers that one may see; whoever is proposed finds their own here."""

    permission = "work.see_own_award"
    template_name = "work/list.html"
    results_template_name = "work/awards_results.html"
    index_url_name = "work:awards"
    index_results_url_name = "work:awards_results"
    page_title = gettext_lazy("Award proposals")
    verbose_name_plural = gettext_lazy("award proposals")
    header_icon = "success"
    filterset_class = AwardFilters
    is_searchable = False

    def get_base_queryset(self) -> QuerySet[AwardProposal]:
        """What the person may see, the latest first."""
        rows = visible_awards(staff_of(self.request), on=today())
        return rows.select_related("category", "office", "for_office", "decision").order_by("-year", "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, and whether the person may propose."""
        by = staff_of(self.request)
        return super().get_context_data(*args, **kwargs) | {
            "may_propose": may(by, "work.propose_award"), "tones": TONES, "me": by,
            "may_keep": may(by, "work.keep_award_categories"),
        }  # fmt: skip


class ProposePage(StaffPage):
    """A new dossier."""

    permission = "work.propose_award"
    template_name = "work/propose_award.html"
    page_title = gettext_lazy("Propose an award")
    header_icon = "plus"

    def _form(self, data: Any = None) -> ProposeForm:
        offices = reach(staff_of(self.request), "work.propose_award", on=today())
        return ProposeForm(data, offices=offices, initial={"year": today().year})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or self._form()}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Propose it."""
        form = self._form(request.POST)
        if form.is_valid():
            asked = {**form.cleaned_data}
            office = asked.pop("office")
            try:
                made = propose_award(office, Asked(**asked), by=staff_of(request), on=today())
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(
                    request, _("The dossier is begun. Put its evidence in, then hand it to the council.")
                )
                return redirect("work:award", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AwardPage(StepsPage):
    """One dossier."""

    permission = "work.see_own_award"
    template_name = "work/award.html"
    header_icon = "success"
    faults = FAULTS

    @cached_property
    def proposal(self) -> AwardProposal:
        """The dossier of the address. Raises NotAllowed where it is none of the person's business."""
        rows = AwardProposal.objects.select_related(
            "category",
            "office",
            "for_office",
            "person",
            "proposed_by",
            "opinion__by",
            "decision__paper",
            "decision__by",
        )
        row = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not visible_awards(staff_of(self.request), on=today()).filter(pk=row.pk).exists():
            raise NotAllowed("work.see_awards")
        return row

    def forget(self) -> None:
        """As it stands now."""
        self.__dict__.pop("proposal", None)

    def get_page_title(self) -> str:
        """Its number; the category stands on the page."""
        return _("Award proposal %(number)d") % {"number": self.proposal.pk}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, proposals, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("work:awards"), "label": _("Award proposals")}, items[-1]]

    def steps(self) -> list[str]:
        """What may be done with it as it stands."""
        row, by, on = self.proposal, staff_of(self.request), today()
        own = row.person_id == by.pk
        proposes = may(by, "work.propose_award", office=row.office_id, on=on)
        steps: list[str] = []
        if row.state == State.DRAFT and proposes:
            steps += ["submit", "proof", "paper"] if row.proofs.exists() else ["proof", "paper", "submit"]
        elif row.state == State.SUBMITTED:
            steps += ["advise", "return"] if may(by, "work.advise_award") and not own else []
            steps += ["paper"] if proposes else []
        elif row.state == State.ADVISED and may(by, "work.decide_award") and not own and by.pk != row.proposed_by_id:
            steps.append("decide")
        if own or (row.state == State.DRAFT and proposes):
            steps.append("correct")
        if row.state in AwardProposal.GOING and (own or proposes):
            steps.append("withdraw")
        return steps

    def form_of(self, step: str, data: Any = None, files: Any = None) -> forms.Form | None:
        """The form of each step."""
        row = self.proposal
        if step == "proof":
            return ProofForm(data, proposal=row, prefix=step)
        if step == "correct":
            first = {name: getattr(row, name) for name in ("printed_name", "printed_position", "merits")}
            return EntryForm(data, initial=first, prefix=step)
        plain: dict[str, type[forms.Form]] = {
            "paper": AwardPaperForm, "submit": forms.Form, "remove_proof": forms.Form, "advise": AdviceForm,
            "return": AwardReasonForm, "decide": AwardDecisionForm, "withdraw": AwardReasonForm,
        }  # fmt: skip
        return plain[step](data, files, prefix=step) if step in plain else None

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One step."""
        row, by, on = self.proposal, staff_of(request), today()
        if step == "advise":
            minutes = uploaded(asked["minutes"]) if asked["minutes"] else None
            advise_award(row, Advice(**asked | {"minutes": minutes}), by=by, on=on)
            return _("The opinion of the council is entered.")
        if step == "return":
            return_award(row, remark=asked["reason"], by=by, on=on)
            return _("The dossier was returned.")
        if step == "decide":
            file = uploaded(asked["file"]) if asked["file"] else None
            decide_award(row, Decided(**asked | {"file": file}), by=by, on=on)
            return _("The decision is entered.")
        if step == "withdraw":
            withdraw_award(row, reason=asked["reason"], by=by, on=on)
            return _("The proposal is withdrawn.")
        return self._prepare(step, asked, request)

    def _prepare(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        row, by, on = self.proposal, staff_of(request), today()
        if step == "proof":
            add_proofs(row, evidence=asked.get("evidence", ()), work=asked.get("work", ()), by=by, on=on)
            return _("The dossier holds them now.")
        if step == "remove_proof":
            number = request.POST.get("proof", "")
            proof = get_object_or_404(AwardProof, proposal=row, pk=number if number.isdecimal() else 0)
            remove_proof(proof, by=by, on=on)
            return _("It is out of the dossier; the register keeps it.")
        if step == "paper":
            add_award_paper(row, kind=asked["kind"], upload=uploaded(asked["file"]), by=by, on=on)
            return _("The paper is in the dossier.")
        if step == "submit":
            submit_award(row, by=by, on=on)
            return _("The dossier is with the council.")
        correct_entry(row, **asked, by=by, on=on)
        return _("The entry is corrected; what stood before is kept with it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The dossier with what it rests on, and a form for each step."""
        row, by, on, faulty = self.proposal, staff_of(self.request), today(), kwargs.get("faulty", {})
        rule = kept_for(row.state, on)
        since = counts_from(closed_on=row.closed_on, year=row.year)
        steps = self.steps()
        return super().get_context_data(**kwargs) | {
            "proposal": row, "tone": TONES[row.state], "is_mine": row.person_id == by.pk, "rule": rule,
            "opinion": getattr(row, "opinion", None), "decision": getattr(row, "decision", None), "since": since,
            "proofs": row.proofs.select_related("evidence__withdrawal", "assignment"), "may_drop": "proof" in steps,
            "papers": row.papers.all(), "revisions": row.revisions.select_related("by"),
            "steps": [{"key": s, "form": faulty.get(s) or self.form_of(s)} for s in steps],
            "opened": next(iter(faulty), ""),
        }  # fmt: skip


@require_GET
def award_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of a dossier, for those who see the dossier."""
    by = staff_of(request)
    require(by, "work.see_own_award")
    row = get_object_or_404(AwardPaper, pk=pk)
    if not visible_awards(by, on=today()).filter(pk=row.proposal_id).exists():
        raise NotAllowed("work.see_awards")
    return download(row.file, name=row.file_name, content_type=row.content_type)
