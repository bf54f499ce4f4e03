"""A file on its way in: where it stands, and what went wrong if something did."""

from __future__ import annotations

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.documents.models.library import Document
from nhipcau.people.models import Staff


def _private() -> Storage:
    return storages["private"]


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Intakes, and the sign of life of whoever reads them."""

    def beat(self, **how_far: int | str) -> int:
        """Note that the worker lives and how far it is. No deed of a person: the trail does not hear of it."""
        return self.update(beat_at=timezone.now(), **how_far)


class Intake(models.Model):
    """One upload. The file waits here, seen by nobody, until it is known to bear no secrecy mark."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        EXTRACTING = "extracting", _("taking out the text")
        READING = "reading", _("reading")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    OPEN = (State.WAITING, State.EXTRACTING, State.READING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    held = models.FileField(storage=_private, upload_to="quarantine/", max_length=255, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.WAITING)
    done_parts = models.PositiveIntegerField(default=0)
    all_parts = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    fault_code = models.CharField(max_length=60, blank=True)
    fault = models.TextField(_("what went wrong"), blank=True)
    stop_asked = models.BooleanField(default=False)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="intakes")
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="intakes")
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    """Last sign of life of the worker that has it; an old one means the worker died and another may take over."""
    holder = models.CharField(max_length=120, blank=True)
    """The process that has it (``liveness.me``): on the same machine a dead one is seen at once."""

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at"]
        verbose_name = _("file on its way in")
        verbose_name_plural = _("files on their way in")
        constraints = [
            models.UniqueConstraint(
                name="one_open_intake_a_file",
                fields=["sha256"],
                condition=models.Q(state__in=["waiting", "extracting", "reading"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        """How far, 0..100."""
        if self.state == self.State.DONE:
            return 100
        return int(100 * self.done_parts / self.all_parts) if self.all_parts else 0
