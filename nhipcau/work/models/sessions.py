"""Working sessions: preliminary and final reviews, meetings. Offices take part; what was concluded becomes duties."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document, Intake
from nhipcau.people.models import Office, Staff


def _private() -> Storage:
    return storages["private"]


class WorkingSession(models.Model):
    """A session with its agenda. ``document`` is its conclusions in the library, read like any other document."""

    class Kind(models.TextChoices):
        PRELIMINARY = "preliminary", _("preliminary review (sơ kết)")
        FINAL = "final", _("final review (tổng kết)")
        MEETING = "meeting", pgettext_lazy("session", "meeting")
        CONFERENCE = "conference", pgettext_lazy("session", "conference")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("session", "planned")
        HELD = "held", pgettext_lazy("session", "held, conclusions to come")
        CONCLUDED = "concluded", pgettext_lazy("session", "concluded")
        CALLED_OFF = "called_off", _("called off")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    title = models.CharField(pgettext_lazy("session", "subject"), max_length=500)
    lead = models.ForeignKey(
        Office, verbose_name=_("office that holds it"), on_delete=models.PROTECT, related_name="led_sessions"
    )
    held_on = models.DateField(_("day"))
    starts_at = models.TimeField(_("begins at"))
    venue = models.CharField(_("held at"), max_length=300)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    reason = models.TextField(_("why it was called off"), blank=True)
    intake = models.OneToOneField(Intake, null=True, blank=True, on_delete=models.SET_NULL, related_name="concludes")
    document = models.OneToOneField(
        Document, verbose_name=_("conclusions"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="concludes",
    )  # fmt: skip
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)
    planned_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = _("working session")
        verbose_name_plural = _("working sessions")
        constraints = [
            models.CheckConstraint(
                name="session_called_off_has_reason", condition=~Q(state="called_off") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="session_concluded_has_day", condition=~Q(state="concluded") | Q(concluded_on__isnull=False)
            ),
            models.CheckConstraint(name="session_has_a_subject", condition=~Q(title="")),
        ]
        indexes = [models.Index(fields=["state", "held_on"])]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """A point of the agenda and the office that presents it."""

    session = models.ForeignKey(WorkingSession, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("point of the agenda"), max_length=500)
    office = models.ForeignKey(
        Office, verbose_name=_("presented by"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("point of an agenda")
        verbose_name_plural = _("points of agendas")
        constraints = [models.UniqueConstraint(name="agenda_in_order", fields=["session", "position"])]

    def __str__(self) -> str:
        return self.text


class SessionPaper(models.Model):
    """A paper for the session: a file of its own, or a document of the library."""

    session = models.ForeignKey(WorkingSession, on_delete=models.CASCADE, related_name="papers")
    title = models.CharField(pgettext_lazy("paper", "title"), max_length=300)
    document = models.ForeignKey(
        Document, verbose_name=_("document of the library"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    file = models.FileField(_("file"), storage=_private, upload_to="sessions/%Y/%m/", max_length=255, blank=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("paper of a session")
        verbose_name_plural = _("papers of sessions")
        constraints = [
            models.CheckConstraint(
                name="session_paper_is_one",
                condition=Q(document__isnull=False, file="") | (Q(document__isnull=True) & ~Q(file="")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class SessionOffice(models.Model):
    """An office that is asked to come: what it answered, and whether it was there. No persons are named."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        COMES = "comes", _("comes")
        EXCUSED = "excused", _("cannot come")

    session = models.ForeignKey(WorkingSession, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="working_sessions"
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, blank=True)
    people = models.PositiveSmallIntegerField(_("how many come"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    was_there = models.BooleanField(_("was there"), null=True, blank=True)

    class Meta:
        ordering = ["office__name"]
        verbose_name = _("office of a session")
        verbose_name_plural = _("offices of sessions")
        constraints = [
            models.UniqueConstraint(name="session_office_once", fields=["session", "office"]),
            models.CheckConstraint(name="excused_with_a_reason", condition=~Q(answer="excused") | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.session}"
