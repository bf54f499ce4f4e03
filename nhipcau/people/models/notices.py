"""What the program tells a person: in the workspace at once, by e-mail once a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models.staff import Staff


class Notice(models.Model):
    """One thing a person should know. ``kind`` and ``about`` together are said once."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=60)
    about = models.CharField(max_length=120)
    text = models.CharField(_("text"), max_length=500)
    url = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(name="notice_said_once", fields=["staff", "kind", "about"])]
        indexes = [
            models.Index(name="notice_unread", fields=["staff"], condition=Q(read_at__isnull=True)),
            models.Index(name="notice_unmailed", fields=["staff"], condition=Q(mailed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text
