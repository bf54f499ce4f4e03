"""Who speaks on this site: the province's name, the office that answers today, where its rules for itself stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from nhipcau.newsroom.models import HomePage, SectionPage
from nhipcau.people.models import FunctionHolding
from nhipcau.people.permissions import today
from nhipcau.public.machines.addresses import absolute, address_of
from nhipcau.public.rules.subjects import Publisher


@dataclass(frozen=True, slots=True)
class Identity:
    """The site in one language. ``search`` has ``{search_term_string}`` in it, or is "" where there is no search page."""

    name: str
    home: str
    language: str
    publisher: Publisher
    search: str = ""


@lru_cache(maxsize=4)
def _profile(folder: Path) -> dict[str, Any]:
    found = folder / "profile.yaml"
    loaded: dict[str, Any] = yaml.safe_load(found.read_text("utf-8")) if found.exists() else {}
    return loaded


def province_name(language: str) -> str:
    """The province's name: in Vietnamese, or as foreigners write it."""
    profile = _profile(Path(settings.PROFILE))
    name = profile.get("name" if language == "vi" else "name_en") or profile.get("name") or "Nhịp Cầu"
    return str(name)


def answering_office() -> str:
    """The office that holds the province's external information today; "" where nobody does."""
    function = _profile(Path(settings.PROFILE)).get("coordinator_function", "")
    held = FunctionHolding.objects.on(today()).filter(function__key=function).select_related("office").first()
    return str(held.office) if held else ""


def search_template(language: str) -> str:
    """The address of the search page with a place for the words; "" until there is one (``public:search``)."""
    with translation.override(language):
        try:
            return f"{absolute(reverse('public:search'))}?q={{search_term_string}}"
        except NoReverseMatch:
            return ""


def identity_of(language: str) -> Identity:
    """Four queries."""
    home = HomePage.objects.live().filter(locale__language_code=language).first()
    where = address_of(home) if home else absolute("/")
    sections = {
        s.kind: address_of(s)
        for s in SectionPage.objects.live().filter(locale__language_code=language, kind__in=["about", "contact"])
    }
    about = sections.get("about", "")
    publisher = Publisher(
        name=answering_office() or province_name(language), url=absolute("/"), logo=absolute(static("public/mark.svg")),
        principles=about, corrections=f"{about}#corrections" if about else "", feedback=sections.get("contact", ""),
        area=province_name(language),
    )  # fmt: skip
    return Identity(province_name(language), where, language, publisher, search_template(language))
