"""Proof that something was done. What was filed stays as it was filed: the database refuses a change."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.documents.models import Document
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff
from nhipcau.work.models.assignments import Assignment


def _private() -> Storage:
    return storages["private"]


class Evidence(models.Model):
    """One piece of evidence, frozen at filing (triggers in ``0002_evidence_is_frozen``).

    ``sha256`` covers the stored bytes of a file or photo, the source file of a library document, and for a link or
    a session the statement itself (kind, title, address, day, participants) in canonical JSON.
    """

    class Kind(models.TextChoices):
        LINK = "link", _("link")
        FILE = "file", _("file")
        PHOTO = "photo", _("photo")
        DOCUMENT = "document", _("document of the library")
        SESSION = "session", _("session held")

    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    duty = models.ForeignKey(Duty, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=500)
    address = models.CharField(_("address"), max_length=1000, blank=True)
    happened_on = models.DateField(_("day"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    file = models.FileField(_("file"), storage=_private, upload_to="evidence/%Y/%m/", max_length=255, blank=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_of"
    )
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    filed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("filed"))

    class Meta:
        ordering = ["-filed_at", "-pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(name="evidence_link_has_address", condition=~Q(kind="link") | ~Q(address="")),
            models.CheckConstraint(
                name="evidence_file_is_kept", condition=~Q(kind__in=["file", "photo"]) | ~Q(file="")
            ),
            models.CheckConstraint(
                name="evidence_document_is_named", condition=~Q(kind="document") | Q(document__isnull=False)
            ),
            models.CheckConstraint(name="evidence_is_hashed", condition=~Q(sha256="")),
        ]
        indexes = [
            models.Index(fields=["-filed_at", "-id"]),
            models.Index(fields=["office", "-filed_at"]),
            models.Index(fields=["happened_on"]),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceWithdrawal(models.Model):
    """Says that a piece of evidence was filed by mistake. The evidence itself stays as it was."""

    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("withdrawal of evidence")
        verbose_name_plural = _("withdrawals of evidence")
        constraints = [models.CheckConstraint(name="withdrawn_with_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.evidence}: {self.reason[:80]}"
