"""Partners who take our stories by machine: press agencies and portals, each with a key of its own."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models import Staff


class PartnerKey(models.Model):
    """A key as its SHA-256: the key itself is shown once and kept nowhere. ``hint`` is its beginning, to tell keys apart."""

    partner = models.CharField(_("partner"), max_length=200)
    key_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(_("begins with"), max_length=12)
    per_hour = models.PositiveIntegerField(_("requests an hour"), default=600)
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(pgettext_lazy("key", "issued"))
    revoked_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["revoked_at", "partner", "pk"]
        verbose_name = _("partner's key")
        verbose_name_plural = _("partners' keys")
        constraints = [
            models.CheckConstraint(name="partner_key_has_a_limit", condition=Q(per_hour__gt=0)),
            models.CheckConstraint(
                name="partner_key_revoked_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} ({self.hint}…)"
