"""Ordering a work, taking in what is delivered, accepting it by two people, recording rights and payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from nhipcau.duties.models import Duty
from nhipcau.media.actions import Origin, Upload, add_asset, record_rights
from nhipcau.media.models import Asset, Licence
from nhipcau.newsroom.commissions import address
from nhipcau.newsroom.faults import NotNow, SamePerson
from nhipcau.newsroom.listeners import staff_with
from nhipcau.newsroom.models import Commission, Delivery, EditorialPage, Offer, Payment
from nhipcau.newsroom.rules.commissions import room_left
from nhipcau.people.actions import tell
from nhipcau.people.models import Office, Staff
from nhipcau.people.permissions import require
from nhipcau.people.trail import record
from nhipcau.work.actions import EvidenceRefused, Filing, file_publication
from nhipcau.work.actions import Upload as Paper
from nhipcau.work.actions.secrecy import CannotLookInside, bears_secrecy_mark
from nhipcau.work.models import Evidence
from nhipcau.work.rules.uploads import RefusedUpload, seal


@dataclass(frozen=True, slots=True)
class CommissionOrder:
    """What is ordered of whom by when. ``estimate`` in đồng."""

    title: str
    kind: str
    brief: str
    supplier: str
    due_on: date
    languages: Sequence[str] = field(default_factory=tuple)
    duty: Duty | None = None
    estimate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract: its number, day and price in đồng, the day of delivery where it names another, its file."""

    number: str
    signed_on: date
    price: Decimal
    due_on: date | None = None
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What may be done with what was delivered. ``term_to`` None: without end."""

    licence: Licence
    holder: str
    term_from: date | None = None
    term_to: date | None = None
    credit: str = ""


def _held(commission: Commission) -> Commission:
    return Commission.objects.select_for_update().get(pk=commission.pk)


def _going(commission: Commission) -> Commission:
    row = _held(commission)
    if row.cancelled_at:
        raise NotNow(_("This commission was cancelled."))
    return row


@transaction.atomic
def order_work(order: CommissionOrder, office: Office, *, by: Staff, on: date) -> Commission:
    """Place an order. Raises NotAllowed, NotNow."""
    require(by, "newsroom.order", office=office)
    if not (order.title.strip() and order.brief.strip() and order.supplier.strip() and order.languages):
        raise NotNow(_("An order needs a title, a brief, a supplier and at least one language."))
    if order.due_on < on:
        raise NotNow(_("Choose today or a later day."))
    made = Commission.objects.create(
        title=order.title.strip(), kind=order.kind, brief=order.brief.strip(), languages=list(order.languages),
        supplier=order.supplier.strip(), office=office, duty=order.duty, estimate=order.estimate,
        due_on=order.due_on, ordered_by=by, ordered_at=timezone.now(),
    )  # fmt: skip
    record(by, "newsroom.order", made, office=office.key, due_on=made.due_on.isoformat())
    return made


def checked(paper: Paper | None) -> ContentFile[bytes] | None:
    """The paper as it will be stored. Raises EvidenceRefused for what bears a secrecy mark or is no paper."""
    if paper is None:
        return None
    try:
        sealed = seal(paper.content)
        marked = bears_secrecy_mark(paper.name, sealed)
    except RefusedUpload as fault:
        raise EvidenceRefused(_(str(fault))) from fault
    except CannotLookInside as fault:
        raise EvidenceRefused(str(fault)) from fault
    if marked:
        raise EvidenceRefused(
            _("The file bears a secrecy mark. Nothing of it was kept. Classified matter does not enter this system.")
        )
    return ContentFile(sealed.content, name=f"{sealed.sha256[:16]}.{sealed.extension}")


@transaction.atomic
def record_offer(
    commission: Commission,
    *,
    price: Decimal,
    received_on: date,
    by: Staff,
    words: str = "",
    paper: Paper | None = None,
) -> Offer:
    """Keep what the supplier offered. Raises NotAllowed, NotNow, EvidenceRefused."""
    row = _going(commission)
    require(by, "newsroom.order", office=row.office_id)
    if row.price is not None:
        raise NotNow(_("The contract is made."))
    if price <= 0:
        raise NotNow(_("The price is more than nothing."))
    made = Offer.objects.create(
        commission=row, price=price, received_on=received_on, words=words.strip(), by=by, at=timezone.now(),
        file=checked(paper) or "",
    )  # fmt: skip
    record(by, "newsroom.record_offer", row, price=str(price))
    return made


@transaction.atomic
def record_contract(commission: Commission, contract: Contract, *, by: Staff) -> Commission:
    """Keep the contract: from now on its price is what may be paid. Raises NotAllowed, NotNow, EvidenceRefused."""
    row = _going(commission)
    require(by, "newsroom.order", office=row.office_id)
    if row.price is not None:
        raise NotNow(_("The contract is made."))
    if not contract.number.strip() or contract.price <= 0:
        raise NotNow(_("A contract has a number and a price."))
    if Commission.objects.filter(office=row.office_id, contract_number=contract.number.strip()).exists():
        raise NotNow(_("This contract number belongs to another commission."))
    row.contract_number, row.contract_on, row.price = contract.number.strip(), contract.signed_on, contract.price
    row.due_on = contract.due_on or row.due_on
    row.contracted_by, row.contracted_at = by, timezone.now()
    paper = checked(contract.paper)
    if paper is not None:
        row.contract_file.save(paper.name or "contract", paper, save=False)
    names = ("contract_number", "contract_on", "price", "due_on", "contracted_by", "contracted_at", "contract_file")
    row.save(update_fields=list(names))
    record(by, "newsroom.record_contract", row, number=row.contract_number, price=str(row.price))
    return row


@transaction.atomic
def record_delivery(
    commission: Commission, *, delivered_on: date, by: Staff, on: date, uploads: Sequence[Upload] = (),
    assets: Sequence[Asset] = (), note: str = "",
) -> Delivery:  # fmt: skip
    """Take in what was delivered: files go into the media library marked with the contract, or assets there are named.

    Put new assets in line with ``media.jobs.enqueue`` afterwards. Raises NotAllowed, NotNow, MediaRefused.
    """
    row = _going(commission)
    require(by, "newsroom.record_delivery", office=row.office_id)
    if row.price is None:
        raise NotNow(_("There is no contract yet."))
    if delivered_on > on:
        raise NotNow(_("Choose today or an earlier day."))
    last = row.deliveries.order_by("-pk").first()
    if last is not None and not last.second_at and not last.returned_at:
        raise NotNow(_("The last delivery waits for its acceptance."))
    origin = Origin(row.office, source=Asset.Source.COMMISSION, commission=row.contract_number)
    taken = [add_asset(upload, origin=origin, by=by).asset for upload in uploads]
    if not taken and not assets:
        raise NotNow(_("Choose the files that were delivered."))
    made = Delivery.objects.create(
        commission=row, delivered_on=delivered_on, note=note.strip(), by=by, at=timezone.now()
    )
    made.assets.set([*taken, *assets])
    record(by, "newsroom.record_delivery", row, delivery=made.pk, assets=sorted(a.pk for a in made.assets.all()))
    text = _("“%(title)s” was delivered and waits for acceptance by two people.") % {"title": row}
    people = staff_with(["approver", "leader"], on=on)
    tell(people, kind="newsroom.delivered", about=f"delivery:{made.pk}", text=text, url=address(row), by=by)
    return made


def _waiting(delivery: Delivery, by: Staff) -> Delivery:
    _going(delivery.commission)
    row = Delivery.objects.select_for_update().select_related("commission__office").get(pk=delivery.pk)
    require(by, "newsroom.accept_delivery", office=row.commission.office_id)
    if row.second_at or row.returned_at:
        raise NotNow(_("This delivery was decided before."))
    return row


@transaction.atomic
def accept_delivery(delivery: Delivery, *, by: Staff, on: date) -> Delivery:
    """One person's word that the delivery is what was ordered. With the second person's it is accepted and files itself under its duty.

    Raises NotAllowed, NotNow, SamePerson.
    """
    row = _waiting(delivery, by)
    now = timezone.now()
    if row.first_by_id is None:
        row.first_by, row.first_at = by, now
        row.save(update_fields=["first_by", "first_at"])
        record(by, "newsroom.accept_delivery", row.commission, delivery=row.pk, person=1)
        return row
    if row.first_by_id == by.pk:
        raise SamePerson(_("You accepted this delivery already. Somebody else has to be the second person."))
    row.second_by, row.second_at = by, now
    row.save(update_fields=["second_by", "second_at"])
    record(by, "newsroom.accept_delivery", row.commission, delivery=row.pk, person=2)
    _file(row, by, on)
    return row


def _file(delivery: Delivery, by: Staff, on: date) -> None:
    """An accepted work is evidence for its duty."""
    commission = delivery.commission
    if commission.duty is None:
        return
    title = _("Accepted: %(title)s (contract %(number)s)") % {
        "title": commission,
        "number": commission.contract_number,
    }
    filing = Filing(
        office=commission.office, kind=Evidence.Kind.LINK, title=title, happened_on=on, duty=commission.duty,
        address=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address(commission)}",
    )  # fmt: skip
    file_publication(filing, by=by, on=on)


@transaction.atomic
def return_delivery(delivery: Delivery, *, reason: str, by: Staff) -> Delivery:
    """Send it back to be mended. Raises NotAllowed, NotNow."""
    row = _waiting(delivery, by)
    if not reason.strip():
        raise NotNow(_("Say what is to be mended."))
    row.returned_by, row.returned_at, row.returned_because = by, timezone.now(), reason.strip()
    row.save(update_fields=["returned_by", "returned_at", "returned_because"])
    record(by, "newsroom.return_delivery", row.commission, note=reason, delivery=row.pk)
    text = _("“%(title)s” was returned: %(reason)s") % {"title": row.commission, "reason": reason}
    about = f"delivery:{row.pk}"
    tell([row.by], kind="newsroom.delivery_returned", about=about, text=text, url=address(row.commission), by=by)
    return row


@transaction.atomic
def record_commission_rights(commission: Commission, rights: Rights, *, by: Staff) -> Commission:
    """Write licence, holder and term to every file of the accepted deliveries, with the contract as their proof.

    Raises NotAllowed, NotNow, MediaRefused.
    """
    row = _going(commission)
    require(by, "newsroom.order", office=row.office_id)
    accepted = row.deliveries.filter(second_at__isnull=False)
    if not accepted.exists():
        raise NotNow(_("Two people have to accept the delivery first."))
    if not rights.holder.strip():
        raise NotNow(_("Name who holds the rights."))
    if rights.term_from and rights.term_to and rights.term_to < rights.term_from:
        raise NotNow(_("The right ends before it begins. Mend one of the days."))
    said = {
        "licence": rights.licence, "holder": rights.holder.strip(), "term_from": rights.term_from,
        "term_to": rights.term_to, "proof_number": row.contract_number,
    } | ({"credit": rights.credit.strip()} if rights.credit.strip() else {})  # fmt: skip
    for asset in Asset.objects.filter(deliveries__in=accepted).distinct().order_by("pk"):
        record_rights(asset, said, by=by)
    row.licence, row.rights_holder, row.term_from, row.term_to = (
        rights.licence, rights.holder.strip(), rights.term_from, rights.term_to,
    )  # fmt: skip
    row.rights_by, row.rights_at = by, timezone.now()
    row.save(update_fields=["licence", "rights_holder", "term_from", "term_to", "rights_by", "rights_at"])
    record(by, "newsroom.record_rights", row, licence=rights.licence.key)
    return row


@transaction.atomic
def link_page(commission: Commission, page: EditorialPage, *, by: Staff) -> None:
    """Say that ``page`` was made of what was delivered: the commission is published when the page is. Raises NotAllowed, NotNow."""
    row = _going(commission)
    require(by, "newsroom.write", office=row.office_id)
    row.stories.add(page)
    record(by, "newsroom.link_page", row, page=page.pk)


@transaction.atomic
def record_payment(
    commission: Commission, *, amount: Decimal, paid_on: date, document: str, by: Staff, on: date
) -> Payment:
    """Keep a payment. More than the contract's price is refused. Raises NotAllowed, NotNow."""
    row = _going(commission)
    require(by, "newsroom.record_payment", office=row.office_id)
    if row.price is None:
        raise NotNow(_("There is no contract yet."))
    if amount <= 0 or not document.strip():
        raise NotNow(_("A payment has an amount and the number of its voucher."))
    if paid_on > on:
        raise NotNow(_("Choose today or an earlier day."))
    paid = row.payments.filter(void_at__isnull=True).aggregate(all=Sum("amount"))["all"] or Decimal(0)
    if amount > room_left(row.price, paid):
        raise NotNow(_("This is more than the contract leaves to be paid."))
    made = Payment.objects.create(
        commission=row, amount=amount, paid_on=paid_on, document=document.strip(), by=by, at=timezone.now()
    )
    record(
        by, "newsroom.record_payment", row, amount=str(amount), paid_on=paid_on.isoformat(), document=made.document
    )
    return made


