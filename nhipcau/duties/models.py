"""The register: what documents ask of offices, with the words that ask it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.documents.models import Clause, Document, DutyReading
from nhipcau.documents.rules.types import Cadence, Role
from nhipcau.people.models import Function, Office, OfficeGroup, Staff, Topic

ROLE_NAMES = {
    Role.LEAD: _("leads"),
    Role.JOIN: _("takes part"),
    Role.ADVISE: _("advises"),
    Role.CARRY_OUT: _("carries out"),
}
CADENCE_NAMES = {
    Cadence.YEARLY: _("every year"),
    Cadence.PERIODIC: _("periodically"),
    Cadence.ON_EVENT: _("when something happens"),
    Cadence.CONSTANT: _("all the time"),
    Cadence.ONCE: _("once"),
}


class DutyState(models.TextChoices):
    """Whether the duty still binds."""

    OPEN = "open", _("in force")
    ENDED = "ended", _("ended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Duty(models.Model):
    """What one sentence of a document asks of one or more offices.

    ``path``, ``quote``, ``start`` and ``end`` are copied in from the reading, so that the duty keeps its source
    when the reading is corrected; offsets count code points of ``Document.text``.
    """

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="duties"
    )
    clause = models.ForeignKey(
        Clause, verbose_name=_("clause"), null=True, blank=True, on_delete=models.SET_NULL, related_name="duties"
    )
    reading = models.OneToOneField(DutyReading, null=True, blank=True, on_delete=models.SET_NULL, related_name="duty")
    path = models.CharField(_("path"), max_length=160)
    position = models.PositiveIntegerField(_("position"))
    """Where in the document it begins: the order of a document's duties."""
    text = models.TextField(_("duty"))
    quote = models.TextField(_("sentence of the document"), blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    role = models.CharField(_("role"), max_length=20, choices=list(ROLE_NAMES.items()))
    cadence = models.CharField(_("cadence"), max_length=20, choices=list(CADENCE_NAMES.items()), blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    recipients = models.JSONField(_("reports to"), default=list, blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), related_name="duties", blank=True)
    function = models.ForeignKey(
        Function, verbose_name=_("function"), null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    """The field of state management it belongs to: when that moved to another office, so did the duty."""
    state = models.CharField(_("state"), max_length=20, choices=DutyState.choices, default=DutyState.OPEN)
    state_reason = models.TextField(_("why it ended or was withdrawn"), blank=True)
    starts_on = models.DateField(_("binds from"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    confidence = models.FloatField(_("confidence"), default=1.0)
    taken_in_at = models.DateTimeField(_("in the register since"), auto_now_add=True)

    class Meta:
        ordering = ["document", "position", "pk"]
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.CheckConstraint(name="duty_place_runs_forward", condition=Q(end__gte=F("start"))),
            models.CheckConstraint(
                name="duty_not_open_has_reason", condition=Q(state=DutyState.OPEN) | ~Q(state_reason="")
            ),
            models.CheckConstraint(
                name="duty_ended_has_a_day", condition=~Q(state=DutyState.ENDED) | Q(ended_on__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["document", "position"]),
            models.Index(fields=["state", "deadline"]),
            models.Index(fields=["state", "role"]),
            models.Index(fields=["state", "cadence"]),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 120 else f"{self.text[:119]}…"


class DutyOffice(models.Model):
    """Whom a duty is addressed to: an office, a group of offices, or a printed name nobody has matched yet."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(
        Office, verbose_name=_("office"), null=True, blank=True, on_delete=models.PROTECT, related_name="duties"
    )
    group = models.ForeignKey(
        OfficeGroup,
        verbose_name=_("group of offices"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duties",
    )
    printed = models.CharField(_("as printed"), max_length=255, blank=True)
    is_lead = models.BooleanField(_("answers for it"), default=True)
    """True for those whom the sentence addresses, False for those with whom it is to be done."""

    class Meta:
        ordering = ["-is_lead", "pk"]
        verbose_name = _("office of a duty")
        verbose_name_plural = _("offices of a duty")
        constraints = [
            models.CheckConstraint(
                name="duty_office_names_one",
                condition=Q(office__isnull=False, group__isnull=True)
                | Q(office__isnull=True, group__isnull=False)
                | (Q(office__isnull=True, group__isnull=True) & ~Q(printed="")),
            ),
            models.UniqueConstraint(
                name="duty_office_once", fields=["duty", "office"], condition=Q(office__isnull=False)
            ),
            models.UniqueConstraint(
                name="duty_group_once", fields=["duty", "group"], condition=Q(group__isnull=False)
            ),
            models.UniqueConstraint(
                name="duty_unmatched_once",
                fields=["duty", "printed"],
                condition=Q(office__isnull=True, group__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.office or self.group or self.printed)

    @property
    def is_unmatched(self) -> bool:
        """Whether a person still has to say which office the printed name means."""
        return self.office_id is None and self.group_id is None


class DutyRevision(models.Model):
    """A duty's words before a person changed them, so that what was read and what stands can be told apart."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="revisions")
    before = models.JSONField(_("before"))
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("revision of a duty")
        verbose_name_plural = _("revisions of a duty")

    def __str__(self) -> str:
        return f"{self.duty}: {self.at:%d/%m/%Y}"
