"""Lines of a plan with their estimate; norms; remarks. Money is whole đồng; the sums are the database's own work
(``0002_the_database_adds_up``)."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Clause, Document
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff, Topic
from nhipcau.planning.models.rounds import OfficePlan
from nhipcau.work.models import Assignment


class Money(models.DecimalField):  # type: ignore[type-arg]
    """Whole đồng, up to a million billion."""

    def __init__(self, verbose_name: object = None, **kwargs: object) -> None:
        kwargs.setdefault("max_digits", 18)
        kwargs.setdefault("decimal_places", 0)
        super().__init__(verbose_name, **kwargs)  # type: ignore[arg-type]


class Norm(models.Model):
    """A spending norm (định mức): the most that may be paid for a unit, and the document that says so."""

    name = models.CharField(pgettext_lazy("norm", "name"), max_length=300)
    unit = models.CharField(_("unit"), max_length=60)
    unit_price = Money(_("norm, đồng a unit"))
    document = models.ForeignKey(
        Document, verbose_name=_("document of the library"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="norms",
    )  # fmt: skip
    instrument = models.CharField(_("document"), max_length=300)
    article = models.CharField(_("article"), max_length=120, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    verified_by = models.CharField(_("verified by"), max_length=255, blank=True)

    class Meta:
        ordering = ["name", "valid_from"]
        verbose_name = _("spending norm")
        verbose_name_plural = _("spending norms")
        constraints = [
            models.UniqueConstraint(name="norm_once", fields=["name", "unit", "instrument", "valid_from"]),
            models.CheckConstraint(name="norm_has_a_price", condition=Q(unit_price__gt=0)),
            models.CheckConstraint(
                name="norm_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


class PlanLine(models.Model):
    """One activity of a year. What was approved is never edited: a change is an amendment's, one revision each.

    ``proposed`` is the sum of the items, ``current`` what was approved with all amendments, ``committed`` the
    contracts' values, ``paid`` the payments: the database adds them up and refuses any other figure.
    """

    class Fund(models.TextChoices):
        CENTRAL = "central", _("central budget")
        PROVINCE = "province", _("provincial budget")
        DISTRICT = "district", _("district budget (until 30/6/2025)")
        COMMUNE = "commune", _("commune budget")
        OWN = "own", _("the office's own revenue")
        AID = "aid", _("aid, sponsorship")
        SOCIAL = "social", _("contributions of society")
        OTHER = "other", _("other lawful sources")
        NONE = "none", _("needs no money")

    class State(models.TextChoices):
        OPEN = "open", _("not appraised yet")
        TAKEN = "taken", _("appraised")
        DROPPED = "dropped", _("not taken into the plan")
        APPROVED = "approved", pgettext_lazy("plan line", "approved")
        CANCELLED = "cancelled", pgettext_lazy("plan line", "cancelled by amendment")

    plan = models.ForeignKey(OfficePlan, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField(_("position"))
    duty = models.ForeignKey(
        Duty, verbose_name=_("duty"), null=True, blank=True, on_delete=models.PROTECT, related_name="plan_lines"
    )
    clause = models.ForeignKey(
        Clause, verbose_name=_("clause"), null=True, blank=True, on_delete=models.PROTECT, related_name="plan_lines"
    )
    basis = models.CharField(_("other basis"), max_length=500, blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="plan_lines"
    )
    activity = models.CharField(_("activity"), max_length=500)
    output = models.CharField(_("output"), max_length=500, blank=True)
    measure = models.CharField(_("how it is measured"), max_length=300, blank=True)
    starts_on = models.DateField(pgettext_lazy("plan line", "start"))
    ends_on = models.DateField(pgettext_lazy("plan line", "end"))
    lead = models.ForeignKey(
        Office, verbose_name=_("lead office"), on_delete=models.PROTECT, related_name="led_plan_lines"
    )
    partners = models.ManyToManyField(
        Office, verbose_name=_("coordinating offices"), related_name="joint_plan_lines", blank=True
    )
    fund = models.CharField(_("source of money"), max_length=10, choices=Fund.choices, default=Fund.PROVINCE)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    proposed = Money(_("proposed"), default=0)
    appraised = Money(_("appraised"), null=True, blank=True)
    appraisal_reason = models.TextField(_("reason"), blank=True)
    appraised_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    appraised_at = models.DateTimeField(_("appraised at"), null=True, blank=True)
    approved = Money(pgettext_lazy("plan line", "approved"), null=True, blank=True)
    current = Money(_("after amendments"), default=0)
    committed = Money(_("committed"), default=0)
    paid = Money(_("paid"), default=0)
    revision = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(
        "planning.Amendment", null=True, blank=True, on_delete=models.PROTECT, related_name="added_lines"
    )
    assignment = models.OneToOneField(
        Assignment, verbose_name=_("work"), null=True, blank=True, on_delete=models.PROTECT, related_name="plan_line"
    )

    class Meta:
        ordering = ["plan", "position", "pk"]
        verbose_name = _("line of a plan")
        verbose_name_plural = _("lines of plans")
        constraints = [
            models.CheckConstraint(name="plan_line_runs_forward", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="plan_line_proposed", condition=Q(proposed__gte=0)),
            models.CheckConstraint(
                name="plan_line_appraised", condition=Q(appraised__isnull=True) | Q(appraised__gte=0)
            ),
            models.CheckConstraint(
                name="plan_line_not_above_what_was_proposed",
                condition=Q(appraised__isnull=True) | Q(appraised__lte=F("proposed")),
            ),
            models.CheckConstraint(
                name="plan_line_other_figure_has_reason",
                condition=Q(appraised__isnull=True) | Q(appraised=F("proposed")) | ~Q(appraisal_reason=""),
            ),
            models.CheckConstraint(
                name="plan_line_dropped_with_reason",
                condition=~Q(state="dropped") | (Q(appraised=0) & ~Q(appraisal_reason="")),
            ),
            models.CheckConstraint(
                name="plan_line_taken_is_appraised", condition=~Q(state="taken") | Q(appraised__isnull=False)
            ),
            models.CheckConstraint(
                name="plan_line_approved_amount", condition=~Q(state="approved") | Q(approved__isnull=False)
            ),
            models.CheckConstraint(name="plan_line_not_negative", condition=Q(current__gte=0)),
            models.CheckConstraint(
                name="plan_line_not_over_committed", condition=Q(committed__gte=0, committed__lte=F("current"))
            ),
            models.CheckConstraint(name="plan_line_not_overpaid", condition=Q(paid__gte=0, paid__lte=F("committed"))),
        ]
        indexes = [
            models.Index(fields=["plan", "position"]),
            models.Index(fields=["state", "ends_on"]),
            models.Index(fields=["ends_on", "id"]),
        ]

    def __str__(self) -> str:
        return self.activity

    @property
    def left(self) -> Decimal:
        """Đồng not committed yet."""
        return self.current - self.committed


class Item(models.Model):
    """One item of a line's estimate: quantity × times × unit price, rounded to đồng."""

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(default=0)
    text = models.CharField(_("item"), max_length=300)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2)
    times = models.DecimalField(_("times"), max_digits=8, decimal_places=2, default=1)
    unit_price = Money(_("unit price, đồng"))
    amount = Money(_("amount"))
    norm = models.ForeignKey(
        Norm, verbose_name=_("norm"), null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("item of an estimate")
        verbose_name_plural = _("items of estimates")
        constraints = [
            models.CheckConstraint(
                name="item_not_negative", condition=Q(quantity__gte=0, times__gte=0, unit_price__gte=0)
            ),
            models.CheckConstraint(
                name="item_amount_is_the_product",
                condition=Q(amount__gte=F("quantity") * F("times") * F("unit_price") - Decimal("0.51"))
                & Q(amount__lte=F("quantity") * F("times") * F("unit_price") + Decimal("0.51")),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_over_norm(self) -> bool:
        """Whether a unit costs more than its norm allows."""
        return self.norm is not None and self.unit_price > self.norm.unit_price


class Remark(models.Model):
    """What the coordinator asks of a plan, or of one of its lines, when it is returned."""

    plan = models.ForeignKey(OfficePlan, on_delete=models.CASCADE, related_name="remarks")
    line = models.ForeignKey(PlanLine, null=True, blank=True, on_delete=models.CASCADE, related_name="remarks")
    text = models.TextField(_("remark"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        constraints = [models.CheckConstraint(name="remark_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text[:80]
