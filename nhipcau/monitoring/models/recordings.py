"""A recording of radio or television on its way to an article: the file, what was heard in it, what a person made of that."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.monitoring.models.articles import Article
from nhipcau.monitoring.models.sources import Stream
from nhipcau.people.models import Staff, Topic


def _private() -> Storage:
    return storages["private"]


class RecordingQuerySet(models.QuerySet["Recording"]):
    """Recordings, and the sign of life of whoever hears them."""

    def beat(self, **how_far: float) -> int:
        """Note that the worker lives and how far it is. No deed of a person: the trail does not hear of it."""
        return self.update(beat_at=timezone.now(), **how_far)


class Recording(models.Model):
    """One file. It becomes an article when a person has read its words against it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be heard")
        HEARING = "hearing", _("being heard")
        STOPPED = "stopped", _("stopped")
        FAILED = "failed", _("could not be heard")
        BY_HAND = "by_hand", _("transcript by hand")
        HEARD = "heard", _("heard, to be corrected")
        USED = "used", _("made an article")

    OPEN = (State.WAITING, State.HEARING)

    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    extension = models.CharField(max_length=5)
    held = models.FileField(storage=_private, upload_to="recordings/%Y/", max_length=255, blank=True)
    """Empty when the file is deleted (the rule of keeping)."""
    seconds = models.FloatField(_("length in seconds"))
    title = models.CharField(_("title"), max_length=500)
    outlet = models.CharField(_("outlet"), max_length=255)
    published_on = models.DateField(_("published"), null=True, blank=True)
    url = models.CharField(_("link"), max_length=2000, blank=True)
    host = models.CharField(max_length=255, blank=True, db_index=True)
    stream = models.CharField(_("stream"), max_length=10, choices=Stream.choices, default=Stream.PRESS)
    country = models.CharField(_("country"), max_length=80, blank=True)
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language spoken"), max_length=8, default="vi")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    heard_until = models.FloatField(default=0.0)
    """Seconds; hearing goes on from here, whoever was killed before."""
    words = models.TextField(_("transcript"), blank=True)
    words_until = models.FloatField(default=0.0)
    """So many seconds of what was heard stand in ``words``: what comes later is put at their end and overwrites nobody's corrections."""
    is_read = models.BooleanField(default=False)
    """A person has kept the words as they are."""
    fault_code = models.CharField(max_length=40, blank=True)
    stop_asked = models.BooleanField(default=False)
    beat_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    article = models.OneToOneField(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="recording"
    )
    forgotten_on = models.DateField(_("file deleted on"), null=True, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("brought"))

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [models.CheckConstraint(name="recording_has_a_length", condition=Q(seconds__gt=0))]
        indexes = [models.Index(name="recording_state", fields=["state", "-at"])]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        """How far it is heard, 0..100."""
        return min(100, int(100 * self.heard_until / self.seconds))


class RecordingPiece(models.Model):
    """What was heard between two moments. ``is_missed``: nothing came of it, though somebody may speak there."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="pieces")
    at = models.FloatField(_("from"))
    until = models.FloatField(_("until"))
    words = models.TextField(blank=True)
    is_missed = models.BooleanField(default=False)

    class Meta:
        ordering = ["at"]
        verbose_name = _("piece of a recording")
        verbose_name_plural = _("pieces of recordings")
        constraints = [models.UniqueConstraint(name="recording_piece_once", fields=["recording", "at"])]

    def __str__(self) -> str:
        return self.words[:80]
