"""The way of a page: who took which step about which content. Appended to, never changed (triggers in the migrations)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from nhipcau.newsroom.rules.standing import Standing, StepKind, Taken
from nhipcau.people.models import Staff

STEP_NAMES = {
    StepKind.HANDED_OVER: _("handed over for approval"),
    StepKind.RETURNED: _("returned to the editor"),
    StepKind.APPROVED: _("approved"),
    StepKind.URGENT: _("published urgently"),
    StepKind.SHIPPED: _("came with the profile"),
    StepKind.SCHEDULED: pgettext_lazy("standing", "scheduled"),
    StepKind.UNSCHEDULED: _("schedule taken back"),
    StepKind.PUBLISHED: pgettext_lazy("step", "published"),
    StepKind.UPDATED: pgettext_lazy("step", "updated"),
    StepKind.WITHDRAWN: pgettext_lazy("step", "withdrawn"),
}
STANDING_NAMES = {
    Standing.DRAFT: pgettext_lazy("standing", "draft"),
    Standing.EDITED: _("edited, waits for the second person"),
    Standing.RETURNED: _("returned to the editor"),
    Standing.APPROVED: _("approved, not out yet"),
    Standing.SCHEDULED: pgettext_lazy("standing", "scheduled"),
    Standing.PUBLISHED: pgettext_lazy("standing", "published"),
    Standing.URGENT: _("out urgently, waits for the second person"),
    Standing.CHANGED: _("published, with changes not out yet"),
    Standing.WITHDRAWN: pgettext_lazy("standing", "withdrawn"),
}


class Step(models.Model):
    """One step. ``content`` is the fingerprint it was about; ``note`` is what readers are told for an update or a withdrawal."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=20, choices=list(STEP_NAMES.items()))
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    content = models.CharField(max_length=64, blank=True)
    revision = models.PositiveBigIntegerField(pgettext_lazy("newsroom", "revision"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = pgettext_lazy("newsroom", "step")
        verbose_name_plural = pgettext_lazy("newsroom", "steps")
        constraints = [
            models.CheckConstraint(
                name="urgent_and_withdrawn_have_a_reason",
                condition=~Q(kind__in=["urgent", "withdrawn", "returned"]) | ~Q(note=""),
            ),
            models.CheckConstraint(
                name="scheduled_has_its_time", condition=~Q(kind="scheduled") | Q(due_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["page", "id"]), models.Index(fields=["kind", "due_at"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.kind} {self.at:%d/%m/%Y %H:%M}"

    def taken(self) -> Taken:
        """The row as the rules read it."""
        return Taken(StepKind(self.kind), self.by_id, self.at, self.content, self.due_at)


class Edit(models.Model):
    """Somebody changed what a page says: one row a person and content, kept by every way a draft is saved."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="edits")
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    content = models.CharField(max_length=64)
    revision = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("newsroom", "edit")
        verbose_name_plural = _("edits")
        indexes = [models.Index(fields=["page", "-at"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%d/%m/%Y %H:%M}"
