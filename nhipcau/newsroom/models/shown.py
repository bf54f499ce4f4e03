"""What a public page shows at this moment: kept when it goes out, so that nothing has to be
searched for in bodies. (What it shows of the media library is held there: ``media.PublicHold``.)"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.newsroom.models.facts import Fact
from nhipcau.newsroom.models.pages import EditorialPage


class ShownFact(models.Model):
    """A live page shows a fact: it is drawn anew when the fact changes."""

    page = models.ForeignKey(EditorialPage, on_delete=models.CASCADE, related_name="shown_facts")
    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="shown_on")

    class Meta:
        verbose_name = _("fact of a live page")
        verbose_name_plural = _("facts of live pages")
        constraints = [models.UniqueConstraint(name="fact_shown_once", fields=["page", "fact"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.fact_id}"
