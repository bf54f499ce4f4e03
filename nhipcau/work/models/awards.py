"""Award proposals: dossiers by proposal, for offices and persons. Nobody is scored, ranked or counted."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.models import Office, Staff
from nhipcau.work.models.assignments import Assignment
from nhipcau.work.models.evidence import Evidence


def _private() -> Storage:
    return storages["private"]


class AwardCategory(models.Model):
    """A title or form of award that the law knows. ``verified_by`` empty shows as "not verified" to staff."""

    class Kind(models.TextChoices):
        TITLE = "title", _("emulation title")
        FORM = "form", _("form of award")

    class Whom(models.TextChoices):
        PERSON = "person", _("persons")
        OFFICE = "office", pgettext_lazy("award", "offices")
        BOTH = "both", _("offices and persons")

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=255)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    whom = models.CharField(_("for whom"), max_length=10, choices=Whom.choices)
    decided_by = models.CharField(_("who decides"), max_length=255)
    instrument = models.CharField(_("legal document"), max_length=255)
    article = models.CharField(_("article"), max_length=120, blank=True)
    valid_from = models.DateField(_("from"), null=True, blank=True)
    valid_to = models.DateField(_("until"), null=True, blank=True)
    verified_by = models.CharField(_("verified by"), max_length=255, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("category of award")
        verbose_name_plural = _("categories of award")
        constraints = [
            models.CheckConstraint(
                name="award_category_runs_forward",
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(name="award_category_has_a_basis", condition=~Q(name="") & ~Q(instrument="")),
        ]

    def __str__(self) -> str:
        return self.name


class AwardProposal(models.Model):
    """One dossier. For a person it names an account: whoever is proposed can see and correct what is said of them.

    ``str()`` never names a person: it goes into the trail, which outlives the dossier.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("award", "being prepared")
        SUBMITTED = "submitted", pgettext_lazy("award", "with the council")
        ADVISED = "advised", pgettext_lazy("award", "to be decided")
        AWARDED = "awarded", pgettext_lazy("award", "awarded")
        REFUSED = "refused", pgettext_lazy("award", "not awarded")
        WITHDRAWN = "withdrawn", pgettext_lazy("award", "withdrawn")

    GOING = (State.DRAFT, State.SUBMITTED, State.ADVISED)

    year = models.PositiveSmallIntegerField(_("year"))
    category = models.ForeignKey(
        AwardCategory, verbose_name=_("category"), on_delete=models.PROTECT, related_name="proposals"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("proposing office"), on_delete=models.PROTECT, related_name="award_proposals"
    )
    for_office = models.ForeignKey(
        Office, verbose_name=_("office proposed"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="awards_asked",
    )  # fmt: skip
    person = models.ForeignKey(
        Staff, verbose_name=_("person proposed"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="awards_asked",
    )  # fmt: skip
    printed_name = models.CharField(_("name as it is to be printed"), max_length=255)
    printed_position = models.CharField(_("position as it is to be printed"), max_length=255, blank=True)
    merits = models.TextField(_("merits"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    remark = models.TextField(_("remark"), blank=True)
    """Why it was returned or withdrawn."""
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    """The day of the decision or of the withdrawal: how long it is kept counts from here."""
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("award proposal")
        verbose_name_plural = _("award proposals")
        constraints = [
            models.CheckConstraint(
                name="award_for_one",
                condition=Q(for_office__isnull=False, person__isnull=True)
                | Q(for_office__isnull=True, person__isnull=False),
            ),
            models.CheckConstraint(
                name="award_closed_has_day",
                condition=Q(state__in=["draft", "submitted", "advised"], closed_on__isnull=True)
                | Q(state__in=["awarded", "refused", "withdrawn"], closed_on__isnull=False),
            ),
            models.CheckConstraint(name="award_says_why", condition=~Q(merits="") & ~Q(printed_name="")),
            models.UniqueConstraint(
                name="award_once_for_a_person", fields=["year", "category", "person"],
                condition=Q(person__isnull=False) & Q(state__in=["draft", "submitted", "advised", "awarded"]),
            ),
            models.UniqueConstraint(
                name="award_once_for_an_office", fields=["year", "category", "for_office"],
                condition=Q(for_office__isnull=False) & Q(state__in=["draft", "submitted", "advised", "awarded"]),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["office", "year"]), models.Index(fields=["state", "closed_on"])]

    def __str__(self) -> str:
        return f"{self.category} {self.year} · {self.pk}"


class AwardProof(models.Model):
    """Evidence or accepted work of the register that the dossier rests on."""

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="proofs")
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="award_proofs"
    )
    assignment = models.ForeignKey(
        Assignment, null=True, blank=True, on_delete=models.PROTECT, related_name="award_proofs"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("proof in a dossier")
        verbose_name_plural = _("proofs in dossiers")
        constraints = [
            models.CheckConstraint(
                name="award_proof_is_one",
                condition=Q(evidence__isnull=False, assignment__isnull=True)
                | Q(evidence__isnull=True, assignment__isnull=False),
            ),
            models.UniqueConstraint(name="award_proof_once", fields=["proposal", "evidence"]),
            models.UniqueConstraint(name="award_work_once", fields=["proposal", "assignment"]),
        ]

    def __str__(self) -> str:
        return str(self.evidence or self.assignment)


class AwardPaper(models.Model):
    """A file of the dossier."""

    class Kind(models.TextChoices):
        REPORT = "report", _("report of merits")
        MINUTES = "minutes", _("minutes of the council")
        DECISION = "decision", _("decision")
        OTHER = "other", pgettext_lazy("paper", "other")

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    file = models.FileField(_("file"), storage=_private, upload_to="awards/%Y/%m/", max_length=255)
    file_name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("type"), max_length=100)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("paper of a dossier")
        verbose_name_plural = _("papers of dossiers")
        constraints = [
            models.UniqueConstraint(name="award_paper_once", fields=["proposal", "kind", "sha256"]),
            models.CheckConstraint(name="award_paper_is_kept", condition=~Q(file="") & ~Q(sha256="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.pk}"


class AwardRevision(models.Model):
    """What the entry said before it was corrected, by whom: the person named, or the proposing office."""

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="revisions")
    before = models.JSONField(_("before"))
    words = models.TextField(_("what was corrected and why"), blank=True)
    by_person_named = models.BooleanField(default=False)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("correction of an entry")
        verbose_name_plural = _("corrections of entries")

    def __str__(self) -> str:
        return f"{self.proposal}: {self.at:%d/%m/%Y}"


class AwardOpinion(models.Model):
    """What the council advises."""

    class Advice(models.TextChoices):
        AGREE = "agree", _("agrees")
        DISAGREE = "disagree", pgettext_lazy("award", "does not agree")

    proposal = models.OneToOneField(AwardProposal, on_delete=models.CASCADE, related_name="opinion")
    advice = models.CharField(_("opinion"), max_length=10, choices=Advice.choices)
    held_on = models.DateField(_("day of the council"))
    votes_for = models.PositiveSmallIntegerField(_("votes for"))
    votes_all = models.PositiveSmallIntegerField(_("members who voted"))
    words = models.TextField(_("reasons of the council"), blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("opinion of the council")
        verbose_name_plural = _("opinions of the council")
        constraints = [
            models.CheckConstraint(
                name="council_votes_add_up", condition=Q(votes_all__gte=1) & Q(votes_for__lte=F("votes_all"))
            ),
            models.CheckConstraint(name="council_says_why_not", condition=~Q(advice="disagree") | ~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_advice_display()}"


class AwardDecision(models.Model):
    """The decision: an award has its number and its file, a refusal its reason."""

    class Outcome(models.TextChoices):
        AWARDED = "awarded", pgettext_lazy("award", "awarded")
        REFUSED = "refused", pgettext_lazy("award", "not awarded")

    proposal = models.OneToOneField(AwardProposal, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome.choices)
    number = models.CharField(_("number of the decision"), max_length=80, blank=True)
    decided_on = models.DateField(_("day of the decision"))
    paper = models.OneToOneField(AwardPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="decides")
    words = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("decision on an award")
        verbose_name_plural = _("decisions on awards")
        constraints = [
            models.CheckConstraint(
                name="award_decided_with_number_and_file",
                condition=~Q(outcome="awarded") | (~Q(number="") & Q(paper__isnull=False)),
            ),
            models.CheckConstraint(
                name="award_refused_with_a_reason", condition=~Q(outcome="refused") | ~Q(words="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_outcome_display()}"
