"""Publications (ấn phẩm): a collection of live stories in one language, made into a web book, an EPUB and a PDF for print."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.media.models import Asset
from nhipcau.newsroom.models.pages import StoryPage
from nhipcau.people.models import Office, Staff


class Publication(models.Model):
    """The book and its imprint. ``content``: the fingerprint that its second person approved; it is public while that is what it says."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=300)
    subtitle = models.CharField(_("subtitle"), max_length=300, blank=True)
    about = models.TextField(_("about it"), blank=True)
    cover = models.ForeignKey(
        Asset, verbose_name=_("cover"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("publishing office"), on_delete=models.PROTECT, related_name="publications"
    )
    editor = models.CharField(_("editor's office"), max_length=300, blank=True)
    licence_number = models.CharField(_("number of the publication licence"), max_length=120, blank=True)
    licence_on = models.DateField(_("licence of"), null=True, blank=True)
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    day = models.DateField(_("day of publication"))
    edited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(_("changed"))
    handed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handed_content = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    made_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who handed over what was approved."""
    content = models.CharField(max_length=64, blank=True)
    shown = models.JSONField(default=dict, blank=True)
    """What readers see: title, subtitle, about, imprint, cover, stories, as they were approved."""
    withdrawn_because = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    class Meta:
        ordering = ["-day", "title"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            models.CheckConstraint(
                name="publication_has_two_people",
                condition=Q(approved_by__isnull=True) | (Q(made_by__isnull=False) & ~Q(approved_by=F("made_by"))),
            ),
            models.CheckConstraint(
                name="publication_approved_for_a_content",
                condition=Q(approved_by__isnull=True) | (~Q(content="") & Q(approved_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Part(models.Model):
    """A story in the book, in its place."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="parts")
    page = models.ForeignKey(
        StoryPage, verbose_name=pgettext_lazy("site", "story"), on_delete=models.PROTECT, related_name="parts"
    )
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = pgettext_lazy("book", "part")
        verbose_name_plural = pgettext_lazy("book", "parts")
        constraints = [models.UniqueConstraint(name="part_once", fields=["publication", "page"])]

    def __str__(self) -> str:
        return f"{self.order}. {self.page}"


class Editing(models.Model):
    """Who changed the book since it was last approved: none of them can be its second person."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="editings")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = pgettext_lazy("book", "change")
        verbose_name_plural = pgettext_lazy("book", "changes")

    def __str__(self) -> str:
        return f"{self.publication_id} {self.by_id}"


class BookFile(models.Model):
    """A file made of the book: kept by its content, public under ``name`` while the publication is."""

    class Format(models.TextChoices):
        EPUB = "epub", "EPUB"
        PDF = "pdf", "PDF"
        PRINT = "print", _("PDF for the printing house")

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(pgettext_lazy("book", "format"), max_length=5, choices=Format.choices)
    name = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    content = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"))
    fault = models.CharField(_("what went wrong"), max_length=500, blank=True)

    class Meta:
        ordering = ["format"]
        verbose_name = pgettext_lazy("book", "file")
        verbose_name_plural = pgettext_lazy("book", "files")
        constraints = [models.UniqueConstraint(name="book_file_once", fields=["publication", "format"])]

    def __str__(self) -> str:
        return f"{self.publication} {self.format}"
