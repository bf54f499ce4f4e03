"""What is asked about commissions: how far each is, which are late or unpaid, in the same words for the database as for the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from nhipcau.media.models import Asset
from nhipcau.newsroom.models import Commission, Delivery, EditorialPage, Offer, Payment
from nhipcau.newsroom.rules.commissions import Recorded, Stage

_MONEY: DecimalField[Any, Any] = DecimalField(max_digits=16, decimal_places=0)


def with_progress(rows: QuerySet[Commission]) -> QuerySet[Any]:
    """Each with what its stage is computed from, in the same query."""
    last = Delivery.objects.filter(commission=OuterRef("pk")).order_by("-pk")
    paid = (
        Payment.objects.filter(commission=OuterRef("pk"), void_at__isnull=True)
        .order_by().values("commission").annotate(all=Sum("amount")).values("all")
    )  # fmt: skip
    live_page = EditorialPage.objects.filter(commissions=OuterRef("pk"), live=True)
    live_asset = Asset.objects.filter(deliveries__commission=OuterRef("pk"), is_live=True)
    return rows.annotate(
        has_offer=Exists(Offer.objects.filter(commission=OuterRef("pk"))),
        last_delivery=Subquery(last.values("pk")[:1]),
        last_second=Subquery(last.values("second_at")[:1]),
        last_returned=Subquery(last.values("returned_at")[:1]),
        paid=Coalesce(Subquery(paid, output_field=_MONEY), Value(Decimal(0)), output_field=_MONEY),
        is_public=Exists(live_page) | Exists(live_asset),
    )


def recorded(row: Any) -> Recorded:
    """A row of ``with_progress`` as the rules read it."""
    delivered = row.last_delivery is not None
    return Recorded(
        is_cancelled=row.cancelled_at is not None, has_offer=row.has_offer, price=row.price, due_on=row.due_on,
        waits=delivered and row.last_second is None and row.last_returned is None,
        is_accepted=delivered and row.last_second is not None, has_rights=row.rights_at is not None,
        is_public=row.is_public, paid=Decimal(row.paid),
    )  # fmt: skip


_WAITS = Q(last_delivery__isnull=False, last_second__isnull=True, last_returned__isnull=True)
_ACCEPTED = Q(last_second__isnull=False)


def stage_q(stage: Stage) -> Q:
    """The condition (on ``with_progress``) that ``rules.commissions.stage_of`` answers ``stage``."""
    going = Q(cancelled_at__isnull=True)
    contracted = going & Q(price__isnull=False)
    accepted = contracted & ~_WAITS & _ACCEPTED
    return {
        Stage.CANCELLED: Q(cancelled_at__isnull=False),
        Stage.ORDERED: going & Q(price__isnull=True, has_offer=False),
        Stage.OFFERED: going & Q(price__isnull=True, has_offer=True),
        Stage.DELIVERED: contracted & _WAITS,
        Stage.CONTRACTED: contracted & ~_WAITS & Q(last_second__isnull=True),
        Stage.ACCEPTED: accepted & Q(rights_at__isnull=True),
        Stage.CLEARED: accepted & Q(rights_at__isnull=False, is_public=False),
        Stage.PUBLISHED: accepted & Q(rights_at__isnull=False, is_public=True),
    }[stage]


def late_q(on: date) -> Q:
    """The condition that ``is_late``."""
    return Q(cancelled_at__isnull=True, due_on__lt=on) & ~_WAITS & Q(last_second__isnull=True)


def unpaid_q() -> Q:
    """The condition that something accepted is not wholly paid."""
    return Q(price__isnull=False, last_second__isnull=False, paid__lt=F("price"))


def commission_list() -> QuerySet[Any]:
    """All commissions, the latest first."""
    return with_progress(Commission.objects.select_related("office", "duty")).defer(
        "brief", "duty__quote", "duty__text"
    )


def one(pk: int) -> Any:
    """One commission with its progress. Raises Commission.DoesNotExist."""
    return with_progress(Commission.objects.select_related("office", "duty__document", "licence")).defer(
        "duty__document__text"
    ).get(pk=pk)  # fmt: skip


def address(commission: Commission) -> str:
    """Its page for staff."""
    return reverse("newsroom:commission", args=[commission.pk])
