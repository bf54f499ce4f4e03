"""Where a page of the room stands: the trail above its title."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nhipcau.planning.models import OfficePlan, PlanRound


def to_rounds() -> dict[str, Any]:
    """The list of years."""
    return {"url": reverse("planning:rounds"), "label": _("Plans")}


def to_round(round_: PlanRound) -> dict[str, Any]:
    """One year."""
    return {"url": reverse("planning:round", args=[round_.year]), "label": str(round_.year)}


def to_plan(plan: OfficePlan, name: str) -> dict[str, Any]:
    """One office's plan."""
    return {"url": reverse("planning:plan", args=[plan.pk]), "label": name}
