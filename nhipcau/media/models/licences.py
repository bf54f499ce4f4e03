"""The terms on which something may be used."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Licence(models.Model):
    """A licence or a kind of permission. Rows are shipped (migration 0002); an office may add its own."""

    key = models.SlugField(pgettext_lazy("licence", "key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    url = models.URLField(_("address of its text"), max_length=300, blank=True)
    allows_publish = models.BooleanField(_("allows publication"), default=True)
    allows_derive = models.BooleanField(_("allows changes (cropping)"), default=True)
    allows_share = models.BooleanField(_("allows passing on to others"), default=False)
    needs_credit = models.BooleanField(_("asks for a credit line"), default=True)
    needs_proof = models.BooleanField(_("needs a proof of the right"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("licence")
        verbose_name_plural = _("licences")

    def __str__(self) -> str:
        return self.name
