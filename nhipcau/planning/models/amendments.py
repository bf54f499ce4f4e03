"""Changes of an approved plan: each has its reason, and says what stood before and what stands now."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff
from nhipcau.planning.models.lines import Money, PlanLine
from nhipcau.planning.models.rounds import PlanRound, private_files


class Amendment(models.Model):
    """One change of a year's plan, of one or more lines. Where the total changes a decision must say so."""

    round = models.ForeignKey(PlanRound, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField(_("number"))
    reason = models.TextField(_("reason"))
    decision_number = models.CharField(_("number of the decision"), max_length=80, blank=True)
    decided_on = models.DateField(_("day of the decision"), null=True, blank=True)
    decision_file = models.FileField(
        _("decision"), storage=private_files, upload_to="plans/%Y/", max_length=255, blank=True
    )
    decision_name = models.CharField(_("file name"), max_length=255, blank=True)
    decision_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["round", "number"]
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.UniqueConstraint(name="amendment_number_once", fields=["round", "number"]),
            models.CheckConstraint(name="amendment_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.round.year}"


class Change(models.Model):
    """What an amendment changes in one line. ``before`` and ``after`` hold the changed columns; append-only."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="changes")
    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    delta = Money(_("more or less, đồng"), default=0)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ["line", "revision"]
        verbose_name = _("change of a line")
        verbose_name_plural = _("changes of lines")
        constraints = [
            models.UniqueConstraint(name="change_revision_once", fields=["line", "revision"]),
            models.CheckConstraint(name="change_revision_counts", condition=Q(revision__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.revision}"
