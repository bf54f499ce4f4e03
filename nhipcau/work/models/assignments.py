"""Duties turned into work: who does what by when, how far it is, and who said it is done."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff
from nhipcau.work.rules import label_parts


class Recurrence(models.Model):
    """A duty that comes back: each period opens an assignment of its own."""

    class Cadence(models.TextChoices):
        YEAR = "year", _("every year")
        HALF = "half", _("every six months")
        QUARTER = "quarter", _("every quarter")
        MONTH = "month", _("every month")

    duty = models.ForeignKey(Duty, verbose_name=_("duty"), on_delete=models.PROTECT, related_name="recurrences")
    lead = models.ForeignKey(
        Office, verbose_name=_("lead office"), on_delete=models.PROTECT, related_name="recurrences"
    )
    partners = models.ManyToManyField(
        Office, verbose_name=_("coordinating offices"), related_name="joint_recurrences", blank=True
    )
    cadence = models.CharField(_("how often"), max_length=10, choices=Cadence.choices)
    due_rule = models.CharField(_("due"), max_length=20, default="end")
    """``end``, ``end-10``, ``end+5`` (calendar days from the last day of the period) or ``12-20`` (month-day)."""
    title = models.CharField(_("title"), max_length=500)
    expected_output = models.TextField(_("expected output"), blank=True)
    active_from = models.DateField(_("from"))
    active_to = models.DateField(_("until"), null=True, blank=True)
    started_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("recurring work")
        verbose_name_plural = _("recurring work")
        constraints = [
            models.CheckConstraint(
                name="recurrence_runs_forward",
                condition=Q(active_to__isnull=True) | Q(active_to__gte=F("active_from")),
            ),
            models.UniqueConstraint(
                name="recurrence_once", fields=["duty", "lead", "cadence"], condition=Q(active_to__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_cadence_display()})"


class Assignment(models.Model):
    """A piece of work given to a lead office. Whether it is overdue is asked of ``rules``, never stored."""

    class State(models.TextChoices):
        OPEN = "open", _("in hand")
        HANDED_IN = "handed_in", _("handed in")
        ACCEPTED = "accepted", _("accepted")
        CANCELLED = "cancelled", _("cancelled")

    duty = models.ForeignKey(
        Duty, verbose_name=_("duty"), null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    clause_text = models.TextField(_("clause"), blank=True)
    title = models.CharField(_("title"), max_length=500)
    expected_output = models.TextField(_("expected output"), blank=True)
    lead = models.ForeignKey(
        Office, verbose_name=_("lead office"), on_delete=models.PROTECT, related_name="led_assignments"
    )
    partners = models.ManyToManyField(
        Office, verbose_name=_("coordinating offices"), related_name="joint_assignments", blank=True
    )
    period_start = models.DateField(_("period from"), null=True, blank=True)
    period_end = models.DateField(_("period until"), null=True, blank=True)
    period_label = models.CharField(_("period"), max_length=40, blank=True)
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.OPEN)
    percent = models.PositiveSmallIntegerField(_("percent done"), default=0)
    recurrence = models.ForeignKey(
        Recurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    note = models.TextField(_("instructions"), blank=True)
    assigned_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(_("assigned"), auto_now_add=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    """The day it was handed in for the acceptance it got, or cancelled: "in time" is judged by this day."""
    cancel_reason = models.TextField(_("why it was cancelled"), blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                name="period_opens_once",
                fields=["recurrence", "lead", "period_start"],
                condition=Q(recurrence__isnull=False),
            ),
            models.CheckConstraint(name="assignment_percent", condition=Q(percent__gte=0, percent__lte=100)),
            models.CheckConstraint(name="assignment_due_after_opening", condition=Q(due_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="assignment_cancelled_has_reason", condition=~Q(state="cancelled") | ~Q(cancel_reason="")
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"]),
            models.Index(fields=["lead", "state", "due_on"]),
            models.Index(fields=["due_on", "id"]),
            models.Index(
                fields=["duty", "lead", "state"]
            ),  # which duties which office has work of: leadership's screen
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.period_words})" if self.period_label else self.title

    @property
    def period_words(self) -> str:
        """The period as people say it."""
        cadence, number = label_parts(self.period_label)
        words = {
            "year": gettext("year %(year)s"),
            "half": gettext("half-year %(number)s of %(year)s"),
            "quarter": gettext("quarter %(number)s of %(year)s"),
            "month": gettext("month %(number)s of %(year)s"),
        }
        if not cadence:
            return self.period_label
        return words[cadence] % {"year": self.period_label[-4:], "number": number.lstrip("0")}


class Progress(models.Model):
    """How far an office says it is, in percent and words."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="progress")
    percent = models.PositiveSmallIntegerField(_("percent done"))
    words = models.TextField(_("what was done"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.CheckConstraint(name="progress_percent", condition=Q(percent__gte=0, percent__lte=100)),
        ]
        indexes = [models.Index(fields=["assignment", "-at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.percent}%: {self.words[:80]}"


class Extension(models.Model):
    """A later due date asked for, and the answer."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="extensions")
    reason = models.TextField(_("reason"))
    old_due_on = models.DateField(_("due on, before"))
    new_due_on = models.DateField(_("due on, as asked"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_note = models.TextField(_("answer"), blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.UniqueConstraint(
                name="extension_one_open_question", fields=["assignment"], condition=Q(state="asked")
            ),
            models.CheckConstraint(name="extension_is_later", condition=Q(new_due_on__gt=F("old_due_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.new_due_on:%d/%m/%Y}"


class HandIn(models.Model):
    """An office says the work is done."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="hand_ins")
    words = models.TextField(_("what was done"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    on_date = models.DateField(_("day"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        indexes = [models.Index(fields=["assignment", "-at"])]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.on_date:%d/%m/%Y}"


class Verdict(models.Model):
    """The coordinator's answer to a hand-in."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")

    hand_in = models.OneToOneField(HandIn, on_delete=models.CASCADE, related_name="verdict")
    outcome = models.CharField(_("verdict"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        constraints = [
            models.CheckConstraint(name="returned_with_a_reason", condition=~Q(outcome="returned") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.hand_in}: {self.get_outcome_display()}"
