"""Questions that a member of staff keeps for themselves, and is told of when something new answers them."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Staff


def new_token() -> str:
    """For the link by which alerts are ended; nobody guesses it."""
    return secrets.token_urlsafe(32)


class SavedQuestion(models.Model):
    """``address``: the question as ``addressing`` writes it. ``seen``: what its owner knows of, as ``kind:id``, so that only the new is told."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="saved_questions")
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=12)
    address = models.CharField(max_length=1500)
    alerts = models.BooleanField(_("tell me of what is new"), default=True)
    seen = models.JSONField(default=list)
    looked_on = models.DateField(null=True, blank=True)
    token = models.CharField(max_length=64, unique=True, default=new_token)
    made_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(name="saved_question_once", fields=["staff", "address"])]

    def __str__(self) -> str:
        return self.name
