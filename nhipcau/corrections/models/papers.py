"""What an entry is made of before it is public: archived documents, the reply offered to the publisher, words in each language."""

from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.corrections.models.cases import Case
from nhipcau.people.models import LegalClock, Staff


def _private() -> Storage:
    return storages["private"]


class Paper(models.Model):
    """A document as evidence, archived with its hash. Public ones are shown with the entry once it is out."""

    class Way(models.TextChoices):
        FILE = "file", _("uploaded file")
        PAGE = "page", _("archived web page")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    way = models.CharField(_("archived as"), max_length=10, choices=Way.choices)
    title = models.CharField(_("title of the document"), max_length=500)
    issuer = models.CharField(pgettext_lazy("corrections", "issued by"), max_length=255, blank=True)
    url = models.CharField(_("where it is published"), max_length=2000, blank=True)
    is_primary = models.BooleanField(_("primary source"), default=True)
    is_public = models.BooleanField(_("public, shown with the entry"), default=True)
    says = models.TextField(_("what it says on this"), blank=True)
    file = models.FileField(storage=_private, upload_to="corrections/%Y/", max_length=255)
    name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("archived at"))
    set_aside_at = models.DateTimeField(_("set aside at"), null=True, blank=True)

    class Meta:
        ordering = ["-is_primary", "pk"]
        verbose_name = pgettext_lazy("corrections", "document")
        verbose_name_plural = pgettext_lazy("corrections", "documents")
        constraints = [
            models.UniqueConstraint(
                name="paper_once_a_case", fields=["case", "sha256"], condition=Q(set_aside_at__isnull=True)
            ),
            models.CheckConstraint(name="paper_has_its_hash", condition=~Q(sha256="")),
        ]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """The publisher is asked for their side before anything goes out: the letter as a person sent it, and what came back."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="offers")
    addressee = models.CharField(_("addressed to (the editorial office)"), max_length=255)
    letter = models.TextField(_("text of the letter"))
    channel = models.CharField(_("sent by (post, e-mail, by hand)"), max_length=120)
    sent_on = models.DateField(_("sent on"))
    sent_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(LegalClock, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reply_due_on = models.DateField(_("reply awaited until"))
    reply = models.TextField(_("reply"), blank=True)
    replied_on = models.DateField(_("reply came on"), null=True, blank=True)
    recorded_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("offer of a reply")
        verbose_name_plural = _("offers of a reply")
        constraints = [
            models.CheckConstraint(name="reply_has_its_day", condition=Q(reply="") | Q(replied_on__isnull=False)),
            models.CheckConstraint(name="offer_has_its_letter", condition=~Q(letter="")),
        ]

    def __str__(self) -> str:
        return self.addressee


class Wording(models.Model):
    """The draft in one language."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="wordings")
    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("heading of the entry"), max_length=255)
    records = models.TextField(_("what the records say"))
    change = models.TextField(_("what changed since the last version"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("draft of an entry")
        verbose_name_plural = _("drafts of an entry")
        constraints = [models.UniqueConstraint(name="wording_once", fields=["case", "language"])]

    def __str__(self) -> str:
        return self.title
