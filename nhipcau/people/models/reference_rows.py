"""Rows with a period and a source that other rooms look up: clocks, holidays, topics, abbreviations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalClock(models.Model):
    """How long the law gives for something. ``verified_by`` empty shows as "not verified" to staff."""

    class Unit(models.TextChoices):
        HOUR = "hour", _("hours")
        WORKING_DAY = "working_day", _("working days")
        CALENDAR_DAY = "calendar_day", _("calendar days")

    rule = models.SlugField(_("rule"), max_length=80)
    instrument = models.CharField(_("legal document"), max_length=255)
    article = models.CharField(_("article"), max_length=120, blank=True)
    amount = models.PositiveIntegerField(_("amount"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    verified_by = models.CharField(_("verified by"), max_length=255, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["rule", "valid_from"]
        verbose_name = _("legal clock")
        verbose_name_plural = _("legal clocks")
        constraints = [
            models.UniqueConstraint(name="clock_once", fields=["rule", "instrument", "article", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.amount} {self.get_unit_display()}"


class Holiday(models.Model):
    """A day off, or a working day that makes up for one, as the authority announced it."""

    on_date = models.DateField(_("day"), unique=True)
    works = models.BooleanField(_("is a working day"), default=False)
    name = models.CharField(_("name"), max_length=255)
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta:
        ordering = ["on_date"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.on_date:%d/%m/%Y} {self.name}"


class Topic(models.Model):
    """A subject of external information, with the words by which a duty is proposed for it."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=255)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name


class Abbreviation(models.Model):
    """A short form and the words it stands for."""

    short = models.CharField(_("short form"), max_length=40, unique=True)
    full = models.CharField(_("full form"), max_length=255)

    class Meta:
        ordering = ["short"]
        verbose_name = _("abbreviation")
        verbose_name_plural = _("abbreviations")

    def __str__(self) -> str:
        return f"{self.short} = {self.full}"
