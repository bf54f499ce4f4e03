"""The plan: columns and quotas, slots put in, moved and dropped, and a person's own calendar address."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.newsroom.faults import NotNow
from nhipcau.newsroom.models import Column, EditorialPage, PlanFeed, Quota, Slot
from nhipcau.newsroom.plan import board_address, hashed
from nhipcau.people.actions import tell
from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record


@dataclass(frozen=True, slots=True)
class Piece:
    """What is planned: in which column, on which day, in which languages, by whom."""

    column: Column
    on_date: date
    title: str
    languages: Sequence[str] = field(default_factory=tuple)
    who: Staff | None = None
    page: EditorialPage | None = None


def _check(piece: Piece) -> None:
    if not piece.title.strip() or not piece.languages:
        raise NotNow(_("A slot needs a working title and at least one language."))
    if piece.column.ended_on and piece.column.ended_on < piece.on_date:
        raise NotNow(_("This column has ended by then."))


@transaction.atomic
def plan_slot(piece: Piece, *, by: Staff) -> Slot:
    """Put a piece into the plan. Raises NotAllowed, NotNow."""
    require(by, "newsroom.plan")
    _check(piece)
    made = Slot.objects.create(
        column=piece.column, on_date=piece.on_date, title=piece.title.strip(), languages=list(piece.languages),
        who=piece.who, page=piece.page, made_by=by, changed_at=timezone.now(),
    )  # fmt: skip
    record(by, "newsroom.plan_slot", made, on_date=made.on_date.isoformat(), column=made.column_id)
    _tell(made, by)
    return made


def _tell(slot: Slot, by: Staff) -> None:
    if slot.who is None or slot.who == by:
        return
    text = _("Planned for you on %(day)s: %(title)s") % {"day": f"{slot.on_date:%d/%m/%Y}", "title": slot}
    about = f"slot:{slot.pk}:{slot.on_date.isoformat()}"
    tell([slot.who], kind="newsroom.planned", about=about, text=text, url=board_address(slot.on_date), by=by)


def _standing(slot: Slot, by: Staff) -> Slot:
    require(by, "newsroom.plan")
    row = Slot.objects.select_for_update().select_related("column").get(pk=slot.pk)
    if row.dropped_at:
        raise NotNow(_("This slot was dropped."))
    return row


@transaction.atomic
def move_slot(slot: Slot, *, column: Column, on_date: date, by: Staff) -> Slot:
    """Another day or column. Raises NotAllowed, NotNow."""
    row = _standing(slot, by)
    _check(Piece(column, on_date, row.title, row.languages))
    before = row.on_date
    row.column, row.on_date, row.changed_at = column, on_date, timezone.now()
    row.save(update_fields=["column", "on_date", "changed_at"])
    record(by, "newsroom.move_slot", row, before=before.isoformat(), on_date=on_date.isoformat(), column=column.pk)
    if before != on_date:
        _tell(row, by)
    return row


@transaction.atomic
def change_slot(slot: Slot, piece: Piece, *, by: Staff) -> Slot:
    """Say it otherwise: title, languages, who, page, day and column. Raises NotAllowed, NotNow."""
    row = _standing(slot, by)
    _check(piece)
    row.column, row.on_date, row.title, row.languages = (
        piece.column,
        piece.on_date,
        piece.title.strip(),
        list(piece.languages),
    )
    row.who, row.page, row.changed_at = piece.who, piece.page, timezone.now()
    row.save(update_fields=["column", "on_date", "title", "languages", "who", "page", "changed_at"])
    record(by, "newsroom.change_slot", row, on_date=row.on_date.isoformat(), column=row.column_id)
    _tell(row, by)
    return row


@transaction.atomic
def drop_slot(slot: Slot, *, reason: str, by: Staff) -> Slot:
    """Take a piece out of the plan; it stays readable with its reason. Raises NotAllowed, NotNow."""
    row = _standing(slot, by)
    if not reason.strip():
        raise NotNow(_("Say why the slot is dropped."))
    row.dropped_at, row.dropped_because, row.changed_at = timezone.now(), reason.strip()[:300], timezone.now()
    row.save(update_fields=["dropped_at", "dropped_because", "changed_at"])
    record(by, "newsroom.drop_slot", row, note=reason)
    return row


@transaction.atomic
def keep_column(name: str, *, kind: str, by: Staff, order: int = 100) -> Column:
    """A new column or series. Raises NotAllowed, NotNow."""
    require(by, "newsroom.manage")
    if not name.strip() or Column.objects.filter(name=name.strip()).exists():
        raise NotNow(_("A column needs a name that no other has."))
    made = Column.objects.create(name=name.strip(), kind=kind, order=order)
    record(by, "newsroom.keep_column", made)
    return made


@transaction.atomic
def set_quota(column: Column, language: str, per_month: int, *, by: Staff) -> None:
    """How many pieces a month are wanted; 0 takes the quota away. Raises NotAllowed."""
    require(by, "newsroom.manage")
    if per_month:
        Quota.objects.update_or_create(column=column, language=language, defaults={"per_month": per_month})
    else:
        Quota.objects.filter(column=column, language=language).delete()
    record(by, "newsroom.set_quota", column, language=language, per_month=per_month)


@transaction.atomic
def renew_feed(*, by: Staff) -> str:
    """A new private key for ``by``'s calendar address; the one before stops working. It is shown this once. Raises NotAllowed."""
    require(by, "newsroom.see")
    key = secrets.token_urlsafe(24)
    PlanFeed.objects.update_or_create(staff=by, defaults={"sha256": hashed(key), "made_at": timezone.now()})
    record(by, "newsroom.renew_feed", by)
    return key
