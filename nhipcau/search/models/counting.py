"""What was asked for, without who asked: kept by the week, and by its words only where several asked the same (ADR 26)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.search.rules.counting import LONGEST, OFTEN_ENOUGH


class CountedWeek(models.Model):
    """A week in which searches are counted. Its salt goes with it when it is over."""

    week = models.DateField(unique=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.week.isoformat()


class Tally(models.Model):
    """How often words that are rare so far were asked: a sign in place of the words."""

    week = models.ForeignKey(CountedWeek, on_delete=models.CASCADE, related_name="tallies")
    sign = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="tally_once_a_week", fields=["week", "sign"]),
            models.CheckConstraint(name="tally_empty_within", condition=Q(empty__lte=F("times"))),
            models.CheckConstraint(name="tally_is_rare", condition=Q(times__lt=OFTEN_ENOUGH)),
        ]

    def __str__(self) -> str:
        return self.sign[:8]


class AskedText(models.Model):
    """Words that were asked often enough in a week, how often, and how often nothing was found."""

    week = models.DateField(_("week from"))
    language = models.CharField(_("language"), max_length=12)
    text = models.CharField(_("searched words"), max_length=LONGEST)
    times = models.PositiveIntegerField(_("times"))
    empty = models.PositiveIntegerField(_("times with nothing found"), default=0)

    class Meta:
        ordering = ["-week", "-empty", "text"]
        verbose_name = _("searched words")
        verbose_name_plural = _("searched words")
        constraints = [
            models.UniqueConstraint(name="asked_text_once_a_week", fields=["week", "language", "text"]),
            models.CheckConstraint(name="asked_text_often", condition=Q(times__gte=OFTEN_ENOUGH)),
            models.CheckConstraint(name="asked_text_empty_within", condition=Q(empty__lte=F("times"))),
        ]

    def __str__(self) -> str:
        return self.text
