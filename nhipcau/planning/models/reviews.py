"""The yearly review of documents: what each office proposes for each, what is decided, what work comes of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document
from nhipcau.people.models import Office, Staff
from nhipcau.work.models import Assignment


class Proposal(models.TextChoices):
    """What becomes of a document."""

    KEEP = "keep", pgettext_lazy("review", "keep")
    AMEND = "amend", pgettext_lazy("review", "amend")
    REPLACE = "replace", pgettext_lazy("review", "replace")
    REPEAL = "repeal", pgettext_lazy("review", "repeal")


class ReviewRound(models.Model):
    """One review of the documents in scope."""

    class State(models.TextChoices):
        OPEN = "open", _("offices propose")
        PRESENTED = "presented", _("presented for approval")
        APPROVED = "approved", pgettext_lazy("plan", "approved")

    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=300)
    guidance = models.TextField(_("guidance"), blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("coordinating office"), on_delete=models.PROTECT, related_name="review_rounds"
    )
    due_on = models.DateField(_("proposals due on"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    presented_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    presented_at = models.DateTimeField(_("presented"), null=True, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=80, blank=True)
    decided_on = models.DateField(_("day of the decision"), null=True, blank=True)
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(pgettext_lazy("plan", "approved at"), null=True, blank=True)

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("review of documents")
        verbose_name_plural = _("reviews of documents")
        constraints = [
            models.CheckConstraint(
                name="review_second_person",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("presented_by")),
            ),
            models.CheckConstraint(
                name="review_approved_by_decision",
                condition=~Q(state="approved") | (Q(decided_on__isnull=False) & ~Q(decision_number="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReviewItem(models.Model):
    """One document in a review, and what is decided for it."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="items")
    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="review_items"
    )
    effect = models.CharField(_("effect when the review was opened"), max_length=20, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Proposal.choices, blank=True)
    outcome_reason = models.TextField(_("reason"), blank=True)
    lead = models.ForeignKey(
        Office, verbose_name=_("drafting office"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="review_outcomes",
    )  # fmt: skip
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    assignment = models.OneToOneField(
        Assignment,
        verbose_name=_("work"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="review_item",
    )

    class Meta:
        ordering = ["round", "-document__issued_on", "pk"]
        verbose_name = _("document in a review")
        verbose_name_plural = _("documents in a review")
        constraints = [
            models.UniqueConstraint(name="review_item_once", fields=["round", "document"]),
            models.CheckConstraint(
                name="review_change_has_lead_and_day",
                condition=Q(outcome__in=["", "keep"])
                | (Q(lead__isnull=False, due_on__isnull=False) & ~Q(outcome_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}"


class ReviewProposal(models.Model):
    """What one office is asked about one document; ``proposal`` empty until it answers."""

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="proposals")
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="review_proposals"
    )
    proposal = models.CharField(_("proposal"), max_length=10, choices=Proposal.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), null=True, blank=True)

    class Meta:
        ordering = ["office__name"]
        verbose_name = _("proposal of an office")
        verbose_name_plural = _("proposals of offices")
        constraints = [
            models.UniqueConstraint(name="review_proposal_once", fields=["item", "office"]),
            models.CheckConstraint(name="review_proposal_has_reason", condition=Q(proposal="") | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.get_proposal_display()}"
