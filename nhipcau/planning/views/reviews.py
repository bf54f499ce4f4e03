"""The yearly review of documents: the list of reviews, a new one, one with its documents, the list for approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from nhipcau.documents.models import EffectPeriod, ItemState, Reference
from nhipcau.duties.views.listing import StaffListing
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import NotAllowed, may, offices_of, reach, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.planning.actions import FAULTS
from nhipcau.planning.actions.reviews import (
    Outcome,
    ReviewCall,
    approve_review,
    decide_item,
    open_review,
    present_review,
    propose,
    reopen_review,
)
from nhipcau.planning.forms import ReasonForm
from nhipcau.planning.forms.reviews import (
    OpenReviewForm,
    OutcomeForm,
    ProposeForm,
    ReviewDecisionForm,
    ReviewFilters,
)
from nhipcau.planning.models import Proposal, ReviewItem, ReviewProposal, ReviewRound
from nhipcau.planning.queries import Holders
from nhipcau.planning.review_writing import review_paper
from nhipcau.planning.views.files import attachment
from nhipcau.planning.views.rounds import office_that_asks
from nhipcau.ports.papers import DOCX, write_docx

State = ReviewRound.State
PER_PAGE = 30
_IN_PLACE = {"propose", "decide"}
"""Steps whose forms stand beside each document."""


class ReviewList(StaffListing):
    """Reviews, newest first."""

    permission = "planning.see"
    template_name = "planning/list.html"
    results_template_name = "planning/reviews_results.html"
    index_url_name = "planning:reviews"
    index_results_url_name = "planning:reviews_results"
    page_title = gettext_lazy("Reviews of documents")
    verbose_name_plural = gettext_lazy("reviews of documents")
    header_icon = "doc-full-inverse"
    filterset_class = ReviewFilters
    search_fields = ["title"]

    def get_base_queryset(self) -> QuerySet[ReviewRound]:
        """With how many documents there are, and how many questions are answered."""
        answered = ~Q(items__proposals__proposal="") & Q(items__proposals__isnull=False)
        return ReviewRound.objects.annotate(
            documents=Count("items", distinct=True), asked=Count("items__proposals", distinct=True),
            answered=Count("items__proposals", filter=answered, distinct=True),
        ).order_by("-year", "-pk")  # fmt: skip

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The rows, and whether the person may open another."""
        return super().get_context_data(*args, **kwargs) | {
            "may_open": may(staff_of(self.request), "planning.review")
        }


