"""What offices are asked to report: forms with their versions, requests, and those that open by themselves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models import Office, OfficeGroup, Staff


class ReportForm(models.Model):
    """A form that the coordinator designs. What it asks for stands in its versions."""

    key = models.CharField(max_length=80, blank=True)
    """What the profile calls a form that came with it; empty where the province made it."""
    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind of paper"), max_length=80, default="BÁO CÁO")
    title = models.CharField(_("title of the report"), max_length=300)
    """``{ky}`` stands for the period."""
    note = models.TextField(_("note"), blank=True)
    retired_at = models.DateTimeField(_("no longer used since"), null=True, blank=True)
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("report form")
        verbose_name_plural = _("report forms")
        constraints = [models.UniqueConstraint(name="report_form_key_once", fields=["key"], condition=~Q(key=""))]

    def __str__(self) -> str:
        return self.name


class FormVersion(models.Model):
    """What the form asks for. A released version never changes (triggers in ``0003``); a request keeps its own."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("form", "being designed")
        RELEASED = "released", pgettext_lazy("form", "in use")

    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    design = models.JSONField(default=dict)
    """``rules.design.as_values``."""
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    released_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["form", "-number"]
        verbose_name = _("version of a form")
        verbose_name_plural = _("versions of forms")
        constraints = [
            models.UniqueConstraint(name="form_version_once", fields=["form", "number"]),
            models.UniqueConstraint(name="form_one_draft", fields=["form"], condition=Q(state="draft")),
            models.CheckConstraint(name="form_released_is_hashed", condition=Q(state="draft") | ~Q(sha256="")),
        ]

    def __str__(self) -> str:
        return f"{self.form} · v{self.number}"


class Occasion(models.TextChoices):
    """Why a report is asked for."""

    MONTH = "month", _("monthly")
    QUARTER = "quarter", _("quarterly")
    HALF = "half", _("half-yearly")
    YEAR = "year", _("yearly")
    INTERIM = "interim", _("interim review")
    FINAL = "final", _("final review")
    AD_HOC = "ad_hoc", _("on occasion")


class ReportSchedule(models.Model):
    """Requests that open by themselves, one a period. Groups mean their offices on the day of opening."""

    form = models.ForeignKey(ReportForm, verbose_name=_("form"), on_delete=models.PROTECT, related_name="schedules")
    occasion = models.CharField(_("how often"), max_length=10, choices=Occasion.choices)
    office = models.ForeignKey(
        Office, verbose_name=_("coordinating office"), on_delete=models.PROTECT, related_name="report_schedules"
    )
    groups = models.ManyToManyField(OfficeGroup, verbose_name=_("groups of offices"), related_name="+", blank=True)
    offices = models.ManyToManyField(Office, verbose_name=_("offices"), related_name="+", blank=True)
    opens_shift = models.SmallIntegerField(_("opens, days from the period's last day"), default=-10)
    due_shift = models.SmallIntegerField(_("due, days from the period's last day"), default=5)
    guidance = models.TextField(_("guidance"), blank=True)
    starts_on = models.DateField(_("from"))
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["form__name", "occasion"]
        verbose_name = _("schedule of reports")
        verbose_name_plural = _("schedules of reports")
        constraints = [
            models.CheckConstraint(name="schedule_due_after_opening", condition=Q(due_shift__gte=F("opens_shift"))),
            models.CheckConstraint(name="schedule_comes_back", condition=~Q(occasion="ad_hoc")),
        ]

    def __str__(self) -> str:
        return f"{self.form}, {self.get_occasion_display()}"


class ReportRequest(models.Model):
    """Offices are asked to report on a period by a day, in a form that stays as it was when they were asked."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("report request", "open")
        CLOSED = "closed", pgettext_lazy("report request", "report issued")
        CANCELLED = "cancelled", pgettext_lazy("report request", "cancelled")

    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="requests")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices)
    title = models.CharField(_("title"), max_length=300)
    period_start = models.DateField(_("period from"))
    period_end = models.DateField(_("period until"))
    period_label = models.CharField(_("period"), max_length=80)
    guidance = models.TextField(_("guidance"), blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("coordinating office"), on_delete=models.PROTECT, related_name="report_requests"
    )
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    schedule = models.ForeignKey(
        ReportSchedule, null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )
    opened_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    """None where the clock opened it."""
    opened_at = models.DateTimeField(_("opened"))
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("report request")
        verbose_name_plural = _("report requests")
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.CheckConstraint(name="request_period_forward", condition=Q(period_end__gte=F("period_start"))),
            models.UniqueConstraint(name="request_once_a_period", fields=["schedule", "period_start"]),
            models.CheckConstraint(
                name="request_cancelled_has_reason", condition=~Q(state="cancelled") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
