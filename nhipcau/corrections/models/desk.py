"""How long contacts are kept, and for which duties the desk's work is evidence."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.duties.models import Duty
from nhipcau.people.models import Office


class ContactRetention(models.Model):
    """Days that a sender's contact is kept after the answer. The newest rule in force counts."""

    days = models.PositiveIntegerField(_("days after the answer"))
    valid_from = models.DateField(_("from"), unique=True)
    source = models.CharField(_("decided by (document or reason)"), max_length=500)
    verified_by = models.CharField(_("verified by"), max_length=255, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("rule on keeping contacts")
        verbose_name_plural = _("rules on keeping contacts")
        constraints = [models.CheckConstraint(name="contact_days", condition=Q(days__lte=3650))]

    def __str__(self) -> str:
        return f"{self.days} ({self.valid_from:%d/%m/%Y})"


class DeskSettings(models.Model):
    """One row: the office that signs, and the duties that entries and answers are evidence for."""

    office = models.ForeignKey(
        Office, verbose_name=_("office that signs"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    duties = models.ManyToManyField(
        Duty, verbose_name=_("duties that entries and answers are evidence for"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("settings of the corrections desk")
        verbose_name_plural = _("settings of the corrections desk")
        constraints = [models.CheckConstraint(name="corrections_settings_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
