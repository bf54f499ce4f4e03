"""Who in an office answers for external information: appointed by a decision, from when to when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models.offices import Office, PeriodQuerySet
from nhipcau.people.models.staff import Staff


class FocalPoint(models.Model):
    """An appointment. It is a fact of the office; the role in the program is a ``Membership`` of its own."""

    class Kind(models.TextChoices):
        FOCAL = "focal", pgettext_lazy("appointment", "focal point")
        DEPUTY = "deputy", _("deputy focal point")

    class Manner(models.TextChoices):
        DEDICATED = "dedicated", _("dedicated")
        CONCURRENT = "concurrent", _("concurrent")

    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="focal_points"
    )
    staff = models.ForeignKey(
        Staff, verbose_name=_("member of staff"), on_delete=models.PROTECT, related_name="appointments"
    )
    kind = models.CharField(_("appointed as"), max_length=10, choices=Kind.choices)
    manner = models.CharField(_("manner of work"), max_length=12, choices=Manner.choices)
    decision_number = models.CharField(_("number of the decision"), max_length=80)
    decided_on = models.DateField(_("day of the decision"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    entered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered"))

    objects: ClassVar[PeriodQuerySet[FocalPoint]] = PeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["office", "kind", "-valid_from", "pk"]
        verbose_name = pgettext_lazy("appointment", "focal point")
        verbose_name_plural = _("focal points")
        constraints = [
            models.UniqueConstraint(
                name="office_has_one_focal_point", fields=["office"], condition=Q(kind="focal", valid_to__isnull=True)
            ),
            models.UniqueConstraint(
                name="appointed_once_at_a_time", fields=["office", "staff"], condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                name="appointment_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="appointed_by_a_decision", condition=~Q(decision_number="")),
        ]
        indexes = [models.Index(fields=["office", "valid_to"])]

    def __str__(self) -> str:
        return f"{self.office}: {self.get_kind_display()}, {self.staff}"
