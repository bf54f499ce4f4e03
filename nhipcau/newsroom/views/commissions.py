"""Commissions: the list with what is late and unpaid, ordering, and one commission on its way."""

from __future__ import annotations

from typing import Any, BinaryIO, ClassVar, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from nhipcau.duties.views.listing import StaffListing
from nhipcau.media import jobs
from nhipcau.media.actions import Upload
from nhipcau.media.models import Asset
from nhipcau.newsroom import actions
from nhipcau.newsroom import commission_forms as typed
from nhipcau.newsroom.commissions import commission_list, one, recorded
from nhipcau.newsroom.fact_forms import WhyForm
from nhipcau.newsroom.faults import DEED_FAULTS, NotNow
from nhipcau.newsroom.forms import NothingForm
from nhipcau.newsroom.models import Commission, Delivery, Offer
from nhipcau.newsroom.rules.commissions import Stage, is_late, room_left, stage_of, unpaid
from nhipcau.newsroom.views.facts import offices_for
from nhipcau.people.permissions import may, offices_of, require, today
from nhipcau.people.views.pages import StaffPage, staff_of
from nhipcau.people.views.steps import Deed, StepsPage
from nhipcau.work.views.steps import uploaded

TONES = {
    Stage.DELIVERED: "now", Stage.ACCEPTED: "warn", Stage.CLEARED: "ok", Stage.PUBLISHED: "ok",
}  # fmt: skip


def row_of(commission: Any) -> dict[str, Any]:
    """``commission`` (with its progress) with its stage in words, whether it is late, and what is unpaid."""
    known = recorded(commission)
    stage = stage_of(known)
    return {
        "commission": commission, "stage": stage, "name": typed.STAGE_NAMES[stage], "tone": TONES.get(stage, ""),
        "late": is_late(known, today()), "unpaid": unpaid(known), "paid": known.paid,
        "room": room_left(known.price, known.paid),
    }  # fmt: skip


