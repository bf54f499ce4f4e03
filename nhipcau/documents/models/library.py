"""Documents and the files they came in."""

from __future__ import annotations

from datetime import date

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models import Office, Staff


def _private() -> Storage:
    return storages["private"]


class SourceFile(models.Model):
    """A file as it was brought in, kept under its SHA-256: the same bytes are one row."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    kind = models.CharField(_("kind of file"), max_length=20, blank=True)
    content = models.FileField(_("content"), storage=_private, upload_to="sources/", max_length=255)
    kept_at = models.DateTimeField(_("kept since"), auto_now_add=True)

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """An administrative, legal or Party document of the library and the state of its reading."""

    class Stage(models.TextChoices):
        REVIEW = "review", _("to be reviewed")
        REVIEWED = "reviewed", _("reviewed, to be approved")
        APPROVED = "approved", _("approved")

    number = models.CharField(_("number"), max_length=80, blank=True)
    number_key = models.CharField(max_length=80, blank=True, db_index=True)
    """The number without spaces, case, or the choice of ``-`` or ``/``; "" where there is none."""
    kind = models.CharField(_("kind"), max_length=60, blank=True, db_index=True)
    issuer = models.CharField(_("issuer"), max_length=255, blank=True)
    issuing_office = models.ForeignKey(
        Office,
        verbose_name=_("issuing office"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="issued",
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True, db_index=True)
    title = models.TextField(pgettext_lazy("of law", "title"), blank=True)
    text = models.TextField(_("text"))
    folded = models.TextField(default="", editable=False)
    """Number and title in small letters without marks: what the plain search box looks in."""
    source = models.OneToOneField(
        SourceFile, verbose_name=_("source file"), on_delete=models.PROTECT, related_name="document"
    )
    stage = models.CharField(_("reading"), max_length=20, choices=Stage.choices, default=Stage.REVIEW)
    metadata_spans = models.JSONField(default=dict)
    """Field name → [start, end, confidence]: where in ``text`` each field was read."""
    warnings = models.JSONField(_("warnings"), default=list)
    taken_in_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    taken_in_at = models.DateTimeField(_("taken in"), auto_now_add=True)
    reviewed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed"), null=True, blank=True)
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = pgettext_lazy("of law", "documents")
        indexes = [models.Index(fields=["kind", "issued_on"]), models.Index(fields=["issuer"])]
        constraints = [
            models.CheckConstraint(
                name="reading_approved_by_a_second_person",
                condition=Q(approved_by__isnull=True)
                | Q(reviewed_by__isnull=True)
                | ~Q(approved_by=F("reviewed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.number}".strip() or self.title[:80] or self.source.name

    @property
    def year(self) -> int | None:
        """The year it was issued in."""
        return self.issued_on.year if self.issued_on else None


class EffectPeriod(models.Model):
    """From when to when a document had which effect, and the document that says so."""

    class Effect(models.TextChoices):
        NOT_YET = "not_yet", _("not yet in effect")
        IN_EFFECT = "in_effect", _("in effect")
        PARTLY = "partly", _("partly expired")
        SUSPENDED = "suspended", _("suspended")
        EXPIRED = "expired", pgettext_lazy("of law", "expired")

    FROM_ISSUE = "effect_from_issue"
    """The note of a period whose beginning the text does not name."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="effects")
    effect = models.CharField(_("effect"), max_length=20, choices=Effect.choices)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    said_by = models.ForeignKey(
        Document,
        verbose_name=_("said by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="says_of",
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ["valid_from"]
        verbose_name = _("effect")
        verbose_name_plural = _("effects")
        constraints = [
            models.CheckConstraint(
                name="effect_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(name="effect_once", fields=["document", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_effect_display()}"

    def holds_on(self, day: date) -> bool:
        """Whether the period holds ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
