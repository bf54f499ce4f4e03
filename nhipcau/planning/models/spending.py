"""What was done with the money of a line: contracts, what they became, what was accepted, what was paid."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Office, Staff
from nhipcau.planning.models.lines import Money, PlanLine
from nhipcau.work.models import Evidence


class Contract(models.Model):
    """Money promised on a line: a contract, an order, an approved outlay. ``value``, ``accepted`` and ``paid`` are
    added up by the database."""

    class Kind(models.TextChoices):
        CONTRACT = "contract", _("contract")
        ORDER = "order", _("order or assignment of a task")
        OUTLAY = "outlay", _("approved direct outlay")

    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="contracts")
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="contracts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=80)
    signed_on = models.DateField(_("signed on"))
    supplier = models.CharField(_("supplier (organisation)"), max_length=300, blank=True)
    subject = models.CharField(_("what for"), max_length=500)
    ends_on = models.DateField(_("to be done by"), null=True, blank=True)
    amount = Money(_("amount as signed"))
    value = Money(_("value now"), default=0)
    accepted = Money(_("accepted"), default=0)
    paid = Money(_("paid"), default=0)
    closed_on = models.DateField(_("wound up on"), null=True, blank=True)
    evidence = models.ForeignKey(
        Evidence,
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contracts",
    )
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-signed_on", "-pk"]
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.UniqueConstraint(name="contract_once", fields=["line", "number", "signed_on"]),
            models.CheckConstraint(name="contract_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="contract_value", condition=Q(value__gte=0)),
            models.CheckConstraint(
                name="contract_accepts_no_more", condition=Q(accepted__gte=0, accepted__lte=F("value"))
            ),
            models.CheckConstraint(name="contract_pays_no_more", condition=Q(paid__gte=0, paid__lte=F("value"))),
        ]
        indexes = [models.Index(fields=["line"]), models.Index(fields=["-signed_on", "-id"])]

    def __str__(self) -> str:
        return f"{self.number}: {self.subject}"


class ContractChange(models.Model):
    """More or less of a contract, with the paper and the reason; winding up gives back what was not used."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="changes")
    delta = Money(_("more or less, đồng"))
    on_date = models.DateField(_("day"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["on_date", "pk"]
        verbose_name = _("change of a commitment")
        verbose_name_plural = _("changes of commitments")
        constraints = [
            models.CheckConstraint(name="contract_change_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="contract_change_changes", condition=~Q(delta=0)),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.delta}"


class Acceptance(models.Model):
    """What was delivered and found good."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="acceptances")
    on_date = models.DateField(_("day"))
    amount = Money(_("amount"))
    words = models.CharField(_("what was accepted"), max_length=500)
    evidence = models.ForeignKey(
        Evidence,
        verbose_name=_("evidence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acceptances",
    )
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["on_date", "pk"]
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")
        constraints = [models.CheckConstraint(name="acceptance_amount", condition=Q(amount__gt=0))]

    def __str__(self) -> str:
        return f"{self.contract}: {self.amount}"


class Payment(models.Model):
    """Money paid. A mistake is taken back by a payment below nought that names its reason."""

    class Kind(models.TextChoices):
        ADVANCE = "advance", _("advance")
        PAYMENT = "payment", _("payment")
        BACK = "back", _("paid back or booked by mistake")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="payments")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    on_date = models.DateField(_("day"))
    amount = Money(_("amount"))
    voucher = models.CharField(_("voucher"), max_length=120)
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["on_date", "pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(
                name="payment_sign",
                condition=(~Q(kind="back") & Q(amount__gt=0)) | (Q(kind="back", amount__lt=0) & ~Q(note="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.amount}"
