"""A case: what somebody says is inaccurate, what triage found it to be, where it stands; and apart from it how its sender can be reached."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.corrections.rules.verdicts import CLOSED, About, EntryKind, Kind, State, Verdict, Way
from nhipcau.monitoring.models import Story
from nhipcau.newsroom.models import EditorialPage
from nhipcau.newsroom.models import Step as PageStep
from nhipcau.people.models import LegalClock, Staff

ABOUT_NAMES = {About.OWN: _("a page of ours"), About.PUBLISHED: _("an item published elsewhere")}
WAY_NAMES = {
    Way.WEB: _("by the form on the site"),
    Way.MONITORING: _("from the reading desk"),
    Way.STAFF: _("by letter, telephone or in person"),
}
KIND_NAMES = {
    Kind.FACT: _("statement of fact"), Kind.OPINION: _("opinion or criticism"), Kind.OUT_OF_SCOPE: _("out of scope"),
    Kind.DUPLICATE: _("reported before"), Kind.APPEAL: _("appeal against an entry"),
}  # fmt: skip
STATE_NAMES = {
    State.RECEIVED: pgettext_lazy("case", "received, waits for triage"), State.DESK: _("at the desk: evidence and draft"),
    State.HANDED_OVER: _("waits for the second person"), State.AGREED: _("waits for the legal and secrecy check"),
    State.CHECKED: _("checked, not out yet"), State.PUBLISHED: pgettext_lazy("case", "in the public log"),
    State.CORRESPONDENCE: _("waits for an answer"), State.ANSWERED: pgettext_lazy("case", "answered"),
}  # fmt: skip
VERDICT_NAMES = {
    Verdict.ACCURATE: _("Accurate"), Verdict.INACCURATE: _("Inaccurate"), Verdict.MISSING_CONTEXT: _("Missing context"),
    Verdict.EVIDENCE_INSUFFICIENT: _("Evidence insufficient"), Verdict.WE_WERE_WRONG: _("We were wrong"),
}  # fmt: skip
ENTRY_NAMES = {
    EntryKind.PUBLISHED: pgettext_lazy("log", "Published"), EntryKind.UPDATED: pgettext_lazy("log", "Changed"),
    EntryKind.WITHDRAWN: pgettext_lazy("log", "Withdrawn"), EntryKind.APPEAL: pgettext_lazy("log", "Under appeal"),
}  # fmt: skip


class Case(models.Model):
    """One statement that somebody asks about. ``verdict`` and ``is_withdrawal`` belong to the draft; what is public stands in the log."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    way = models.CharField(_("came"), max_length=10, choices=list(WAY_NAMES.items()))
    about = models.CharField(_("about"), max_length=10, choices=list(ABOUT_NAMES.items()))
    page = models.ForeignKey(
        EditorialPage,
        verbose_name=_("page of ours"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    story = models.ForeignKey(
        Story,
        verbose_name=_("story at the reading desk"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    item_url = models.CharField(_("link of the item"), max_length=2000, blank=True)
    item_title = models.CharField(_("title of the item"), max_length=500, blank=True)
    item_on = models.DateField(_("day it was published"), null=True, blank=True)
    statement = models.TextField(_("the exact sentence"))
    statement_language = models.CharField(
        _("language of the sentence"), max_length=10, default=settings.LANGUAGE_CODE
    )
    why = models.TextField(_("why it is inaccurate"), blank=True)
    language = models.CharField(_("language of the sender"), max_length=10, default=settings.LANGUAGE_CODE)
    appeal_of = models.ForeignKey(
        "self",
        verbose_name=_("appeal against"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appeals",
    )
    received_at = models.DateTimeField(pgettext_lazy("case", "received"))
    state = models.CharField(
        pgettext_lazy("case", "state"), max_length=20, choices=list(STATE_NAMES.items()), default=State.RECEIVED
    )
    kind = models.CharField(_("what it is"), max_length=20, choices=list(KIND_NAMES.items()), blank=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    triage_due_on = models.DateField(_("triage due"), null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self",
        verbose_name=_("reported before as"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="duplicates",
    )
    clock = models.ForeignKey(LegalClock, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("answer due"), null=True, blank=True)
    closed_on = models.DateField(_("answered on"), null=True, blank=True)
    """The day it was first answered; a later change of the public entry leaves it."""
    again_due_on = models.DateField(_("new answer due"), null=True, blank=True)
    """Of an entry that is open again; the clock of the first answer stays as it was, for the figures of its year."""
    answer = models.TextField(_("answer"), blank=True)
    verdict = models.CharField(
        _("verdict on the statement"), max_length=30, choices=list(VERDICT_NAMES.items()), blank=True
    )
    is_withdrawal = models.BooleanField(_("the entry is withdrawn"), default=False)
    page_step = models.ForeignKey(PageStep, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The dated note of our page that says what was corrected."""

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("case of the corrections desk")
        verbose_name_plural = _("cases of the corrections desk")
        constraints = [
            models.CheckConstraint(name="case_names_its_statement", condition=~Q(statement="")),
            models.CheckConstraint(
                name="verdict_only_on_a_statement_of_fact", condition=Q(verdict="") | Q(kind="fact")
            ),
            models.CheckConstraint(
                name="we_were_wrong_only_of_our_own", condition=~Q(verdict="we_were_wrong") | Q(about="own")
            ),
            models.CheckConstraint(
                name="only_facts_go_to_the_desk",
                condition=~Q(state__in=["desk", "handed_over", "agreed", "checked", "published"]) | Q(kind="fact"),
            ),
            models.CheckConstraint(
                name="opinions_get_an_answer_in_words", condition=~Q(state="answered") | ~Q(answer="")
            ),
            models.CheckConstraint(
                name="appeal_names_its_entry", condition=~Q(kind="appeal") | Q(appeal_of__isnull=False)
            ),
            models.CheckConstraint(
                name="duplicate_names_the_other", condition=~Q(kind="duplicate") | Q(duplicate_of__isnull=False)
            ),
            models.CheckConstraint(
                name="duplicate_is_of_another", condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("pk"))
            ),
            models.CheckConstraint(
                name="case_is_triaged_once_it_moves", condition=Q(state="received") | Q(triaged_at__isnull=False)
            ),
            models.CheckConstraint(
                name="closed_cases_have_their_day",
                condition=~Q(state__in=["published", "answered"]) | Q(closed_on__isnull=False),
            ),
            models.UniqueConstraint(name="story_marked_once", fields=["story"], condition=Q(way="monitoring")),
        ]
        indexes = [
            models.Index(name="case_open", fields=["state", "due_on"]),
            models.Index(name="case_received", fields=["-received_at", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_closed(self) -> bool:
        """Whether nobody here has to act."""
        return self.state in CLOSED

    @property
    def may_have_a_verdict(self) -> bool:
        """Whether triage found a statement of fact."""
        return self.kind == Kind.FACT

    def next_due(self) -> date | None:
        """By when the next thing is to be done: triage first, then the answer; None where no clock runs."""
        if self.is_closed:
            return None
        if self.state == State.RECEIVED:
            return self.triage_due_on
        return self.due_on if self.closed_on is None else self.again_due_on


class Contact(models.Model):
    """How the sender can be reached, apart from the case: deleted when the retention rule says, or when the sender asks."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"))

    class Meta:
        verbose_name = _("contact of a sender")
        verbose_name_plural = _("contacts of senders")

    def __str__(self) -> str:
        return f"{self.case_id}"


class Message(models.Model):
    """A message between the desk and the sender, on the page that the private link opens. ``by`` is empty where the sender wrote."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    words = models.TextField(_("message"))
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.CheckConstraint(name="message_says_something", condition=~Q(words=""))]

    def __str__(self) -> str:
        return self.words[:80]