class CommissionList(StaffListing):
    """All commissions, the latest first."""

    permission = "newsroom.see"
    template_name = "newsroom/desk.html"
    results_template_name = "newsroom/commissions/list_results.html"
    index_url_name = "newsroom:commissions"
    index_results_url_name = "newsroom:commissions_results"
    page_title = gettext_lazy("Commissions")
    verbose_name_plural = gettext_lazy("commissions")
    header_icon = "clipboard-list"
    filterset_class = typed.CommissionFilters
    search_fields = ["title", "contract_number"]

    def get_base_queryset(self) -> QuerySet[Any]:
        """All of them."""
        return commission_list().order_by("-ordered_at", "-pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Rows with their stage; how many are late, unpaid, wait for acceptance."""
        context = super().get_context_data(*args, **kwargs)
        counts = typed.counted(commission_list())
        return context | {
            "rows": [row_of(row) for row in context["object_list"]],
            "tiles": [
                {"query": "where=late", "name": _("late"), "count": counts["late"], "late": True},
                {
                    "query": "stage=delivered",
                    "name": typed.STAGE_NAMES[Stage.DELIVERED],
                    "count": counts["delivered"],
                },
                {"query": "where=unpaid", "name": _("accepted and not wholly paid"), "count": counts["unpaid"]},
            ],
            "may_order": may(staff_of(self.request), "newsroom.order"),
        }


class OrderWork(StaffPage):
    """A new order."""

    permission = "newsroom.order"
    template_name = "newsroom/commissions/order.html"
    page_title = gettext_lazy("Order a work")
    header_icon = "plus"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, commissions, this page."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:commissions"), "label": _("Commissions")}, items[-1]]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form; ``?duty=`` chooses a duty beforehand."""
        offices = offices_for(self.request, self.permission)
        asked = self.request.GET.get("duty", "")
        own = offices.filter(pk__in=offices_of(staff_of(self.request))).first()
        known = {"office": own, "duty": asked if asked.isdecimal() else None, "languages": ["vi"]}
        form = kwargs.get("form") or typed.OrderWorkForm(offices=offices, initial=known)
        return super().get_context_data(**kwargs) | {"form": form}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Place it."""
        form = typed.OrderWorkForm(request.POST, offices=offices_for(request, self.permission))
        if form.is_valid():
            asked = dict(form.cleaned_data)
            office = asked.pop("office")
            try:
                made = actions.order_work(actions.CommissionOrder(**asked), office, by=staff_of(request), on=today())
            except NotNow as fault:
                form.add_error(None, str(fault))
            else:
                return redirect("newsroom:commission", pk=made.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class CommissionPage(StepsPage):
    """One commission."""

    permission = "newsroom.see"
    template_name = "newsroom/commissions/commission.html"
    header_icon = "clipboard-list"
    faults: ClassVar[tuple[type[Exception], ...]] = DEED_FAULTS
    known: ClassVar[dict[str, Deed]] = {
        "accept": Deed(gettext_lazy("Accept the delivery"), NothingForm),
        "return": Deed(gettext_lazy("Return the delivery to be mended"), WhyForm),
        "offer": Deed(gettext_lazy("Record an offer"), typed.OfferForm),
        "contract": Deed(gettext_lazy("Record the contract"), typed.ContractForm),
        "deliver": Deed(gettext_lazy("Record a delivery"), typed.DeliveryForm),
        "rights": Deed(gettext_lazy("Record the rights"), typed.RightsForm),
        "link": Deed(gettext_lazy("Link a story made of it"), typed.LinkForm),
        "pay": Deed(gettext_lazy("Record a payment"), typed.PaymentForm),
        "take_back": Deed(gettext_lazy("Take a payment back"), typed.TakeBackForm, is_final=True),
        "cancel": Deed(gettext_lazy("Cancel the commission"), WhyForm, is_final=True),
    }

    @cached_property
    def commission(self) -> Any:
        """The commission of the address, with its progress."""
        try:
            return one(self.kwargs["pk"])
        except Commission.DoesNotExist:
            raise Http404 from None

    @cached_property
    def deliveries(self) -> list[Delivery]:
        """What was delivered, oldest first."""
        rows = self.commission.deliveries.select_related("by", "first_by", "second_by", "returned_by")
        return list(rows.prefetch_related("assets"))

    def get_page_title(self) -> str:
        """Its title."""
        return str(self.commission)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, commissions, this one."""
        items = super().get_breadcrumbs_items()
        return [*items[:-1], {"url": reverse("newsroom:commissions"), "label": _("Commissions")}, items[-1]]

    def open_deeds(self) -> list[str]:
        """What the person may do as it stands."""
        by, row, known = staff_of(self.request), self.commission, recorded(self.commission)
        if known.is_cancelled:
            return []
        orders, pays = (
            may(by, "newsroom.order", office=row.office_id),
            may(by, "newsroom.record_payment", office=row.office_id),
        )
        accepts = known.waits and may(by, "newsroom.accept_delivery", office=row.office_id)
        rules = {
            "accept": accepts and self.deliveries[-1].first_by_id != by.pk,
            "return": accepts,
            "offer": orders and known.price is None,
            "contract": orders and known.price is None,
            "deliver": known.price is not None and not known.waits
            and may(by, "newsroom.record_delivery", office=row.office_id),
            "rights": orders and known.is_accepted,
            "link": known.is_accepted and may(by, "newsroom.write", office=row.office_id),
            "pay": pays and room_left(known.price, known.paid) > 0,
            "take_back": pays and known.paid > 0,
            "cancel": orders and not any(d.second_at for d in self.deliveries),
        }  # fmt: skip
        return [key for key, allowed in rules.items() if allowed]

    def form_for(self, key: str, **given: Any) -> forms.Form:
        """Payments are chosen from those that count; days begin with today."""
        row = self.commission
        if key == "take_back":
            return typed.TakeBackForm(prefix=key, payments=row.payments.filter(void_at__isnull=True), **given)
        known: dict[str, dict[str, Any]] = {
            "offer": {"received_on": today()}, "contract": {"signed_on": today(), "due_on": row.due_on},
            "deliver": {"delivered_on": today()}, "pay": {"paid_on": today()},
            "rights": {"licence": row.licence_id, "holder": row.rights_holder or row.supplier,
                       "term_from": row.term_from, "term_to": row.term_to},
        }  # fmt: skip
        return super().form_for(key, initial=known.get(key, {}), **given)

    @transaction.atomic
    def _deliver(self, asked: dict[str, Any]) -> str:
        files: list[UploadedFile[Any]] = asked["delivered_files"]
        uploads = [Upload(file.name or "", cast("BinaryIO", file), file.size or 0) for file in files]
        made = actions.record_delivery(
            self.commission, delivered_on=asked["delivered_on"], uploads=uploads, assets=asked["assets"],
            note=asked["note"], by=staff_of(self.request), on=today(),
        )  # fmt: skip
        fresh = list(made.assets.filter(stage="waiting"))
        transaction.on_commit(lambda: _in_line(fresh))
        return _("The delivery is recorded; two people accept it.")

    def take(self, step: str, asked: dict[str, Any], request: HttpRequest) -> str:
        """One deed."""
        by, row = staff_of(request), self.commission
        if step == "deliver":
            return self._deliver(asked)
        if step in {"accept", "return"}:
            return self._decide(step, asked)
        if step == "offer":
            actions.record_offer(
                row, price=asked["price"], received_on=asked["received_on"], words=asked["words"],
                paper=uploaded(asked["file"]), by=by,
            )  # fmt: skip
            return _("The offer is recorded.")
        if step == "contract":
            paper = uploaded(asked.pop("file"))
            actions.record_contract(row, actions.Contract(paper=paper, **asked), by=by)
            return _("The contract is recorded.")
        if step == "rights":
            actions.record_commission_rights(row, actions.Rights(**asked), by=by)
            return _("The rights are recorded with every file.")
        if step == "link":
            actions.link_page(row, asked["page"], by=by)
            return _("The story is linked.")
        if step == "cancel":
            actions.cancel_commission(row, reason=asked["reason"], by=by)
            return _("The commission is cancelled.")
        if step == "take_back":
            actions.take_back_payment(asked["payment"], reason=asked["reason"], by=by)
            return _("The payment counts no more.")
        actions.record_payment(row, by=by, on=today(), **asked)
        return _("The payment is recorded.")

    def _decide(self, key: str, asked: dict[str, Any]) -> str:
        if not self.deliveries:
            raise NotNow(_("Nothing was delivered yet."))
        by, last = staff_of(self.request), self.deliveries[-1]
        if key == "return":
            actions.return_delivery(last, reason=asked["reason"], by=by)
            return _("The delivery was returned.")
        done = actions.accept_delivery(last, by=by, on=today())
        return _("Accepted by two people.") if done.second_at else _("Accepted. A second person is still wanted.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where it stands, its papers, deliveries, money, pages."""
        row = self.commission
        return super().get_context_data(**kwargs) | row_of(row) | {
            "languages": row.languages, "offers": row.offers.select_related("by"), "deliveries": self.deliveries,
            "payments": row.payments.select_related("by", "void_by"),
            "pages": row.stories.select_related("locale").order_by("title"),
            "may_see_papers": may(staff_of(self.request), "newsroom.see_contracts"),
        }  # fmt: skip


def _in_line(assets: list[Asset]) -> None:
    """New files wait for the job that makes their public copies."""
    for asset in assets:
        jobs.enqueue(asset)


class CommissionFile(View):
    """The contract or an offer's paper, as a download, for those who order, accept or pay."""

    def get(self, request: HttpRequest, pk: int, offer: int | None = None) -> FileResponse:
        """404 where there is none."""
        require(staff_of(request), "newsroom.see_contracts")
        if offer is None:
            file = get_object_or_404(Commission, pk=pk).contract_file
        else:
            file = get_object_or_404(Offer, pk=offer, commission_id=pk).file
        if not file.name:
            raise Http404
        answer = FileResponse(file.open("rb"), as_attachment=True, filename=file.name.rpartition("/")[2])
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer["Cache-Control"] = "private, no-store"
        return answer
