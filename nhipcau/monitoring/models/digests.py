"""The digest (điểm báo): chosen stories by topic, who gets it, and what was sent."""

from __future__ import annotations

import secrets

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.monitoring.models.articles import Story
from nhipcau.people.models import Office, Staff, Topic


def _private() -> Storage:
    return storages["private"]


def new_token() -> str:
    """For a link that unsubscribes."""
    return secrets.token_urlsafe(24)


class Kind(models.TextChoices):
    """How often; a special one when something happens."""

    DAILY = "daily", _("daily digest")
    WEEKLY = "weekly", _("weekly digest")
    SPECIAL = "special", _("special digest")


class Digest(models.Model):
    """A digest: drafted, released by a person for an hour, sent then. What was sent is not changed any more."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", _("to be sent")
        SENT = "sent", _("sent")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DAILY)
    title = models.CharField(_("title"), max_length=255)
    on_date = models.DateField(_("day"))
    since = models.DateField(_("from"), null=True, blank=True)
    office = models.ForeignKey(
        Office, verbose_name=_("office"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    opening = models.TextField(_("words at the beginning"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    send_at = models.DateTimeField(_("goes out at"), null=True, blank=True)
    made_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    docx = models.FileField(storage=_private, upload_to="digests/%Y/", max_length=255, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    folded = models.TextField(blank=True)
    """All its words, for the archive's search."""

    class Meta:
        ordering = ["-on_date", "-pk"]
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [
            models.UniqueConstraint(
                name="digest_once_a_day", fields=["kind", "on_date"], condition=~Q(kind="special")
            ),
            models.CheckConstraint(
                name="digest_released_by_a_person", condition=Q(state="draft") | Q(released_by__isnull=False)
            ),
        ]
        indexes = [models.Index(name="digest_to_send", fields=["send_at"], condition=Q(state="released"))]

    def __str__(self) -> str:
        return self.title


class DigestItem(models.Model):
    """A story in a digest, as it was when it was chosen. ``is_quoted``: the summary is the article's own lead, and is printed as such."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="items")
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="digest_items")
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)
    is_quoted = models.BooleanField(default=False)
    outlet = models.CharField(_("outlet"), max_length=255, blank=True)
    url = models.CharField(_("link"), max_length=2000, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    copies = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("item of a digest")
        verbose_name_plural = _("items of a digest")
        constraints = [models.UniqueConstraint(name="story_once_a_digest", fields=["digest", "story"])]

    def __str__(self) -> str:
        return self.title


class Subscription(models.Model):
    """An address that gets digests, because the office entered it; it can be taken out by the link in each mail."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("office or person"), max_length=255, blank=True)
    daily = models.BooleanField(_("daily digest"), default=True)
    weekly = models.BooleanField(_("weekly digest"), default=True)
    special = models.BooleanField(_("special digest"), default=True)
    token = models.CharField(max_length=60, unique=True, default=new_token, editable=False)
    ended_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    class Meta:
        ordering = ["name", "email"]
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")

    def __str__(self) -> str:
        return self.name or self.email


class Delivery(models.Model):
    """That a digest goes to an address: once. ``at`` is empty until it has gone."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="deliveries")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    at = models.DateTimeField(_("when"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(name="delivered_once", fields=["digest", "subscription"])]

    def __str__(self) -> str:
        return f"{self.digest}: {self.subscription}"
