"""How long texts are kept, and whose pages are left alone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff


class RetentionRule(models.Model):
    """Days that an article's text is kept after it was seen; title, link and hash stay. The newest rule in force counts."""

    days = models.PositiveIntegerField(_("days that texts are kept"))
    valid_from = models.DateField(_("from"), unique=True)
    source = models.CharField(_("decided by (document or reason)"), max_length=500)
    verified_by = models.CharField(_("verified by"), max_length=255, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        constraints = [models.CheckConstraint(name="retention_days", condition=Q(days__gte=1))]

    def __str__(self) -> str:
        return f"{self.days} ({self.valid_from:%d/%m/%Y})"


class ClosedSite(models.Model):
    """A site whose publisher asked that its texts be deleted and not read again. Its feeds' titles and links may still be kept."""

    host = models.CharField(_("site"), max_length=255, unique=True)
    reason = models.TextField(_("request"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["host"]
        verbose_name = _("site left alone")
        verbose_name_plural = _("sites left alone")

    def __str__(self) -> str:
        return self.host
