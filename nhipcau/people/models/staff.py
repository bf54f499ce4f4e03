"""People who work here, and what they are in which office from when to when."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models.offices import Office, PeriodQuerySet
from nhipcau.people.rules.roles import StaffRole

ROLE_NAMES = {
    StaffRole.ADMIN: pgettext_lazy("role", "Administrator"),
    StaffRole.COORDINATOR: _("Coordinator"),
    StaffRole.FOCAL: _("Focal point of an office"),
    StaffRole.EDITOR: _("Editor"),
    StaffRole.APPROVER: _("Approver"),
    StaffRole.FINANCE: _("Finance officer"),
    StaffRole.LEADER: _("Leadership"),
    StaffRole.VIEWER: _("Read only"),
}


class Staff(AbstractUser):
    """A member of staff. Being superuser opens Wagtail's own settings; it grants no action of the program."""

    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    position = models.CharField(pgettext_lazy("staff", "position"), max_length=120, blank=True)
    wants_digest = models.BooleanField(_("receives the daily digest"), default=True)

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name as Wagtail and e-mails show it."""
        return str(self)


class Membership(models.Model):
    """A person's role in an office for a while."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=list(ROLE_NAMES.items()))
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[PeriodQuerySet[Membership]] = PeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("place in an office")
        verbose_name_plural = _("places in offices")
        constraints = [
            models.UniqueConstraint(name="membership_once", fields=["staff", "office", "role", "valid_from"]),
            models.CheckConstraint(
                name="membership_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}: {self.get_role_display()}, {self.office}"
