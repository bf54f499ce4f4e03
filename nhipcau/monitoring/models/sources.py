"""Where articles come from, and how each place is doing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff, Topic


class Stream(models.TextChoices):
    """The press, and what official bodies send into the province: two streams that are never mixed."""

    PRESS = "press", _("press")
    OFFICIAL = "official", _("official bulletins")


class Source(models.Model):
    """A feed, sitemap, list page or mailbox that is looked at again and again."""

    class Kind(models.TextChoices):
        FEED = "feed", _("feed (RSS, Atom, JSON)")
        SITEMAP = "sitemap", _("sitemap or news sitemap")
        PAGE = "page", _("list page")
        MAILBOX = "mailbox", _("newsletter (mailbox)")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FEED)
    stream = models.CharField(_("stream"), max_length=10, choices=Stream.choices, default=Stream.PRESS)
    name = models.CharField(_("name"), max_length=255)
    url = models.CharField(_("address"), max_length=1000)
    outlet = models.CharField(_("outlet, as it is to be printed"), max_length=255, blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    country = models.CharField(_("country"), max_length=80, blank=True)
    link_pattern = models.CharField(_("only links that contain"), max_length=200, blank=True)
    lead_only = models.BooleanField(_("behind a paywall: keep title, link and lead only"), default=False)
    every_minutes = models.PositiveIntegerField(_("look every (minutes)"), default=30)
    is_active = models.BooleanField(_("is looked at"), default=True)

    etag = models.CharField(max_length=255, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    fault_code = models.CharField(max_length=40, blank=True)
    fault_detail = models.CharField(max_length=200, blank=True)
    holder = models.CharField(max_length=120, blank=True)
    """The process that looks at it now; a dead one's hold counts for nothing (documents.liveness)."""
    held_until = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(name="source_once", fields=["url"]),
            models.CheckConstraint(name="source_not_too_often", condition=Q(every_minutes__gte=5)),
        ]
        indexes = [models.Index(name="source_due", fields=["is_active", "next_try_at"])]

    def __str__(self) -> str:
        return self.name


class StuckMail(models.Model):
    """A mail of a mailbox that could not be read yet. Tried a few times, behind what is new; then set aside until a person asks for it again.

    Only its number is known: who sent it is no matter of this room.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="stuck")
    validity = models.BigIntegerField()
    """The mailbox's UIDVALIDITY: in a mailbox that is numbered anew the number means nothing any more."""
    uid = models.BigIntegerField(_("number in the mailbox"))
    tries = models.PositiveIntegerField(_("tries"), default=0)
    fault_code = models.CharField(max_length=40)
    first_at = models.DateTimeField(_("first try"))
    tried_at = models.DateTimeField(_("last try"))
    is_aside = models.BooleanField(_("set aside"), default=False)

    class Meta:
        ordering = ["uid"]
        verbose_name = _("mail that could not be read")
        verbose_name_plural = _("mails that could not be read")
        constraints = [models.UniqueConstraint(name="stuck_mail_once", fields=["source", "validity", "uid"])]

    def __str__(self) -> str:
        return str(self.uid)
