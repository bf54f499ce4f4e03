"""Making a document known: which offices had to tell whom, and by what session or channel they did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.documents.models import Document
from nhipcau.duties.models import Duty
from nhipcau.people.models import Office, Staff
from nhipcau.work.models.evidence import Evidence


class Dissemination(models.Model):
    """An order to make a document known to an audience by a day."""

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="disseminations"
    )
    duty = models.ForeignKey(
        Duty, verbose_name=_("duty"), null=True, blank=True, on_delete=models.PROTECT, related_name="disseminations"
    )
    audience = models.CharField(_("to whom"), max_length=500)
    due_on = models.DateField(_("due on"))
    note = models.TextField(_("instructions"), blank=True)
    ordered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(_("ordered"))

    class Meta:
        ordering = ["-ordered_at", "-pk"]
        verbose_name = _("dissemination")
        verbose_name_plural = _("disseminations")
        indexes = [models.Index(fields=["due_on"])]

    def __str__(self) -> str:
        return f"{self.document}: {self.audience}"


class DisseminationOffice(models.Model):
    """An office that has to make the document known."""

    dissemination = models.ForeignKey(Dissemination, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="disseminations"
    )

    class Meta:
        ordering = ["office__name"]
        verbose_name = _("office of a dissemination")
        verbose_name_plural = _("offices of a dissemination")
        constraints = [models.UniqueConstraint(name="dissemination_office_once", fields=["dissemination", "office"])]

    def __str__(self) -> str:
        return f"{self.office}: {self.dissemination}"


class Session(models.Model):
    """A session held or a channel used to make the document known, and how many it reached."""

    class Channel(models.TextChoices):
        CONFERENCE = "conference", _("conference")
        MEETING = "meeting", _("office or cell meeting")
        ONLINE = "online", _("online session")
        CIRCULAR = "circular", _("copies sent round")
        PORTAL = "portal", _("website or portal")
        BROADCAST = "broadcast", _("radio, television, loudspeakers")
        SOCIAL = "social", _("official social channel")
        OTHER = "other", _("other")

    dissemination_office = models.ForeignKey(DisseminationOffice, on_delete=models.CASCADE, related_name="sessions")
    channel = models.CharField(_("session or channel"), max_length=20, choices=Channel.choices)
    held_on = models.DateField(_("held on"))
    participants = models.PositiveIntegerField(_("participants"))
    note = models.TextField(_("note"), blank=True)
    evidence = models.ForeignKey(
        Evidence, verbose_name=_("evidence"), null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    recorded_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["held_on", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.held_on:%d/%m/%Y}"
