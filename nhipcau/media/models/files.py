"""Files made of an asset, the words of a film, and who shows it to the public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.media.models.assets import Asset


class Rendition(models.Model):
    """One file that may go public. ``name`` is the first half of the SHA-256 of its bytes (32 hex digits) with the ending;
    the bytes lie in the private storage under ``renditions/`` and, while the asset is public, in ``MEDIA_ROOT/p/``."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="renditions")
    crop = models.CharField(_("part"), max_length=8, blank=True)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    format = models.CharField(_("format"), max_length=8)
    name = models.CharField(_("file"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    is_stale = models.BooleanField(_("to be made again"), default=False)

    class Meta:
        ordering = ["crop", "format", "width"]
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [models.UniqueConstraint(name="rendition_once", fields=["asset", "crop", "width", "format"])]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def private_path(self) -> str:
        """Where it lies in the private storage."""
        return f"renditions/{self.name[:2]}/{self.name}"


class Track(models.Model):
    """What is said in a film or recording, in one language: captions (WebVTT) and the transcript."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="tracks")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    vtt = models.TextField(_("captions (WebVTT)"), blank=True)
    transcript = models.TextField(_("transcript"), blank=True)

    class Meta:
        ordering = ["language"]
        verbose_name = _("words of a film")
        verbose_name_plural = _("words of films")
        constraints = [models.UniqueConstraint(name="track_once", fields=["asset", "language"])]

    def __str__(self) -> str:
        return f"{self.asset}: {self.language}"


class PublicHold(models.Model):
    """Something public that shows an asset, such as a live page. Its files leave the public folder with the last hold."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="holds")
    holder = models.CharField(_("shown by"), max_length=120)
    title = models.CharField(_("title"), max_length=300, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("public use")
        verbose_name_plural = _("public uses")
        constraints = [models.UniqueConstraint(name="hold_once", fields=["asset", "holder"])]
        indexes = [models.Index(fields=["holder"])]

    def __str__(self) -> str:
        return self.title or self.holder
