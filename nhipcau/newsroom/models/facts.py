"""The fact bank: official figures and statements, each with the office that answers for it and the paper it stands in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document
from nhipcau.people.models import Office, Staff


class Fact(models.Model):
    """What is asked for, such as the province's area. What is answered stands in its versions; the newest approved one counts."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    labels = models.JSONField(_("labels"), default=dict)
    """Language code → what the figure is of."""
    units = models.JSONField(_("units"), default=dict, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("office that answers for it"), on_delete=models.PROTECT, related_name="facts"
    )
    ended_on = models.DateField(_("no longer kept since"), null=True, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = pgettext_lazy("bank", "fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return str(self.labels.get("vi", self.key))


class FactVersion(models.Model):
    """One answer, as of a day. ``number`` or ``text``; ``wordings``: language code → approved sentence."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="versions")
    number = models.DecimalField(_("figure"), max_digits=24, decimal_places=6, null=True, blank=True)
    text = models.CharField(_("statement"), max_length=500, blank=True)
    as_of = models.DateField(_("as of"))
    next_update = models.DateField(_("next update"), null=True, blank=True)
    document = models.ForeignKey(
        Document, verbose_name=_("document of the library"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="fact_versions",
    )  # fmt: skip
    clause = models.CharField(_("clause"), max_length=120, blank=True)
    source_title = models.CharField(_("source"), max_length=500)
    source_publisher = models.CharField(_("published by"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=1000, blank=True)
    source_on = models.DateField(_("day of the source"), null=True, blank=True)
    wordings = models.JSONField(_("approved wordings"), default=dict, blank=True)
    proposed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"))
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    refusal = models.TextField(_("reason of the refusal"), blank=True)

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("version of a fact")
        verbose_name_plural = _("versions of facts")
        constraints = [
            models.CheckConstraint(name="fact_says_something", condition=Q(number__isnull=False) | ~Q(text="")),
            models.CheckConstraint(
                name="fact_has_two_people",
                condition=Q(approved_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="fact_runs_forward", condition=Q(next_update__isnull=True) | Q(next_update__gte=F("as_of"))
            ),
        ]
        indexes = [models.Index(fields=["fact", "-as_of"]), models.Index(fields=["next_update"])]

    def __str__(self) -> str:
        return f"{self.fact} {self.as_of:%d/%m/%Y}"
