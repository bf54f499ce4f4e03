"""What is done with a line's money: promised, changed, accepted, paid. Nothing is booked above what is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.people.models import Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.planning.actions.faults import NotEnough, NotNow, locked_line, reason_given
from nhipcau.planning.models import Acceptance, Contract, ContractChange, Payment, PlanLine
from nhipcau.planning.queries import Holders, owners
from nhipcau.planning.rules.money import grouped
from nhipcau.work.models import Evidence

Kind = Payment.Kind


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment as signed; ``amount`` in đồng. ``supplier`` is an organisation."""

    kind: str
    number: str
    signed_on: date
    subject: str
    amount: Decimal
    supplier: str = ""
    ends_on: date | None = None


def spenders(line: PlanLine) -> list[int]:
    """Ids of the offices whose staff book on the line: the plan's and the lead's."""
    return [*owners(line.plan), line.lead_id]


@transaction.atomic
def commit(line: PlanLine, promise: Promise, *, by: Staff, on: date, evidence: Evidence | None = None) -> Contract:
    """Promise money of an approved line. Raises NotAllowed, NotNow, NoReason, NotEnough."""
    row = locked_line(line)
    require(by, "planning.spend", offices=spenders(row), on=on)
    if row.state != PlanLine.State.APPROVED:
        raise NotNow(_("Money can be committed on approved lines only."))
    if promise.signed_on > on:
        raise NotNow(_("The day lies ahead."))
    if promise.ends_on is not None and promise.ends_on < promise.signed_on:
        raise NotNow(_("It is to be done before it was signed. Check both days."))
    if promise.amount <= 0:
        raise NotEnough(_("The amount is more than nought."))
    _enough(row, promise.amount)
    if row.contracts.filter(number=promise.number.strip(), signed_on=promise.signed_on).exists():
        raise NotNow(_("This commitment is booked already."))
    made = Contract.objects.create(
        line=row, office=Holders(on).of_office(row.lead_id)[0], kind=promise.kind, number=reason_given(promise.number)[:80],
        signed_on=promise.signed_on, supplier=promise.supplier.strip()[:300], subject=reason_given(promise.subject)[:500],
        ends_on=promise.ends_on, amount=promise.amount, value=promise.amount, evidence=evidence, by=by, at=timezone.now(),
    )  # fmt: skip
    record(by, "planning.commit", made, amount=str(promise.amount), line=row.pk)
    return made


def _enough(line: PlanLine, more: Decimal) -> None:
    if more > line.left:
        raise NotEnough(
            _(
                "%(left)s đồng are left on the line; %(asked)s đồng were asked for. Amend the plan first, or commit less."
            )
            % {"left": grouped(line.left), "asked": grouped(more)}
        )


def _booked(contract: Contract, *, by: Staff, on: date) -> tuple[PlanLine, Contract]:
    """Line and commitment, locked in that order so that two bookings cannot wait for each other; who may is asked."""
    line = locked_line(contract.line)
    require(by, "planning.spend", offices=spenders(line), on=on)
    return line, Contract.objects.select_for_update().get(pk=contract.pk)


def _held(contract: Contract, *, by: Staff, on: date) -> tuple[PlanLine, Contract]:
    """The same, of a commitment that still runs."""
    line, row = _booked(contract, by=by, on=on)
    if row.closed_on is not None:
        raise NotNow(_("The commitment is wound up."))
    return line, row


@transaction.atomic
def change_contract(
    contract: Contract, *, delta: Decimal, reason: str, on_date: date, by: Staff, on: date
) -> Contract:
    """More or less, by an annex. Raises NotAllowed, NotNow, NoReason, NotEnough."""
    line, row = _held(contract, by=by, on=on)
    words = reason_given(reason)
    if on_date > on:
        raise NotNow(_("The day lies ahead."))
    if delta == 0:
        raise NotNow(_("Nothing is changed."))
    if delta > 0:
        _enough(line, delta)
    if row.value + delta < max(row.accepted, row.paid):
        raise NotEnough(_("More than that has been accepted or paid already."))
    ContractChange.objects.create(contract=row, delta=delta, on_date=on_date, reason=words, by=by, at=timezone.now())
    record(by, "planning.change_contract", row, note=words, delta=str(delta))
    row.refresh_from_db()
    return row


