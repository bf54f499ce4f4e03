"""A year's round and what each office hands in to it."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.duties.models import Duty
from nhipcau.people.models import LegalClock, Office, Staff


def private_files() -> Storage:
    """Files that only those see who may see the plan."""
    return storages["private"]


class PlanRound(models.Model):
    """The yearly plan and estimate of the province. Once approved it is frozen, by triggers as well."""

    class State(models.TextChoices):
        OPEN = "open", _("offices draft")
        PRESENTED = "presented", _("presented for approval")
        APPROVED = "approved", pgettext_lazy("plan", "approved")

    class Asked(models.TextChoices):
        """What the template of the year may ask of every activity (``rules.asking.ASKABLE``)."""

        DUTY = "duty", _("a duty or clause of the register")
        OUTPUT = "output", _("its output")
        MEASURE = "measure", _("how the output is measured")
        TOPIC = "topic", _("its topic")
        ESTIMATE = "estimate", _("an estimate, where it costs money")
        NORMS = "norms", _("a norm for every item")

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    title = models.CharField(_("title"), max_length=300)
    guidance = models.TextField(_("guidance"), blank=True)
    asks = models.JSONField(_("what every activity says"), null=True, blank=True)
    """The template of the year: values of ``Asked``. None asks nothing more."""
    words = models.JSONField(_("words of the plan"), default=dict, blank=True)
    """Section key → text of the consolidated paper."""
    office = models.ForeignKey(
        Office, verbose_name=_("coordinating office"), on_delete=models.PROTECT, related_name="plan_rounds"
    )
    due_on = models.DateField(_("plans due on"))
    clock = models.ForeignKey(
        LegalClock, verbose_name=_("legal clock"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_basis = models.CharField(_("why that day"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    presented_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    presented_at = models.DateTimeField(_("presented"), null=True, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=80, blank=True)
    decided_on = models.DateField(_("day of the decision"), null=True, blank=True)
    decision_file = models.FileField(
        _("decision"), storage=private_files, upload_to="plans/%Y/", max_length=255, blank=True
    )
    decision_name = models.CharField(_("file name"), max_length=255, blank=True)
    decision_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(pgettext_lazy("plan", "approved at"), null=True, blank=True)
    approved_total = models.DecimalField(_("approved, đồng"), max_digits=18, decimal_places=0, null=True, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    """The consolidated lines as approved (``rules.consolidation.as_values``)."""
    frozen_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-year"]
        verbose_name = _("round of plans")
        verbose_name_plural = _("rounds of plans")
        constraints = [
            models.CheckConstraint(
                name="plan_round_approved_by_decision",
                condition=~Q(state="approved")
                | (
                    Q(decided_on__isnull=False, approved_total__isnull=False, frozen__isnull=False)
                    & ~Q(decision_number="")
                ),
            ),
            models.CheckConstraint(
                name="plan_round_second_person",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("presented_by")),
            ),
            models.CheckConstraint(name="plan_round_year", condition=Q(year__gte=2000, year__lte=2200)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def asked_words(self) -> list[str]:
        """What the template asks, in words."""
        return [str(label) for value, label in self.Asked.choices if value in (self.asks or ())]


class OfficePlan(models.Model):
    """What one office plans for a year. ``office`` stays the one asked; who answers on a day is asked of the
    register of offices, unless ``held_by`` names another."""

    class State(models.TextChoices):
        DRAFT = "draft", _("being drafted")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", pgettext_lazy("plan", "accepted")
        LEFT_OUT = "left_out", _("left out")

    round = models.ForeignKey(PlanRound, on_delete=models.PROTECT, related_name="plans")
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="plans")
    held_by = models.ForeignKey(
        Office, verbose_name=_("carried on by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="plans_held",
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    note = models.TextField(_("explanation"), blank=True)
    changed_at = models.DateTimeField(_("last step"))

    class Meta:
        ordering = ["round", "office__name"]
        verbose_name = _("plan of an office")
        verbose_name_plural = _("plans of offices")
        constraints = [models.UniqueConstraint(name="office_plan_once", fields=["round", "office"])]
        indexes = [models.Index(fields=["round", "state"])]

    def __str__(self) -> str:
        return f"{self.office} – {self.round.year}"


class PlanStep(models.Model):
    """What happened with an office's plan, in order."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened")
        COPIED = "copied", _("begun from last year's plan")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", pgettext_lazy("plan", "accepted")
        LEFT_OUT = "left_out", _("left out")
        HANDED_OVER = "handed_over", _("handed over")
        APPRAISED = "appraised", _("appraised")

    plan = models.ForeignKey(OfficePlan, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=12, choices=Kind.choices)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("step of a plan")
        verbose_name_plural = _("steps of a plan")
        constraints = [
            models.CheckConstraint(
                name="plan_step_has_reason", condition=~Q(kind__in=["returned", "left_out"]) | ~Q(note="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_kind_display()}"


class Excuse(models.Model):
    """Why an office plans nothing for a duty that comes back every year."""

    plan = models.ForeignKey(OfficePlan, on_delete=models.CASCADE, related_name="excuses")
    duty = models.ForeignKey(Duty, verbose_name=_("duty"), on_delete=models.PROTECT, related_name="plan_excuses")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")
        constraints = [
            models.UniqueConstraint(name="plan_excuse_once", fields=["plan", "duty"]),
            models.CheckConstraint(name="plan_excuse_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.duty}: {self.reason[:80]}"
