"""One report out of many: which handing of which office went in, the words around it, and what was issued."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models import Staff
from nhipcau.reports.models.reports import PaperFields, private_files
from nhipcau.reports.models.requests import ReportRequest
from nhipcau.reports.models.submissions import Handing, Submission


class Consolidation(PaperFields):
    """A version of the consolidated report. Its cells are not stored: they follow from its sources (ADR 29)."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "draft")
        ISSUED = "issued", _("issued")

    request = models.ForeignKey(ReportRequest, on_delete=models.PROTECT, related_name="consolidations")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.TextField(_("title"))
    words = models.JSONField(default=dict)
    """Section → what the coordinator wrote from the gathered words."""
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    taken_at = models.DateTimeField(_("sources taken"))
    frozen = models.JSONField(null=True, blank=True)
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    issued_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    docx = models.FileField(storage=private_files, upload_to="reports/%Y/", max_length=255, blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True)
    xlsx = models.FileField(storage=private_files, upload_to="reports/%Y/", max_length=255, blank=True)
    xlsx_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.FileField(storage=private_files, upload_to="reports/%Y/", max_length=255, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["request", "-version"]
        verbose_name = _("consolidated report")
        verbose_name_plural = _("consolidated reports")
        constraints = [
            models.UniqueConstraint(name="consolidation_once", fields=["request", "version"]),
            models.UniqueConstraint(name="consolidation_one_draft", fields=["request"], condition=Q(state="draft")),
            models.CheckConstraint(
                name="consolidation_issued_is_frozen",
                condition=~Q(state="issued") | (Q(frozen__isnull=False, issued_on__isnull=False) & ~Q(docx="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · v{self.version}" if self.version > 1 else self.title


class ConsolidationSource(models.Model):
    """The handing of one office that went in. An office stands in a report once: the database holds it."""

    consolidation = models.ForeignKey(Consolidation, on_delete=models.PROTECT, related_name="sources")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="used_in")
    handing = models.ForeignKey(Handing, on_delete=models.PROTECT, related_name="used_in")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("source of a report")
        verbose_name_plural = _("sources of reports")
        constraints = [
            models.UniqueConstraint(name="consolidation_source_once", fields=["consolidation", "submission"])
        ]

    def __str__(self) -> str:
        return f"{self.consolidation} ← {self.handing}"
