"""The editorial plan: columns, what is planned in them on which day, how much is wanted a month, and each person's own feed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.newsroom.models.pages import EditorialPage
from nhipcau.people.models import Staff


class Column(models.Model):
    """A regular column (chuyên mục) or a series on one subject (chuyên đề)."""

    class Kind(models.TextChoices):
        COLUMN = "column", pgettext_lazy("plan", "column")
        SERIES = "series", pgettext_lazy("plan", "series")

    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(pgettext_lazy("plan", "kind"), max_length=10, choices=Kind.choices, default=Kind.COLUMN)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = pgettext_lazy("plan", "column")
        verbose_name_plural = pgettext_lazy("plan", "columns")

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """A piece planned in a column on a day. One that is dropped stays with its reason."""

    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="slots")
    on_date = models.DateField(_("day"))
    title = models.CharField(_("working title"), max_length=300)
    languages = models.JSONField(_("languages"), default=list)
    who = models.ForeignKey(
        Staff, verbose_name=_("who makes it"), null=True, blank=True, on_delete=models.PROTECT, related_name="slots"
    )
    page = models.ForeignKey(
        EditorialPage, verbose_name=pgettext_lazy("site", "page"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="slots",
    )  # fmt: skip
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"))
    dropped_at = models.DateTimeField(_("dropped"), null=True, blank=True)
    dropped_because = models.CharField(_("why it was dropped"), max_length=300, blank=True)

    class Meta:
        ordering = ["on_date", "pk"]
        verbose_name = pgettext_lazy("plan", "slot")
        verbose_name_plural = pgettext_lazy("plan", "slots")
        constraints = [
            models.CheckConstraint(
                name="slot_dropped_with_a_reason", condition=Q(dropped_at__isnull=True) | ~Q(dropped_because="")
            )
        ]
        indexes = [models.Index(fields=["on_date", "column"]), models.Index(fields=["who", "on_date"])]

    def __str__(self) -> str:
        return self.title


class Quota(models.Model):
    """How many pieces of a column are wanted a month in a language."""

    column = models.ForeignKey(Column, on_delete=models.CASCADE, related_name="quotas")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    per_month = models.PositiveSmallIntegerField(_("a month"))

    class Meta:
        ordering = ["column", "language"]
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [models.UniqueConstraint(name="quota_once", fields=["column", "language"])]

    def __str__(self) -> str:
        return f"{self.column} {self.language}: {self.per_month}"


class PlanFeed(models.Model):
    """A person's private calendar address: only the SHA-256 of its key is kept, so a lost one is renewed, never shown again."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="plan_feed")
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.staff)
