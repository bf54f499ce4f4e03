"""What one office answers to a request, and every state in which it handed it in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models import Office, Staff
from nhipcau.reports.models.requests import ReportRequest


class Submission(models.Model):
    """One office's report for a request. ``office`` stays the one asked; who answers on a day is asked of the register
    of offices, unless ``held_by`` names another."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("submission", "being written")
        SUBMITTED = "submitted", pgettext_lazy("submission", "submitted")
        RETURNED = "returned", pgettext_lazy("submission", "returned")
        ACCEPTED = "accepted", pgettext_lazy("submission", "accepted")
        LEFT_OUT = "left_out", pgettext_lazy("submission", "left out")

    request = models.ForeignKey(ReportRequest, on_delete=models.PROTECT, related_name="submissions")
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="submissions")
    held_by = models.ForeignKey(
        Office, verbose_name=_("carried on by"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="submissions_held",
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    answer = models.JSONField(default=dict)
    """What stands in the draft (``rules.answers.as_values``)."""
    revision = models.PositiveIntegerField(default=0)
    """Counts the changes of the draft: whoever saves says which one they saw."""
    handed_on = models.DateField(_("handed in on"), null=True, blank=True)
    """The day it was first handed in: what is late is judged by it."""
    changed_at = models.DateTimeField(_("last step"))

    class Meta:
        ordering = ["request", "office__name"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [models.UniqueConstraint(name="submission_once", fields=["request", "office"])]
        indexes = [models.Index(fields=["request", "state"])]

    def __str__(self) -> str:
        return f"{self.office}: {self.request}"


class Handing(models.Model):
    """What was handed in, as it was: never changed (triggers in ``0003``). Consolidated cells point here."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="handings")
    number = models.PositiveSmallIntegerField(_("number"))
    answer = models.JSONField()
    figures = models.JSONField(default=dict)
    """Figure → value, breakdown and ids of the rows behind it, as worked out on the day."""
    office_now = models.CharField(max_length=300)
    office_asked = models.CharField(max_length=300, blank=True)
    """The name of the office asked, where another carries its report on."""
    sha256 = models.CharField(max_length=64)
    note = models.TextField(_("words with it"), blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    on_date = models.DateField(_("day"))
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["submission", "-number"]
        verbose_name = _("handing-in")
        verbose_name_plural = _("handings-in")
        constraints = [models.UniqueConstraint(name="handing_once", fields=["submission", "number"])]

    def __str__(self) -> str:
        return f"{self.submission} ({self.number})"

    @property
    def office_words(self) -> str:
        """Who reports, with the name of the office asked where that is another."""
        return f"{self.office_now} (trước là {self.office_asked})" if self.office_asked else self.office_now


class SubmissionStep(models.Model):
    """What happened with a submission, in order."""

    class Kind(models.TextChoices):
        OPENED = "opened", pgettext_lazy("submission", "asked")
        FORM_IN = "form_in", _("form taken in")
        SUBMITTED = "submitted", pgettext_lazy("submission", "submitted")
        TAKEN_BACK = "taken_back", _("taken back to be changed")
        RETURNED = "returned", pgettext_lazy("submission", "returned")
        ACCEPTED = "accepted", pgettext_lazy("submission", "accepted")
        LEFT_OUT = "left_out", pgettext_lazy("submission", "left out")
        HANDED_OVER = "handed_over", pgettext_lazy("submission", "handed over")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=12, choices=Kind.choices)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("step of a submission")
        verbose_name_plural = _("steps of submissions")
        constraints = [
            models.CheckConstraint(
                name="submission_step_has_reason", condition=~Q(kind__in=["returned", "left_out"]) | ~Q(note="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_kind_display()}"


class SubmissionRemark(models.Model):
    """What the coordinator says of one part when the report goes back."""

    step = models.ForeignKey(SubmissionStep, on_delete=models.PROTECT, related_name="remarks")
    part = models.CharField(max_length=10)
    text = models.TextField(_("remark"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        constraints = [models.CheckConstraint(name="submission_remark_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text[:80]