class OpenReviewPage(StaffPage):
    """A new review."""

    permission = "planning.review"
    template_name = "planning/open_review.html"
    page_title = gettext_lazy("Open a review of documents")
    header_icon = "plus"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form for this year."""
        year = today().year
        first = {"year": year, "title": f"Rà soát văn bản về thông tin đối ngoại năm {year}"}
        return super().get_context_data(**kwargs) | {"form": kwargs.get("form") or OpenReviewForm(initial=first)}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open it."""
        form, on, by = OpenReviewForm(request.POST), today(), staff_of(request)
        if form.is_valid():
            asked = form.cleaned_data
            call = ReviewCall(asked["year"], asked["title"], asked["due_on"], asked["guidance"])
            try:
                made = open_review(call, office_that_asks(by, on), asked["documents"], by=by, on=on)
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                messages.success(request, _("The review is open."))
                return redirect("planning:review", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


def items_of(round_: ReviewRound, *, mine: frozenset[int] | None) -> QuerySet[ReviewItem]:
    """The documents with what each office proposes and how others stand to them; ``mine`` narrows to one's own."""
    rows = round_.items.select_related("document__source", "lead", "assignment").defer(
        "document__text", "document__metadata_spans", "document__warnings"
    )
    if mine is not None:
        rows = rows.filter(Exists(ReviewProposal.objects.filter(item=OuterRef("pk"), office_id__in=mine)))
    read = Reference.objects.exclude(state=ItemState.REJECTED)
    touching = read.filter(relation__in=["amends", "replaces", "repeals"]).select_related("document__source")
    own = read.only("relation", "kind", "number", "title", "document_id", "target_id").order_by("relation", "pk")
    return rows.prefetch_related(
        Prefetch("proposals", ReviewProposal.objects.select_related("office", "by")),
        Prefetch("document__referred_to_by", touching.defer("document__text"), to_attr="touched_by"),
        Prefetch("document__references", own, to_attr="stands_on"),
    ).order_by("-document__issued_on", "pk")


def _offices_on(page: Iterable[ReviewItem]) -> Iterator[int | None]:
    """Ids of the offices that are asked or are to draft."""
    for item in page:
        yield item.lead_id
        yield from (asked.office_id for asked in item.proposals.all())


class ReviewPage(StaffPage):
    """One review: each document with its effect, its relations, the proposals, the outcome."""

    permission = "planning.see"
    template_name = "planning/review.html"
    header_icon = "doc-full-inverse"

    @cached_property
    def round(self) -> ReviewRound:
        """The review of the address."""
        rows = ReviewRound.objects.select_related("office", "opened_by", "presented_by", "approved_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Its title."""
        return self.round.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, reviews, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("planning:reviews"), "label": _("Reviews of documents")}, items[-1]]

    def steps(self, by: Staff) -> list[str]:
        """What ``by`` may do with the review as it stands."""
        state = self.round.state
        rules = {
            "approve": state == State.PRESENTED and may(by, "planning.approve_review"),
            "present": state == State.OPEN and may(by, "planning.review"),
            "reopen": state == State.PRESENTED and may(by, "planning.review"),
        }
        return [step for step, allowed in rules.items() if allowed]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of documents; forms where the person may answer or decide."""
        round_, by, on = self.round, staff_of(self.request), today()
        reach_ = reach(by, "planning.see", on=on)
        only_mine = reach_ is not None or self.request.GET.get("whose") == "mine"
        own = offices_of(by, on=on)
        rows = items_of(round_, mine=own if only_mine else None)
        wanted = self.request.GET.get("outcome", "")
        rows = rows.filter(outcome="" if wanted == "none" else wanted) if wanted else rows
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        open_ = round_.state == State.OPEN
        answering = (
            offices_of(by, "planning.propose", on=on) if open_ and may(by, "planning.propose") else frozenset()
        )
        faulty, deciding = kwargs.get("faulty", {}), open_ and may(by, "planning.review")
        living = list(Office.objects.on(on).order_by("name").only("name"))
        counts = dict(round_.items.order_by().values_list("outcome").annotate(n=Count("pk")))
        chosen: list[tuple[Any, Any, int]] = [("none", _("no outcome yet"), counts.get("", 0))]
        chosen += [(value, name, counts.get(value, 0)) for value, name in Proposal.choices]
        return super().get_context_data(**kwargs) | {
            "round": round_, "page": page, "answering": answering, "deciding": deciding,
            "choices": Proposal.choices, "offices": living if deciding else [],
            "in_place": [faulty[key] for key in faulty if key in _IN_PLACE], "laid_out": _IN_PLACE, "counts": chosen, "wanted": wanted,
            "effects": dict(EffectPeriod.Effect.choices), "names": Holders(on).names(_offices_on(page)),
            "sees_all": reach_ is None, "only_mine": only_mine,
            "steps": [{"key": s, "form": faulty.get(s) or REVIEW_FORMS[s](prefix=s)} for s in self.steps(by)],
            "opened": next(iter(faulty), ""), "query": f"&outcome={wanted}" if wanted else "",
        }  # fmt: skip

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One step, named by ``step``."""
        step, by = request.POST.get("step", ""), staff_of(request)
        if step not in REVIEW_FORMS:
            return redirect("planning:review", pk=pk)
        form = REVIEW_FORMS[step](request.POST, prefix=None if step in _IN_PLACE else step)
        if form.is_valid():
            try:
                messages.success(request, self._take(step, form.cleaned_data, by))
            except FAULTS as fault:
                form.add_error(None, str(fault))
            else:
                asked = request.GET.urlencode()
                return redirect(f"{request.path}?{asked}" if asked else request.path)
        self.__dict__.pop("round", None)  # as it stands now
        return self.render_to_response(self.get_context_data(faulty={step: form}), status=422)

    def _take(self, step: str, asked: dict[str, Any], by: Staff) -> str:
        on = today()
        if step == "propose":
            row = get_object_or_404(ReviewProposal.objects.select_related("item__round"), pk=asked["asked"],
                                    item__round=self.round)  # fmt: skip
            propose(row, proposal=asked["proposal"], reason=asked["reason"], by=by, on=on)
            return _("The proposal is kept.")
        if step == "decide":
            item = get_object_or_404(ReviewItem.objects.select_related("round"), pk=asked["item"], round=self.round)
            decide_item(item, Outcome(asked["outcome"], asked["reason"], asked["lead"], asked["due_on"]), by=by)
            return _("The outcome is kept.")
        if step == "present":
            present_review(self.round, by=by)
            return _("The list is presented for approval.")
        if step == "reopen":
            reopen_review(self.round, reason=asked["reason"], by=by)
            return _("The review is open again.")
        approve_review(self.round, number=asked["number"], decided_on=asked["decided_on"], by=by, on=on)
        return _("The list is approved; its outcomes become work.")


REVIEW_FORMS: dict[str, type[forms.Form]] = {
    "propose": ProposeForm, "decide": OutcomeForm, "present": forms.Form, "reopen": ReasonForm,
    "approve": ReviewDecisionForm,
}  # fmt: skip


@require_GET
def review_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for approval as a paper: for those who see every office's proposals; once approved, for all."""
    me = staff_of(request)
    require(me, "planning.see")
    round_ = get_object_or_404(ReviewRound.objects.select_related("office__parent"), pk=pk)
    if round_.state != State.APPROVED and reach(me, "planning.see", on=today()) is not None:
        raise NotAllowed("planning.see")
    return attachment(write_docx(review_paper(round_, on=today())), f"ra-soat-{round_.year}.docx", DOCX)
