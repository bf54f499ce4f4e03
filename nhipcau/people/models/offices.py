"""Offices over time: each has a period, what came before and after it, and the functions it held."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

M = TypeVar("M", bound=models.Model)


def _during(on: date, prefix: str = "") -> Q:
    """Rows whose period holds the day ``on``: ``valid_from`` and ``valid_to`` both count as inside."""
    open_end = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    open_start = Q(**{f"{prefix}valid_from__isnull": True}) | Q(**{f"{prefix}valid_from__lte": on})
    return open_start & open_end


class PeriodQuerySet(models.QuerySet[M]):
    """Rows that hold for a while."""

    def on(self, day: date) -> Self:
        """Those that hold on ``day``."""
        return self.filter(_during(day))


class Office(models.Model):
    """A body that may be named in a document and answer for a duty."""

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        PARTY = "party", _("Party")
        PROVINCE = "province", _("Province")
        DISTRICT = "district", _("District")
        COMMUNE = "commune", _("Commune")

    class Closing(models.TextChoices):
        REPLACED = "replaced", _("replaced")
        RENAMED = "renamed", _("renamed")
        MERGED = "merged", _("merged")
        SPLIT = "split", _("split")
        ENDED = "ended", pgettext_lazy("office", "ended")

    key = models.SlugField(pgettext_lazy("office", "key"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    aliases = models.JSONField(_("other forms of the name"), default=list, blank=True)
    kind = models.CharField(_("kind"), max_length=40)
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    closing_reason = models.CharField(_("closed because"), max_length=20, choices=Closing.choices, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    verified = models.BooleanField(_("verified"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[PeriodQuerySet[Office]] = PeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name"]
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [
            models.CheckConstraint(
                name="office_period_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]
        indexes = [models.Index(fields=["level", "kind"])]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """What became of an office on a day. Merging has one successor for many, splitting many for one."""

    before = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="successions_after")
    after = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="successions_before")
    on_date = models.DateField(_("on"))
    reason = models.CharField(_("reason"), max_length=20, choices=Office.Closing.choices)
    source = models.CharField(_("source"), max_length=500, blank=True)
    verified = models.BooleanField(_("verified"), default=False)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(name="succession_once", fields=["before", "after", "on_date"]),
            models.CheckConstraint(name="succession_not_of_itself", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Function(models.Model):
    """A field of state management that moves between offices on its own dates."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("function")
        verbose_name_plural = _("functions")

    def __str__(self) -> str:
        return self.name


class FunctionHolding(models.Model):
    """Which office held a function from when to when."""

    function = models.ForeignKey(Function, on_delete=models.PROTECT, related_name="holdings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="holdings")
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    verified = models.BooleanField(_("verified"), default=False)

    objects: ClassVar[PeriodQuerySet[FunctionHolding]] = PeriodQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("function held")
        verbose_name_plural = _("functions held")
        constraints = [
            models.UniqueConstraint(name="holding_once", fields=["function", "office", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.function}: {self.office}"


class OfficeGroup(models.Model):
    """Offices addressed together ("các sở, ban, ngành tỉnh"); who belongs is asked for a day."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=255)
    aliases = models.JSONField(_("other forms of the name"), default=list, blank=True)
    kinds = models.JSONField(_("kinds of office in it"), default=list, blank=True)
    levels = models.JSONField(_("levels of office in it"), default=list, blank=True)
    members = models.ManyToManyField(Office, related_name="groups", blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("group of offices")
        verbose_name_plural = _("groups of offices")

    def __str__(self) -> str:
        return self.name

    def offices_on(self, day: date) -> models.QuerySet[Office]:
        """The offices that the group means on ``day``: its named members and those of its kinds and levels."""
        by_kind = Q(kind__in=self.kinds) & Q(level__in=self.levels) if self.kinds and self.levels else Q(pk__in=[])
        named = Q(pk__in=self.members.values("pk"))
        return Office.objects.on(day).filter(by_kind | named).distinct()
