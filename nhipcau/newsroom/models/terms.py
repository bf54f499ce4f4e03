"""Fixed terms: how an office, a place, a dish is said in each language, so that all pages say it alike."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Term(models.Model):
    """A term in Vietnamese, with its forms in other languages below it."""

    class Kind(models.TextChoices):
        OFFICE = "office", pgettext_lazy("term", "office")
        PLACE = "place", pgettext_lazy("term", "place")
        DISH = "dish", pgettext_lazy("term", "dish")
        FESTIVAL = "festival", pgettext_lazy("term", "festival")
        PERSON_TITLE = "person_title", _("title of a post")
        PROGRAMME = "programme", _("programme")
        TERM = "term", _("other term")

    vi = models.CharField(_("Vietnamese"), max_length=255, unique=True)
    kind = models.CharField(pgettext_lazy("term", "kind"), max_length=20, choices=Kind.choices, default=Kind.TERM)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ["vi"]
        verbose_name = _("fixed term")
        verbose_name_plural = _("fixed terms")
        indexes = [models.Index(fields=["kind", "vi"])]

    def __str__(self) -> str:
        return self.vi


class TermTranslation(models.Model):
    """A form that may stand for the term in ``language``. One is preferred."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    text = models.CharField(_("form"), max_length=255)
    is_preferred = models.BooleanField(_("preferred"), default=True)

    class Meta:
        ordering = ["language", "-is_preferred", "pk"]
        verbose_name = _("form of a term")
        verbose_name_plural = _("forms of terms")
        constraints = [
            models.UniqueConstraint(name="form_once", fields=["term", "language", "text"]),
            models.UniqueConstraint(
                name="one_preferred_form", fields=["term", "language"], condition=Q(is_preferred=True)
            ),
            models.CheckConstraint(name="term_is_from_vietnamese", condition=~Q(language="vi")),
            models.CheckConstraint(name="form_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"
