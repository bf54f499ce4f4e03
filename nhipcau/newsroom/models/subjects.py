"""What stories are about: themes of the site, places of the province, campaigns. Rows, loaded from the profile."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nhipcau.duties.models import Duty


class Named(models.Model):
    """Something with a name in each language. ``names``: language code → name; Vietnamese is always there."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    names = models.JSONField(_("names"), default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.names.get("vi", self.key))

    def name_in(self, language: str) -> str:
        """The name in ``language``, else in English for foreign readers, else in Vietnamese."""
        return str(self.names.get(language) or self.names.get("en" if language != "vi" else "vi") or self)

    @property
    def local_name(self) -> str:
        """The name in the language of the page being drawn."""
        return self.name_in(get_language() or "vi")


class Theme(Named):
    """A theme of the public site: heritage, food, nature … (``people.Topic`` sorts duties; this sorts stories)."""

    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Place(Named):
    """A place that stories are about. ``unit`` is its key on the drawn map; the district level ended on 1/7/2025."""

    kind = models.CharField(_("kind"), max_length=40, blank=True)
    unit = models.SlugField(_("unit of the map"), max_length=80, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = pgettext_lazy("site", "place")
        verbose_name_plural = _("places")


class Campaign(models.Model):
    """A stretch of telling about one thing, with the duty it serves."""

    name = models.CharField(_("name"), max_length=255, unique=True)
    duty = models.ForeignKey(
        Duty, verbose_name=_("duty"), null=True, blank=True, on_delete=models.PROTECT, related_name="campaigns"
    )
    begins_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-begins_on", "name"]
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                name="campaign_runs_forward",
                condition=models.Q(begins_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("begins_on")),
            )
        ]

    def __str__(self) -> str:
        return self.name
