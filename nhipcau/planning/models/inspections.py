"""Inspections of how offices do their duties. Their subjects are offices and duties, never persons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Clause
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff
from nhipcau.work.models import Assignment, Evidence


class Inspection(models.Model):
    """One visit to one office: planned, made, concluded."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("inspection", "planned")
        VISITED = "visited", _("visited")
        CONCLUDED = "concluded", _("concluded")
        CALLED_OFF = "called_off", _("called off")

    year = models.PositiveSmallIntegerField(_("year"))
    office = models.ForeignKey(
        Office, verbose_name=_("inspected office"), on_delete=models.PROTECT, related_name="inspections"
    )
    lead = models.ForeignKey(
        Office, verbose_name=_("inspecting office"), on_delete=models.PROTECT, related_name="led_inspections"
    )
    title = models.CharField(_("content of the inspection"), max_length=500)
    planned_on = models.DateField(_("planned for"))
    visited_on = models.DateField(_("visited on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    conclusion = models.TextField(_("conclusion"), blank=True)
    conclusion_number = models.CharField(_("number of the conclusion"), max_length=80, blank=True)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)
    reason = models.TextField(_("why it was called off"), blank=True)
    planned_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-planned_on", "-pk"]
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints = [
            models.CheckConstraint(
                name="inspection_visited_has_day",
                condition=~Q(state__in=["visited", "concluded"]) | Q(visited_on__isnull=False),
            ),
            models.CheckConstraint(
                name="inspection_concluded_says_so",
                condition=~Q(state="concluded") | (Q(concluded_on__isnull=False) & ~Q(conclusion="")),
            ),
            models.CheckConstraint(
                name="inspection_called_off_has_reason", condition=~Q(state="called_off") | ~Q(reason="")
            ),
            models.CheckConstraint(name="inspection_of_another_office", condition=~Q(office=models.F("lead"))),
        ]
        indexes = [models.Index(fields=["year", "state"])]

    def __str__(self) -> str:
        return self.title


class InspectionPoint(models.Model):
    """One line of the checklist: a duty or clause, and how far the office does it."""

    class Result(models.TextChoices):
        MET = "met", pgettext_lazy("inspection", "done")
        PARTLY = "partly", _("done in part")
        NOT_MET = "not_met", _("not done")
        NOT_ASKED = "not_asked", _("does not arise")

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveIntegerField(default=0)
    duty = models.ForeignKey(
        Duty,
        verbose_name=_("duty"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspection_points",
    )
    clause = models.ForeignKey(
        Clause, verbose_name=_("clause"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="inspection_points",
    )  # fmt: skip
    text = models.TextField(_("what is looked at"))
    result = models.CharField(_("result"), max_length=10, choices=Result.choices, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("point of a checklist")
        verbose_name_plural = _("points of checklists")

    def __str__(self) -> str:
        return self.text[:120]


class Finding(models.Model):
    """What was found, what is recommended until when; its remedy is the work that comes of it."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    point = models.ForeignKey(
        InspectionPoint, verbose_name=_("point of the checklist"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="findings",
    )  # fmt: skip
    text = models.TextField(_("finding"))
    recommendation = models.TextField(_("recommendation"))
    due_on = models.DateField(_("to be remedied by"))
    evidence = models.ForeignKey(
        Evidence, verbose_name=_("evidence"), null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    assignment = models.OneToOneField(
        Assignment, verbose_name=_("work"), null=True, blank=True, on_delete=models.PROTECT, related_name="finding"
    )
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.CheckConstraint(name="finding_says_and_recommends", condition=~Q(text="") & ~Q(recommendation="")),
        ]

    def __str__(self) -> str:
        return self.text[:120]
