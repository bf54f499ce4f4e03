"""Commissions for tests, brought as far as is asked."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from nhipcau.media.models import Licence
from nhipcau.newsroom.actions import (
    CommissionOrder,
    Contract,
    Rights,
    accept_delivery,
    order_work,
    record_commission_rights,
    record_contract,
    record_delivery,
)
from nhipcau.newsroom.models import Commission, Delivery
from nhipcau.people.models import Office
from nhipcau.people.permissions import today
from nhipcau.people.rules.roles import StaffRole
from tests.factories.media import film, upload
from tests.factories.people import staff_in

_numbers = count(1)


def order(**said: Any) -> CommissionOrder:
    """An order of a film, due in a month."""
    given: dict[str, Any] = {
        "title": "Phim: Lễ hội Ok Om Bok", "kind": "film", "brief": "Phim 5 phút, phụ đề tiếng Anh", "supplier": "Đài PT-TH tỉnh",
        "due_on": today() + timedelta(days=30), "languages": ("vi", "en"),
    }  # fmt: skip
    return CommissionOrder(**(given | said))


def ordered(office: Office, **said: Any) -> Commission:
    """An order that was placed."""
    return order_work(order(**said), office, by=staff_in(office, StaffRole.COORDINATOR), on=today())


def contracted(office: Office, price: int = 120_000_000, **said: Any) -> Commission:
    """With a contract."""
    contract = Contract(f"{next(_numbers)}/HĐ-2026", date(2026, 1, 15), Decimal(price))
    return record_contract(ordered(office, **said), contract, by=staff_in(office, StaffRole.COORDINATOR))


def delivered(commission: Commission, content: bytes | None = None) -> Delivery:
    """With a film that nobody accepted yet."""
    one = upload(content or film(seconds=next(_numbers) + 5), "phim.mp4")
    by = staff_in(commission.office, StaffRole.EDITOR)
    return record_delivery(commission, delivered_on=today(), uploads=[one], by=by, on=today())


def accepted(delivery: Delivery) -> Delivery:
    """By two people."""
    office = delivery.commission.office
    accept_delivery(delivery, by=staff_in(office, StaffRole.APPROVER), on=today())
    return accept_delivery(delivery, by=staff_in(office, StaffRole.LEADER), on=today())


def cleared(delivery: Delivery) -> Commission:
    """With its rights."""
    rights = Rights(Licence.objects.get(key="own"), "Đài PT-TH tỉnh")
    commission = delivery.commission
    return record_commission_rights(commission, rights, by=staff_in(commission.office, StaffRole.COORDINATOR))
