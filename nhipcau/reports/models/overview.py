"""A frozen copy of leadership's screen for a meeting."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff


def new_key() -> str:
    """The unguessable part of a copy's address."""
    return secrets.token_urlsafe(12)


class OverviewCopy(models.Model):
    """The figures as they were, with their SHA-256. Append-only (triggers in ``0010``)."""

    key = models.CharField(max_length=40, unique=True, default=new_key)
    title = models.CharField(_("occasion of the copy"), max_length=200)
    on_date = models.DateField(_("day"))
    figures = models.JSONField()
    """``rules.overview.as_values``."""
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("frozen copy of the overview")
        verbose_name_plural = _("frozen copies of the overview")
        constraints = [
            models.CheckConstraint(name="overview_copy_is_named", condition=~Q(title="")),
            models.CheckConstraint(name="overview_copy_is_hashed", condition=~Q(sha256="")),
        ]
        indexes = [models.Index(fields=["-made_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.on_date:%d/%m/%Y})"
