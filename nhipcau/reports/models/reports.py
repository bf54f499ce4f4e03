"""A report: a draft that follows the work below it, then a frozen version with its figures and files."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document
from nhipcau.people.models import Office, Staff


def private_files() -> Storage:
    """Files that only those see who may see the report."""
    return storages["private"]


class PaperFields(models.Model):
    """What stands around the words of an administrative paper."""

    addressee = models.CharField(_("addressed to"), max_length=255, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    number = models.CharField(_("number"), max_length=80, blank=True)
    signer_title = models.CharField(_("signer's position"), max_length=120, blank=True)
    signer = models.CharField(_("signer"), max_length=120, blank=True)
    recipients = models.TextField(_("recipients, one a line"), blank=True)

    class Meta:
        abstract = True


class Report(PaperFields):
    """One version of a report. Once issued, nothing of it changes: a correction is the next version."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "draft")
        ISSUED = "issued", _("issued")

    template = models.SlugField(_("template"), max_length=60)
    title = models.TextField(_("title"))
    period_start = models.DateField(_("period from"))
    period_end = models.DateField(_("period until"))
    period_label = models.CharField(_("period"), max_length=80)
    office = models.ForeignKey(Office, verbose_name=_("issued by"), on_delete=models.PROTECT, related_name="reports")
    documents = models.ManyToManyField(
        Document, verbose_name=pgettext_lazy("of law", "documents"), related_name="reports", blank=True
    )
    offices = models.ManyToManyField(Office, verbose_name=_("offices"), related_name="reported_in", blank=True)
    paths = models.JSONField(_("clauses"), default=list, blank=True)
    words = models.JSONField(_("words"), default=dict)
    """Section key → the words that people wrote."""
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    previous = models.OneToOneField(
        "self", verbose_name=_("version before"), null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    frozen = models.JSONField(_("frozen lines and figures"), null=True, blank=True)
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    docx = models.FileField(storage=private_files, upload_to="reports/%Y/", max_length=255, blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True)
    xlsx = models.FileField(storage=private_files, upload_to="reports/%Y/", max_length=255, blank=True)
    xlsx_sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    issued_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.CheckConstraint(name="report_period_runs_forward", condition=Q(period_end__gte=F("period_start"))),
            models.CheckConstraint(
                name="report_issued_is_frozen",
                condition=~Q(state="issued") | (Q(frozen__isnull=False) & Q(issued_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · v{self.version}" if self.version > 1 else self.title
