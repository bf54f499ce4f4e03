"""Official figures in the shape that the public templates ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import override

from nhipcau.newsroom.models import Fact, FactVersion
from nhipcau.people.permissions import today


def _in(said: dict[str, str], language: str) -> str:
    return said.get(language) or said.get("en" if language != "vi" else "vi") or said.get("vi", "")


def facts_for(facts: Iterable[Fact], language: str) -> list[dict[str, Any]]:
    """Each fact with its newest approved version, in order; those without one are left out. Two queries."""
    rows = list(facts)
    newest: dict[int, FactVersion] = {}
    counts = FactVersion.objects.filter(fact__in=rows, approved_at__isnull=False).select_related("document__source")
    for version in counts.defer("document__text").order_by("as_of", "pk"):
        newest[version.fact_id] = version
    return [_shown(fact, newest[fact.pk], language) for fact in rows if fact.pk in newest]


def fact_for(fact: Fact, language: str) -> dict[str, Any] | None:
    """One fact, or None where nothing of it is approved."""
    return next(iter(facts_for([fact], language)), None)


def _shown(fact: Fact, version: FactVersion, language: str) -> dict[str, Any]:
    with override(language):
        number = version.number.normalize() if version.number is not None else None
        value = number_format(f"{number:f}", force_grouping=True) if number is not None else version.text
    title = version.source_title or (str(version.document) if version.document else "")
    return {
        "key": fact.key, "name": _in(fact.labels, language), "value": value, "unit": _in(fact.units, language),
        "sentence": _in(version.wordings, language), "owner": fact.office.name, "as_of": version.as_of,
        "source": {"title": title, "url": version.source_url, "publisher": version.source_publisher},
        "is_past": bool(version.next_update and version.next_update < today()), "approved_at": version.approved_at,
    }  # fmt: skip
