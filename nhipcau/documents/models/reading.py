"""What was read in a document, each item with its place in the text and what people decided about it.

Offsets count code points of ``Document.text``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nhipcau.documents.models.library import Document
from nhipcau.documents.rules.types import Cadence, Relation, Role
from nhipcau.people.models import Staff


class ItemState(models.TextChoices):
    """What became of an item that the reader proposed or a person added."""

    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")


class ReviewedItem(models.Model):
    """What clauses, references and duties of a reading have in common."""

    state = models.CharField(_("state"), max_length=20, choices=ItemState.choices, default=ItemState.PROPOSED)
    confidence = models.FloatField(_("confidence"), default=1.0)
    added_by_hand = models.BooleanField(_("added by hand"), default=False)
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Clause(ReviewedItem):
    """A numbered part of a document (điều, khoản, mục, điểm)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(_("path"), max_length=160)
    label = models.CharField(_("label"), max_length=40, blank=True)
    heading = models.TextField(_("heading"), blank=True)
    text = models.TextField(_("text"), blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    later = models.JSONField(default=list, blank=True)
    """[[start, end], …]: own text that follows after its children."""
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        ordering = ["document", "position"]
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            models.CheckConstraint(name="clause_span_runs_forward", condition=Q(end__gte=F("start"))),
        ]
        indexes = [models.Index(fields=["document", "path"]), models.Index(fields=["document", "position"])]

    def __str__(self) -> str:
        if self.label or self.heading:
            return f"{self.label} {self.heading}".strip()
        return gettext("closing words") if self.path.rpartition("/")[2] == "ket" else self.path

    @property
    def depth(self) -> int:
        """How deep in the tree, from 0."""
        return self.path.count("/")


class Reference(ReviewedItem):
    """Another document that this one mentions. ``target`` is filled once that document is in the library."""

    RELATIONS = {
        Relation.CITES: _("cites"),
        Relation.BASED_ON: _("is based on"),
        Relation.IMPLEMENTS: _("implements"),
        Relation.AMENDS: _("amends"),
        Relation.REPLACES: _("replaces"),
        Relation.REPEALS: _("repeals"),
        Relation.GUIDES: _("guides"),
        Relation.ATTACHES: _("attaches"),
    }

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="references")
    target = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="referred_to_by"
    )
    relation = models.CharField(_("relation"), max_length=20, choices=list(RELATIONS.items()), default=Relation.CITES)
    number = models.CharField(_("number"), max_length=80, blank=True)
    number_key = models.CharField(max_length=80, blank=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    title = models.TextField(pgettext_lazy("of law", "title"), blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issuer = models.CharField(_("issuer"), max_length=255, blank=True)

    class Meta:
        ordering = ["document", "pk"]
        verbose_name = _("reference")
        verbose_name_plural = _("references")

    def __str__(self) -> str:
        return f"{self.kind.capitalize()} {self.number}" if self.number else self.title[:80]


class Mention(models.Model):
    """One place where a reference is printed, as printed."""

    reference = models.ForeignKey(Reference, on_delete=models.CASCADE, related_name="mentions")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.SET_NULL, related_name="mentions")
    path = models.CharField(max_length=160)
    printed = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["start"]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")

    def __str__(self) -> str:
        return self.printed


class DutyReading(ReviewedItem):
    """What the text asks of one or more offices. On approval of the reading it enters the register of duties."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="duty_readings")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="duty_readings")
    path = models.CharField(max_length=160)
    text = models.TextField(_("text"))
    agencies = models.JSONField(_("offices as printed"), default=list)
    role = models.CharField(_("role"), max_length=20, choices=[(r.value, r.value) for r in Role])
    cadence = models.CharField(_("cadence"), max_length=20, choices=[(c.value, c.value) for c in Cadence], blank=True)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    partners = models.JSONField(_("together with"), default=list, blank=True)
    recipients = models.JSONField(_("reports to"), default=list, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    unsure = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["document", "start", "pk"]
        verbose_name = _("duty as read")
        verbose_name_plural = _("duties as read")
        constraints = [
            models.CheckConstraint(name="duty_span_runs_forward", condition=Q(end__gte=F("start"))),
        ]

    def __str__(self) -> str:
        return self.text[:120]
