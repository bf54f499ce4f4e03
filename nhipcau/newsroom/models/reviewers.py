"""Who reads a language before it goes out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff


class LanguageReviewer(models.Model):
    """A second person who reads ``language``. A language without reviewers is read by any approver."""

    language = models.CharField(_("language"), max_length=12)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="languages_reviewed")

    class Meta:
        ordering = ["language", "staff"]
        verbose_name = _("reviewer of a language")
        verbose_name_plural = _("reviewers of languages")
        constraints = [models.UniqueConstraint(name="reviewer_once", fields=["language", "staff"])]

    def __str__(self) -> str:
        return f"{self.language}: {self.staff}"
