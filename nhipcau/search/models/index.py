"""What the search room keeps beside the index itself: abbreviations, which index is at work, and what is still to be followed.

The tables of the index are no models: they are made and dropped by ``stores``, one set for each generation.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Abbreviation(models.Model):
    """What a short form stands for when somebody searches: a text with any of the forms is found by all of them."""

    short = models.CharField(_("short form"), max_length=40, unique=True)
    forms = models.JSONField(_("what it stands for"), default=list)
    """The words in full, then other ways to write either."""

    class Meta:
        ordering: ClassVar[list[str]] = ["short"]
        verbose_name = _("abbreviation")
        verbose_name_plural = _("abbreviations")

    def __str__(self) -> str:
        return f"{self.short} = {', '.join(self.forms)}"


class IndexState(models.Model):
    """Which generation of the index answers, and how far the next one is. One row; none is: no index yet.

    ``words`` is the fingerprint of the analysis and the abbreviations that the entries were made with.
    """

    live = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=64, blank=True)
    building = models.PositiveIntegerField(default=0)
    """The generation being built, 0 for none."""
    building_words = models.CharField(max_length=64, blank=True)
    built_kind = models.CharField(max_length=40, blank=True)
    built_pk = models.PositiveBigIntegerField(default=0)
    """The last thing that is in it: a build that was broken off goes on behind it."""

    mended_on = models.DateField(null=True, blank=True)
    """The day on which the clock last looked for drift."""

    class Meta:
        verbose_name = _("state of the index")
        verbose_name_plural = _("state of the index")

    def __str__(self) -> str:
        return f"{self.live} ({self.words})"


class Due(models.Model):
    """Something that changed and is not followed by the index yet. Written in the transaction of the change, gone with its entry."""

    kind = models.CharField(max_length=40)
    thing = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("change to follow")
        verbose_name_plural = _("changes to follow")

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
