"""What wagtail-localize does not keep about a translation: which version of the source it is made from, and who works on it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.models import Translation, TranslationSource

from nhipcau.people.models import Staff


class SourceVersion(models.Model):
    """What the source said when its sentences were last taken apart: ``content`` is the fingerprint of the page."""

    source = models.OneToOneField(TranslationSource, on_delete=models.CASCADE, related_name="version")
    content = models.CharField(max_length=64)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("version of a source")
        verbose_name_plural = _("versions of sources")

    def __str__(self) -> str:
        return f"{self.source_id} {self.content[:8]}"


class LanguageWork(models.Model):
    """The work on one page in one language. ``source_content``: fingerprint of the source that the page was last made from, "" for never.

    ``words``: fingerprint of the translated words that went into it. ``leftover``: what an adopted page said that found no place.
    """

    translation = models.OneToOneField(Translation, on_delete=models.CASCADE, related_name="work")
    asked_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for"))
    source_content = models.CharField(max_length=64, blank=True)
    words = models.CharField(max_length=64, blank=True)
    taken_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken into the page"), null=True, blank=True)
    leftover = models.JSONField(_("found no place"), default=list, blank=True)

    class Meta:
        verbose_name = _("work on a translation")
        verbose_name_plural = _("work on translations")

    def __str__(self) -> str:
        return f"{self.translation_id}"


class Hand(models.Model):
    """Somebody at work on a translation: when they last had it before them, and when they last changed a word of it.

    Who changed a word may not be the page's second person, even when somebody else has rewritten it since.
    """

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="hands")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(_("last here"))
    segment = models.PositiveBigIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField(_("last changed a word"), null=True, blank=True)

    class Meta:
        verbose_name = _("hand in a translation")
        verbose_name_plural = _("hands in translations")
        constraints = [models.UniqueConstraint(name="one_hand_a_person", fields=["translation", "staff"])]
        indexes = [models.Index(fields=["translation", "-seen_at"])]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.staff_id}"
