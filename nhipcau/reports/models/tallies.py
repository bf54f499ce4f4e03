"""Leadership's figures, counted ahead (ADR 41). All of it can be counted anew from the rooms below, and holds no foreign
key: what is deleted below has to stay known here until it is counted off."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Touched(models.Model):
    """A mark that something changed: written by triggers in the transaction of the change (``triggers.py``), taken away
    when it is counted anew. Never merged: two deeds at once leave two marks and wait for nobody."""

    class Kind(models.TextChoices):
        ALL = "all"
        DUTY = "duty"
        DAY = "day"
        PLAN = "plan"

    kind = models.CharField(max_length=4, choices=Kind.choices)
    key = models.CharField(max_length=20)
    """Id of the duty or plan, or the day on which work is due (ISO 8601)."""

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Group(models.TextChoices):
    """What duties are counted by."""

    ALL = "all"
    OFFICE = "office"
    CLAUSE = "clause"
    TOPIC = "topic"


class Counted(models.Model):
    """A duty in force in a group it is counted in, with the days on which it falls there. In an office: its work alone."""

    duty = models.BigIntegerField()
    kind = models.CharField(max_length=6, choices=Group.choices)
    key = models.BigIntegerField()
    """Id of the office as of ``Reckoned.on_date``, the clause, the topic; 0 for all."""
    risky_from = models.DateField(null=True)
    late_from = models.DateField(null=True)
    has_work = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(name="overview_counted_once", fields=["duty", "kind", "key"])]
        indexes = [
            models.Index(fields=["kind", "key", "late_from"]),
            models.Index(fields=["late_from"]),
            models.Index(fields=["risky_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.kind} {self.key}"


class Tally(models.Model):
    """How many duties of a group stand where on ``Reckoned.on_date``."""

    kind = models.CharField(max_length=6, choices=Group.choices)
    key = models.BigIntegerField()
    late = models.IntegerField(default=0)
    at_risk = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    no_work = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="overview_tally_once", fields=["kind", "key"]),
            models.CheckConstraint(
                name="overview_tally_counts_up",
                condition=Q(late__gte=0, at_risk__gte=0, on_time__gte=0, no_work__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["kind", "-late", "-at_risk"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def total(self) -> int:
        """All of them."""
        return self.late + self.at_risk + self.on_time + self.no_work


class DueDay(models.Model):
    """How many pieces of work in a state are due on a day, by the day they open on: whatever the day they are asked for."""

    due_on = models.DateField(db_index=True)
    state = models.CharField(max_length=20)
    opens_on = models.DateField()
    """Of open work; of other work the due day, for nobody asks."""
    works = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="overview_due_day_once", fields=["due_on", "state", "opens_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.state}"


class WorkDay(models.Model):
    """How many pieces of work that were not called off are due on a day, in a group of the first page: late is what is open of the days
    before today, so that a new day needs no counting."""

    class Kind(models.TextChoices):
        OFFICE = "office"
        DOCUMENT = "document"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.BigIntegerField()
    """Id of the leading office as the work was given, or of the document whose duty it serves."""
    due_on = models.DateField(db_index=True)
    works = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    still_open = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="work_day_once", fields=["kind", "key", "due_on"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.due_on}"


class PlanMoney(models.Model):
    """Đồng of an office's plan: its lines without those that were dropped."""

    plan = models.BigIntegerField(unique=True)
    planned = models.DecimalField(max_digits=20, decimal_places=0)
    committed = models.DecimalField(max_digits=20, decimal_places=0)
    paid = models.DecimalField(max_digits=20, decimal_places=0)

    def __str__(self) -> str:
        return f"{self.plan}"


class Reckoned(models.Model):
    """The one row that says for which day ``Tally`` holds, and who did whose work then (office → office)."""

    on_date = models.DateField()
    holders = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(name="reckoned_is_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.on_date}"
