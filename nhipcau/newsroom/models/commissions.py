"""Commissions (đặt hàng): an order to a press agency or producer on its way to a published work. A supplier is a name on an order, nothing more.

Nothing here is deleted: an order is cancelled, a payment is taken back, a delivery is returned, each with its reason.
"""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.duties.models import Duty
from nhipcau.media.models import Asset, Licence
from nhipcau.newsroom.models.pages import EditorialPage
from nhipcau.people.models import Office, Staff


def _private() -> Storage:
    return storages["private"]


class Commission(models.Model):
    """What was ordered. Its stage is computed (``rules.commissions``)."""

    class Kind(models.TextChoices):
        FILM = "film", pgettext_lazy("form", "film")
        PHOTO = "photo", _("photo series")
        ARTICLE = "article", pgettext_lazy("form", "article")
        AUDIO = "audio", _("radio programme")
        BOOK = "book", _("publication")
        OTHER = "other", pgettext_lazy("commission", "other")

    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(pgettext_lazy("commission", "kind"), max_length=10, choices=Kind.choices)
    brief = models.TextField(_("brief"))
    languages = models.JSONField(_("languages"), default=list)
    supplier = models.CharField(_("press agency or producer"), max_length=300)
    office = models.ForeignKey(
        Office, verbose_name=_("ordering office"), on_delete=models.PROTECT, related_name="commissions"
    )
    duty = models.ForeignKey(
        Duty, verbose_name=_("duty it serves"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="commissions",
    )  # fmt: skip
    estimate = models.DecimalField(
        _("estimated price (đồng)"), max_digits=14, decimal_places=0, null=True, blank=True
    )
    due_on = models.DateField(_("due"))
    ordered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(pgettext_lazy("commission", "ordered"))
    contract_number = models.CharField(_("contract number"), max_length=120, blank=True)
    contract_on = models.DateField(_("contract of"), null=True, blank=True)
    contract_file = models.FileField(
        _("contract"), storage=_private, upload_to="commissions/%Y/", max_length=255, blank=True
    )
    price = models.DecimalField(_("contract price (đồng)"), max_digits=14, decimal_places=0, null=True, blank=True)
    contracted_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contracted_at = models.DateTimeField(null=True, blank=True)
    licence = models.ForeignKey(
        Licence,
        verbose_name=_("licence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commissions",
    )
    rights_holder = models.CharField(_("rights holder"), max_length=200, blank=True)
    term_from = models.DateField(_("may be used from"), null=True, blank=True)
    term_to = models.DateField(_("may be used until"), null=True, blank=True)
    rights_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rights_at = models.DateTimeField(null=True, blank=True)
    stories = models.ManyToManyField(
        EditorialPage, verbose_name=_("pages made of it"), blank=True, related_name="commissions"
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancelled_because = models.CharField(_("why it was cancelled"), max_length=500, blank=True)

    class Meta:
        ordering = ["-ordered_at", "-pk"]
        verbose_name = _("commission")
        verbose_name_plural = _("commissions")
        constraints = [
            models.CheckConstraint(
                name="commission_money_is_positive",
                condition=(Q(estimate__isnull=True) | Q(estimate__gte=0)) & (Q(price__isnull=True) | Q(price__gt=0)),
            ),
            models.CheckConstraint(
                name="commission_contract_is_whole",
                condition=Q(
                    contract_number="", price__isnull=True, contract_on__isnull=True, contracted_by__isnull=True
                )
                | (
                    ~Q(contract_number="")
                    & Q(price__isnull=False, contract_on__isnull=False, contracted_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="commission_cancelled_with_a_reason",
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_because=""),
            ),
            models.CheckConstraint(
                name="commission_rights_are_whole",
                condition=Q(rights_at__isnull=True)
                | (Q(licence__isnull=False, rights_by__isnull=False) & ~Q(rights_holder="")),
            ),
            models.CheckConstraint(
                name="commission_term_runs_forward",
                condition=Q(term_to__isnull=True) | Q(term_from__isnull=True) | Q(term_to__gte=F("term_from")),
            ),
            models.UniqueConstraint(
                name="contract_number_once", fields=["office", "contract_number"], condition=~Q(contract_number="")
            ),
        ]
        indexes = [models.Index(fields=["due_on"]), models.Index(fields=["office", "-ordered_at"])]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """What the supplier offered for it."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="offers")
    price = models.DecimalField(_("price (đồng)"), max_digits=14, decimal_places=0)
    received_on = models.DateField(_("received"))
    words = models.TextField(_("what is offered"), blank=True)
    file = models.FileField(_("file"), storage=_private, upload_to="commissions/%Y/", max_length=255, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["received_on", "pk"]
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [models.CheckConstraint(name="offer_costs_something", condition=Q(price__gt=0))]

    def __str__(self) -> str:
        return f"{self.commission} {self.received_on:%d/%m/%Y}"


class Delivery(models.Model):
    """What was delivered, with the two people who accepted it, or why it was returned. The database holds that they are two."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="deliveries")
    delivered_on = models.DateField(_("delivered"))
    note = models.TextField(_("note"), blank=True)
    assets = models.ManyToManyField(Asset, verbose_name=_("files"), related_name="deliveries")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    first_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField(_("accepted by the first person"), null=True, blank=True)
    second_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    second_at = models.DateTimeField(_("accepted by the second person"), null=True, blank=True)
    returned_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(_("returned"), null=True, blank=True)
    returned_because = models.TextField(_("what is to be mended"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = pgettext_lazy("commission", "delivery")
        verbose_name_plural = pgettext_lazy("commission", "deliveries")
        constraints = [
            models.CheckConstraint(
                name="delivery_accepted_by_two_people",
                condition=Q(second_by__isnull=True, second_at__isnull=True)
                | (
                    Q(first_by__isnull=False, second_at__isnull=False, second_by__isnull=False)
                    & ~Q(second_by=F("first_by"))
                ),
            ),
            models.CheckConstraint(
                name="delivery_first_word_is_whole",
                condition=Q(first_by__isnull=True, first_at__isnull=True)
                | Q(first_by__isnull=False, first_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_returned_with_a_reason",
                condition=Q(returned_at__isnull=True) | (~Q(returned_because="") & Q(second_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commission} {self.delivered_on:%d/%m/%Y}"


class Payment(models.Model):
    """Money paid under the contract. One recorded by mistake is taken back with a reason and counts no more."""

    commission = models.ForeignKey(Commission, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("amount (đồng)"), max_digits=14, decimal_places=0)
    paid_on = models.DateField(_("paid"))
    document = models.CharField(_("number of the voucher"), max_length=120)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    void_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    void_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    void_because = models.CharField(_("why it was taken back"), max_length=500, blank=True)

    class Meta:
        ordering = ["paid_on", "pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.CheckConstraint(name="payment_is_money", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payment_taken_back_with_a_reason", condition=Q(void_at__isnull=True) | ~Q(void_because="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.paid_on:%d/%m/%Y}"
