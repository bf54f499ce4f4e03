"""An asset: one original with its rights, and what is said about it in each language."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.documents.models import Document
from nhipcau.media.models.licences import Licence
from nhipcau.media.rules.kinds import Kind
from nhipcau.media.rules.rights import Consent
from nhipcau.people.models import Office, Staff

KIND_NAMES = {
    Kind.PHOTO: _("photo"), Kind.DRAWING: _("drawing"), Kind.FILM: _("film"), Kind.AUDIO: _("sound"),
    Kind.DOCUMENT: pgettext_lazy("kind of media", "document"),
}  # fmt: skip
CONSENT_NAMES = {
    Consent.MISSING: _("not answered yet"), Consent.NONE_SHOWN: _("nobody can be recognised"),
    Consent.GIVEN: _("the people shown agreed"), Consent.NOT_NEEDED: _("not needed (say why)"),
}  # fmt: skip


def _private() -> Storage:
    return storages["private"]


def original_path(asset: Asset, name: str) -> str:
    """Where the original is kept: by its SHA-256, so that the same bytes are kept once."""
    return f"media/{asset.sha256[:2]}/{asset.sha256}.{asset.extension}"


class Asset(models.Model):
    """A photo, drawing, film, sound or document with its rights. The original never goes public: renditions do.

    ``phash`` is sixteen hexadecimal digits (``rules.fingerprint``); ``duration`` seconds; ``focal_x``, ``focal_y`` 0..1
    from the upper left. ``is_live``: its renditions lie in the public folder.
    """

    class Source(models.TextChoices):
        UPLOAD = "upload", _("added by staff")
        COMMISSION = "commission", _("delivered on commission")
        PROFILE = "profile", _("came with the profile")
        EMBED = "embed", _("shown from another site")

    class Stage(models.TextChoices):
        WAITING = "waiting", _("waiting for its sizes")
        MAKING = "making", _("sizes are being made")
        READY = "ready", pgettext_lazy("media", "ready")
        FAILED = "failed", _("sizes could not be made")

    class AuthorKind(models.TextChoices):
        PERSON = "person", _("a person")
        ORGANISATION = "organisation", _("an organisation")

    kind = models.CharField(_("kind"), max_length=10, choices=list(KIND_NAMES.items()))
    source = models.CharField(_("came from"), max_length=12, choices=Source.choices, default=Source.UPLOAD)
    commission = models.CharField(_("commission"), max_length=120, blank=True)
    office = models.ForeignKey(Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="assets")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    original = models.FileField(_("original"), storage=_private, upload_to=original_path, max_length=255, blank=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    extension = models.CharField(max_length=8, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    duration = models.FloatField(_("length in seconds"), null=True, blank=True)
    phash = models.CharField(max_length=16, blank=True)
    colour = models.CharField(_("colour"), max_length=7, blank=True)
    placeholder = models.TextField(blank=True)
    had_place = models.BooleanField(_("the camera wrote its place into the file"), default=False)
    remarks = models.JSONField(_("remarks on the file"), default=list, blank=True)

    title = models.CharField(_("title"), max_length=300)
    place = models.CharField(_("place"), max_length=200, blank=True)
    place_key = models.CharField(_("unit on the map"), max_length=120, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    focal_x = models.FloatField(_("focal point from the left"), default=0.5)
    focal_y = models.FloatField(_("focal point from the top"), default=0.5)
    languages = models.JSONField(_("languages spoken"), default=list, blank=True)
    poster = models.ForeignKey(
        "self", verbose_name=_("poster"), null=True, blank=True, on_delete=models.PROTECT, related_name="poster_of"
    )

    author = models.CharField(_("author"), max_length=200, blank=True)
    author_kind = models.CharField(
        _("the author is"), max_length=12, choices=AuthorKind.choices, default=AuthorKind.PERSON
    )
    holder = models.CharField(_("rights holder"), max_length=200, blank=True)
    licence = models.ForeignKey(
        Licence, verbose_name=_("licence"), null=True, blank=True, on_delete=models.PROTECT, related_name="assets"
    )
    credit = models.CharField(_("credit line"), max_length=300, blank=True)
    term_from = models.DateField(_("may be used from"), null=True, blank=True)
    term_to = models.DateField(_("may be used until"), null=True, blank=True)
    proof_number = models.CharField(_("number of the contract or letter"), max_length=200, blank=True)
    proof_document = models.ForeignKey(
        Document, verbose_name=_("document of the library"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="proof_of_assets",
    )  # fmt: skip
    proof_file = models.FileField(
        _("file with the proof"), storage=_private, upload_to="media/proof/%Y/", max_length=255, blank=True
    )
    consent = models.CharField(
        _("people shown"), max_length=12, choices=list(CONSENT_NAMES.items()), default=Consent.MISSING
    )
    consent_words = models.CharField(_("paper of the consent, or why none is needed"), max_length=500, blank=True)
    consent_keeper = models.CharField(_("who keeps the paper"), max_length=200, blank=True)
    consent_until = models.DateField(_("consent holds until"), null=True, blank=True)

    stage = models.CharField(_("sizes"), max_length=10, choices=Stage.choices, default=Stage.WAITING)
    stage_note = models.CharField(max_length=500, blank=True)
    all_parts = models.PositiveIntegerField(default=0)
    done_parts = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True)
    is_live = models.BooleanField(_("public"), default=False)
    added_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    erased_because = models.CharField(_("erased because"), max_length=500, blank=True)

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        constraints = [
            models.CheckConstraint(
                name="asset_focal_point_inside",
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
            ),
            models.CheckConstraint(
                name="asset_term_runs_forward",
                condition=Q(term_to__isnull=True) | Q(term_from__isnull=True) | Q(term_to__gte=F("term_from")),
            ),
            models.CheckConstraint(name="asset_is_hashed", condition=~Q(sha256="")),
            models.CheckConstraint(
                name="asset_erased_with_a_reason", condition=Q(erased_at__isnull=True) | ~Q(erased_because="")
            ),
            models.CheckConstraint(
                name="asset_erased_is_not_live", condition=Q(erased_at__isnull=True) | Q(is_live=False)
            ),
        ]
        indexes = [
            models.Index(fields=["-added_at", "-id"]),
            models.Index(fields=["kind", "-added_at"]),
            models.Index(fields=["office", "-added_at"]),
            models.Index(fields=["term_to"]),
            models.Index(fields=["stage"]),
        ]

    def __str__(self) -> str:
        return self.title

    def text_in(self, language: str) -> AssetText | None:
        """What is said about it in ``language``; uses ``texts`` where they were prefetched."""
        return next((text for text in self.texts.all() if text.language == language), None)

    @property
    def is_vector(self) -> bool:
        """Whether it is a drawing."""
        return self.kind == Kind.DRAWING


class AssetText(models.Model):
    """Alt text and caption in one language of the site."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    alt = models.CharField(_("alt text"), max_length=300, blank=True)
    caption = models.TextField(_("caption"), blank=True)

    class Meta:
        ordering = ["language"]
        verbose_name = _("text about an asset")
        verbose_name_plural = _("texts about assets")
        constraints = [models.UniqueConstraint(name="asset_text_once", fields=["asset", "language"])]

    def __str__(self) -> str:
        return f"{self.language}: {self.alt}"


class Band(models.Model):
    """One byte of an asset's perceptual hash with its place: how near duplicates are found by equality."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="bands", db_index=False)
    key = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="band_once", fields=["key", "asset"])]
        indexes = [models.Index(name="band_of_asset", fields=["asset"])]

    def __str__(self) -> str:
        return f"{self.asset_id}: {self.key}"


class Embed(models.Model):
    """A film that another site shows. Nothing of that site is loaded before the reader asks for it."""

    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="embed")
    provider = models.CharField(_("site"), max_length=20)
    video_id = models.CharField(_("number of the film there"), max_length=120)

    class Meta:
        verbose_name = _("film of another site")
        verbose_name_plural = _("films of other sites")
        constraints = [models.UniqueConstraint(name="embed_once", fields=["provider", "video_id"])]

    def __str__(self) -> str:
        return f"{self.provider}:{self.video_id}"
