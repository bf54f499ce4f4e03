"""Signatures of official statements. Appended to, never changed (triggers in the migrations)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.newsroom.models.pages import EditorialPage
from nhipcau.people.models import Staff


class Signature(models.Model):
    """A page's words were signed as they stood in public. ``payload`` is the very text that was signed (canonical JSON),
    ``signature`` base64, ``content`` the page's fingerprint, ``words`` the hash by which a pasted text is found."""

    page = models.ForeignKey(
        EditorialPage, verbose_name=_("page"), on_delete=models.PROTECT, related_name="signatures"
    )
    content = models.CharField(max_length=64)
    payload = models.TextField()
    signature = models.CharField(max_length=100)
    key_id = models.CharField(_("key"), max_length=16)
    words = models.CharField(max_length=64, db_index=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("signature of a statement")
        verbose_name_plural = _("signatures of statements")
        constraints = [models.UniqueConstraint(name="signed_once_by_a_key", fields=["page", "content", "key_id"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.at:%d/%m/%Y %H:%M}"