@transaction.atomic
def accept_delivery(
    contract: Contract,
    *,
    amount: Decimal,
    words: str,
    on_date: date,
    by: Staff,
    on: date,
    evidence: Evidence | None = None,
) -> Acceptance:
    """What was delivered is found good, for ``amount`` đồng. Raises NotAllowed, NotNow, NoReason, NotEnough."""
    _line, row = _held(contract, by=by, on=on)
    if on_date > on:
        raise NotNow(_("The day lies ahead."))
    if not 0 < amount <= row.value - row.accepted:
        raise NotEnough(
            _("Between nought and %(left)s đồng can still be accepted.") % {"left": grouped(row.value - row.accepted)}
        )
    if row.acceptances.filter(on_date=on_date, amount=amount, words=words.strip()[:500]).exists():
        raise NotNow(_("This acceptance is booked already."))
    made = Acceptance.objects.create(
        contract=row, amount=amount, words=reason_given(words)[:500], on_date=on_date, evidence=evidence, by=by,
        at=timezone.now(),
    )  # fmt: skip
    record(by, "planning.accept_delivery", row, amount=str(amount))
    return made


@transaction.atomic
def pay(
    contract: Contract,
    *,
    kind: str,
    amount: Decimal,
    voucher: str,
    on_date: date,
    by: Staff,
    on: date,
    note: str = "",
) -> Payment:
    """Book a payment (``amount`` above nought in any case; ``back`` takes it back).

    An advance goes up to the commitment's value; any other payment up to what was accepted. What was accepted is
    still owed after winding up; only advances end with it. Raises NotAllowed, NotNow, NoReason, NotEnough.
    """
    _line, row = _booked(contract, by=by, on=on)
    if on_date > on:
        raise NotNow(_("The day lies ahead."))
    if row.closed_on is not None and kind == Kind.ADVANCE:
        raise NotNow(_("The commitment is wound up."))
    most = {Kind.ADVANCE: row.value - row.paid, Kind.PAYMENT: row.accepted - row.paid, Kind.BACK: row.paid}[
        Kind(kind)
    ]
    if not 0 < amount <= most:
        raise NotEnough(
            _("Between nought and %(most)s đồng can be booked so.") % {"most": grouped(max(most, Decimal(0)))}
        )
    signed = -amount if kind == Kind.BACK else amount
    if row.payments.filter(kind=kind, on_date=on_date, amount=signed, voucher=voucher.strip()[:120]).exists():
        raise NotNow(_("This payment is booked already. Another one by the same voucher needs its own mark."))
    made = Payment.objects.create(
        contract=row, kind=kind, amount=signed, voucher=reason_given(voucher)[:120],
        on_date=on_date, note=(reason_given(note) if kind == Kind.BACK else note.strip())[:500], by=by, at=timezone.now(),
    )  # fmt: skip
    record(by, "planning.pay", row, amount=str(made.amount), kind=kind)
    return made


@transaction.atomic
def wind_up(contract: Contract, *, reason: str, by: Staff, on: date) -> Contract:
    """End a commitment: what was neither accepted nor paid goes back to the line. Raises NotAllowed, NotNow, NoReason."""
    _line, row = _held(contract, by=by, on=on)
    words = reason_given(reason)
    if row.paid > row.accepted:
        raise NotNow(_("More was paid than accepted: accept the rest or book it back first."))
    unused = row.value - row.accepted
    if unused:
        ContractChange.objects.create(contract=row, delta=-unused, on_date=on, reason=words, by=by, at=timezone.now())
    Contract.objects.filter(pk=row.pk).update(closed_on=on)
    record(by, "planning.wind_up", row, note=words, back=str(unused))
    row.refresh_from_db()
    return row
