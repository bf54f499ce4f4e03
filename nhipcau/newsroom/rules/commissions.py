"""Where a commission stands: computed from what was recorded, never stored. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """How far a commission is."""

    ORDERED = "ordered"
    OFFERED = "offered"
    CONTRACTED = "contracted"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    CLEARED = "cleared"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of a commission. Money in đồng. ``waits``: the last delivery was neither accepted nor returned; ``is_accepted``: the last
    delivery has its two people. ``price`` None: no contract yet."""

    is_cancelled: bool
    has_offer: bool
    price: Decimal | None
    due_on: date
    waits: bool
    is_accepted: bool
    has_rights: bool
    is_public: bool
    paid: Decimal


def stage_of(known: Recorded) -> Stage:
    """How far it is."""
    if known.is_cancelled:
        return Stage.CANCELLED
    if known.price is None:
        return Stage.OFFERED if known.has_offer else Stage.ORDERED
    if known.waits:
        return Stage.DELIVERED
    if not known.is_accepted:
        return Stage.CONTRACTED
    if not known.has_rights:
        return Stage.ACCEPTED
    return Stage.PUBLISHED if known.is_public else Stage.CLEARED


def is_late(known: Recorded, on: date) -> bool:
    """Whether nothing that stands was delivered by the due day. The due day counts to its end."""
    return not known.is_cancelled and not known.waits and not known.is_accepted and known.due_on < on


def unpaid(known: Recorded) -> Decimal:
    """What is still to be paid for what was accepted: nothing before acceptance."""
    if known.price is None or not known.is_accepted:
        return Decimal(0)
    return max(known.price - known.paid, Decimal(0))


def room_left(price: Decimal | None, paid: Decimal) -> Decimal:
    """How much may still be paid under the contract."""
    return Decimal(0) if price is None else price - paid