@transaction.atomic
def take_back_payment(payment: Payment, *, reason: str, by: Staff) -> Payment:
    """Say that a payment was recorded by mistake: it stays readable and counts no more. Raises NotAllowed, NotNow."""
    _held(payment.commission)
    row = Payment.objects.select_for_update().select_related("commission").get(pk=payment.pk)
    require(by, "newsroom.record_payment", office=row.commission.office_id)
    if row.void_at:
        raise NotNow(_("This payment was taken back before."))
    if not reason.strip():
        raise NotNow(_("Say why the payment is taken back."))
    row.void_by, row.void_at, row.void_because = by, timezone.now(), reason.strip()
    row.save(update_fields=["void_by", "void_at", "void_because"])
    record(by, "newsroom.take_back_payment", row.commission, note=reason, payment=row.pk)
    return row


@transaction.atomic
def cancel_commission(commission: Commission, *, reason: str, by: Staff) -> Commission:
    """Call the order off. What was accepted cannot be. Raises NotAllowed, NotNow."""
    row = _going(commission)
    require(by, "newsroom.order", office=row.office_id)
    if not reason.strip():
        raise NotNow(_("Say why the commission is cancelled."))
    if row.deliveries.filter(second_at__isnull=False).exists():
        raise NotNow(_("Something was accepted already, so the commission stands."))
    row.cancelled_at, row.cancelled_by, row.cancelled_because = timezone.now(), by, reason.strip()
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    record(by, "newsroom.cancel_commission", row, note=reason)
    return row
