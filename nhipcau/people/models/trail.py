"""The trail: who did what, when. Appended to, never changed; the database itself refuses a change."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.rules.trail import Entry


class TrailEntry(models.Model):
    """One deed. Names are copied in, so that the entry still reads when its subject is gone."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("who"), max_length=150)
    action = models.CharField(_("action"), max_length=80, db_index=True)
    subject_kind = models.CharField(_("kind of subject"), max_length=80, blank=True)
    subject_id = models.CharField(max_length=80, blank=True)
    subject = models.CharField(pgettext_lazy("trail", "subject"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    previous_hash = models.CharField(max_length=64)
    own_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-seq"]
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail")
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"

    def as_entry(self) -> Entry:
        """The row in the form that is hashed."""
        return Entry(
            seq=self.seq,
            at=self.at.isoformat(),
            by=self.by,
            action=self.action,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            subject=self.subject,
            note=self.note,
            facts=self.facts,
        )
