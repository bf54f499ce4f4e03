"""The fact bank: official figures and statements, each with the office that answers for it and the paper it stands in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document
from nhipcau.people.models import LegalClock, Office, Staff


class Fact(models.Model):
    """What is asked for, such as the province's area. What is answered stands in its versions; the newest approved one counts."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    labels = models.JSONField(_("labels"), default=dict)
    """Language code → what the figure is of."""
    units = models.JSONField(_("units"), default=dict, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("office that answers for it"), on_delete=models.PROTECT, related_name="facts"
    )
    ended_on = models.DateField(_("no longer kept since"), null=True, blank=True)
    ended_because = models.CharField(_("why it is no longer kept"), max_length=500, blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = pgettext_lazy("bank", "fact")
        verbose_name_plural = pgettext_lazy("bank", "facts")
        constraints = [
            models.CheckConstraint(
                name="fact_ended_with_a_reason", condition=Q(ended_on__isnull=True) | ~Q(ended_because="")
            )
        ]

    def __str__(self) -> str:
        return str(self.labels.get("vi", self.key))


class FactVersion(models.Model):
    """One answer, as of a day. ``number`` or ``text``; ``wordings``: language code → approved sentence.

    ``labels`` and ``units`` are those the fact bears from the approval on ({}: as before). ``places``: how many decimals of the number were given.
    A version that came with the profile has neither who proposed nor who approved it: the office that answers for the fact confirms it.
    The database refuses to change what an approved version says, and to delete any (migration 0004).
    """

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="versions")
    number = models.DecimalField(_("figure"), max_digits=24, decimal_places=6, null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("decimals"), default=0)
    text = models.CharField(_("statement"), max_length=500, blank=True)
    as_of = models.DateField(_("as of"))
    next_update = models.DateField(_("next update"), null=True, blank=True)
    document = models.ForeignKey(
        Document, verbose_name=_("document of the library"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="fact_versions",
    )  # fmt: skip
    clause = models.CharField(_("clause"), max_length=120, blank=True)
    source_title = models.CharField(_("source"), max_length=500)
    source_publisher = models.CharField(_("published by"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=1000, blank=True)
    source_on = models.DateField(_("day of the source"), null=True, blank=True)
    labels = models.JSONField(_("labels"), default=dict, blank=True)
    units = models.JSONField(_("units"), default=dict, blank=True)
    wordings = models.JSONField(_("approved wordings"), default=dict, blank=True)
    proposed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("proposed"))
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    refused_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    refusal = models.TextField(_("reason of the refusal"), blank=True)
    confirmed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed by the office"), null=True, blank=True)

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("version of a fact")
        verbose_name_plural = _("versions of facts")
        constraints = [
            models.CheckConstraint(name="fact_says_something", condition=Q(number__isnull=False) | ~Q(text="")),
            models.CheckConstraint(
                name="fact_has_two_people",
                condition=Q(approved_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(approved_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="fact_runs_forward", condition=Q(next_update__isnull=True) | Q(next_update__gte=F("as_of"))
            ),
            models.CheckConstraint(
                name="fact_proposed_by_someone_is_approved_by_someone",
                condition=Q(approved_at__isnull=True) | Q(proposed_by__isnull=True) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="fact_decided_once", condition=Q(approved_at__isnull=True) | Q(refused_at__isnull=True)
            ),
            models.CheckConstraint(
                name="fact_refused_with_a_reason", condition=Q(refused_at__isnull=True) | ~Q(refusal="")
            ),
            models.CheckConstraint(name="fact_places_fit", condition=Q(places__lte=6)),
        ]
        indexes = [models.Index(fields=["fact", "-as_of"]), models.Index(fields=["next_update"])]

    def __str__(self) -> str:
        return f"{self.fact} {self.as_of:%d/%m/%Y}"

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the profile."""
        return self.proposed_by_id is None

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it came with the profile and the office has not said yet that it holds."""
        return self.is_shipped and self.confirmed_at is None


class FactRequest(models.Model):
    """One office asks another for a figure or a statement, to be answered by a day. Overdue is computed, never stored."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", pgettext_lazy("request", "answered")
        REFUSED = "refused", pgettext_lazy("request", "refused")

    office = models.ForeignKey(
        Office, verbose_name=_("asked office"), on_delete=models.PROTECT, related_name="fact_requests"
    )
    asker = models.ForeignKey(
        Office, verbose_name=_("asking office"), on_delete=models.PROTECT, related_name="fact_requests_made"
    )
    fact = models.ForeignKey(
        Fact, verbose_name=pgettext_lazy("bank", "fact"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="requests",
    )  # fmt: skip
    question = models.TextField(_("what is asked"))
    purpose = models.CharField(_("what it is for"), max_length=500, blank=True)
    clock = models.ForeignKey(
        LegalClock, verbose_name=_("legal clock"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(_("due"))
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(pgettext_lazy("request", "asked"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    version = models.ForeignKey(
        FactVersion, verbose_name=_("answer in the bank"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="answers",
    )  # fmt: skip
    words = models.TextField(_("answer in words"), blank=True)
    closed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(pgettext_lazy("request", "answered"), null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("request for a fact")
        verbose_name_plural = _("requests for facts")
        constraints = [
            models.CheckConstraint(name="request_not_of_oneself", condition=~Q(office=F("asker"))),
            models.CheckConstraint(
                name="request_closed_with_an_outcome",
                condition=Q(outcome="", closed_at__isnull=True, closed_by__isnull=True)
                | (~Q(outcome="") & Q(closed_at__isnull=False, closed_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="request_answered_with_something",
                condition=Q(outcome="") | ~Q(words="") | (Q(outcome="answered") & Q(version__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["office", "due_on"]), models.Index(fields=["due_on"])]

    def __str__(self) -> str:
        return self.question[:120]
