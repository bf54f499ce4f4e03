"""What is only ever added to: the steps of a case, and the signed public log (triggers in the migrations)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.corrections.models.cases import ENTRY_NAMES, VERDICT_NAMES, Case
from nhipcau.corrections.rules.log import Entry, Row, read_payload
from nhipcau.people.models import Staff

STEP_NAMES = {
    "received": pgettext_lazy("case", "received"), "triaged": _("triaged"), "paper": _("document archived"), "set_aside": _("document set aside"),
    "offered": _("reply offered to the publisher"), "replied": _("reply of the publisher recorded"), "drafted": _("draft saved"),
    "handed_over": pgettext_lazy("case", "handed over to the second person"), "agreed": _("agreed by the second person"),
    "returned": _("returned for more work"), "checked": _("legal and secrecy check passed"), "published": _("entered in the public log"),
    "answered": pgettext_lazy("case", "answered"), "reopened": _("opened again"), "appealed": _("appeal taken up"), "retriaged": _("triaged anew"),
    "link_renewed": _("private link renewed"), "contact_forgotten": _("contact deleted"),
}  # fmt: skip


class Step(models.Model):
    """Who did what with a case. ``content`` is the fingerprint of the draft that a word was given on."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=20, choices=list(STEP_NAMES.items()))
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    note = models.TextField(_("note"), blank=True)
    content = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = pgettext_lazy("corrections", "step")
        verbose_name_plural = pgettext_lazy("corrections", "steps")
        indexes = [models.Index(name="correction_step", fields=["case", "id"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class LogEntry(models.Model):
    """One row of the public log: what is read is what was signed. Columns beside ``signed`` are there to find rows by."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(pgettext_lazy("corrections", "kind"), max_length=20, choices=list(ENTRY_NAMES.items()))
    verdict = models.CharField(
        _("verdict on the statement"), max_length=30, choices=list(VERDICT_NAMES.items()), blank=True
    )
    at = models.DateTimeField(_("when"))
    signed = models.TextField()
    signature = models.CharField(max_length=100)
    key_id = models.CharField(max_length=16)
    previous_hash = models.CharField(max_length=64, unique=True)
    own_hash = models.CharField(max_length=64, unique=True)
    folded = models.TextField(blank=True)
    """All its words without their marks, for the search."""

    class Meta:
        ordering = ["-seq"]
        verbose_name = _("entry of the public log")
        verbose_name_plural = _("entries of the public log")
        constraints = [
            models.CheckConstraint(name="entry_has_a_verdict", condition=Q(kind="appeal") | ~Q(verdict="")),
            models.CheckConstraint(name="entry_is_signed", condition=~Q(signature="") & ~Q(signed="")),
        ]
        indexes = [models.Index(name="entry_of_case", fields=["case", "seq"])]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"

    @property
    def said(self) -> Entry:
        """What it says, read from the signed text."""
        return read_payload(self.signed)

    def row(self) -> Row:
        """As it is exported and checked."""
        return Row(self.signed, self.signature, self.key_id)
