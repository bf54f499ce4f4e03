"""What stands around every public page: names, menu, topics, languages, imprint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nhipcau.newsroom.models import EditorialPage
from nhipcau.people.models import FunctionHolding
from nhipcau.people.permissions import today
from nhipcau.public.machines.addresses import path_of
from nhipcau.public.offices import named
from nhipcau.public.once import drawn, once
from nhipcau.public.tree import homes_of_site, section, sections_of, topics_of, translations_of


@dataclass(frozen=True, slots=True)
class Province:
    """What the profile says of the province: its name, in its own and in other letters, and who answers for the site."""

    name: str
    name_en: str
    names: dict[str, str]
    coordinator: str
    contact: dict[str, Any]


@cache
def province() -> Province:
    """Read once a process from the profile."""
    with (settings.PROFILE / "profile.yaml").open(encoding="utf-8") as file:
        said = yaml.safe_load(file)
    return Province(
        str(said["name"]), str(said.get("name_en", said["name"])), dict(said.get("names", {})),
        str(said.get("coordinator_function", "")), dict(said.get("contact") or {}),
    )  # fmt: skip


def contact_of(language: str) -> dict[str, str]:
    """How the office that answers is reached, as the profile says it: address and hours in the language, else in English, else
    in Vietnamese; telephone and e-mail. What the profile does not say is missing."""
    told: dict[str, str] = {}
    for name, value in province().contact.items():
        known = value if isinstance(value, dict) else {"vi": value}
        if text := next((str(known[code]) for code in (language, "en", "vi") if known.get(code)), ""):
            told[name] = text
    if "phone" in told:
        told["phone_link"] = re.sub(r"[^+\d]", "", told["phone"])
    return told


def province_name(language: str) -> str:
    """The province's name in ``language``."""
    known = province()
    return known.names.get(language) or (known.name if language == "vi" else known.name_en)


@once
def office_name() -> str:
    """The office that answers for external information today."""
    holding = FunctionHolding.objects.on(today()).filter(function__key=province().coordinator)
    name: str | None = holding.values_list("office__name", flat=True).first()
    return name or province().name


def languages_for(page: EditorialPage | None, language: str, path: str = "") -> list[dict[str, Any]]:
    """Every language of the site. ``url`` keeps the page: its translation where one is public, else the page that offers
    what exists (``path`` is a plain view's address below the language's prefix)."""
    codes = dict(settings.LANGUAGES)
    there = translations_of(page) if page is not None else {}
    homes, found = homes_of_site(), []
    for code, name in codes.items():
        if code not in homes:
            continue
        url = path_of(there[code] if code in there else homes[code])
        if page is not None and code not in there:
            url = elsewhere(page, code)
        elif page is None and path:
            url = with_prefix(path, code)
        found.append({"code": code, "name": name, "url": url, "is_current": code == language,
                      "is_available": page is None or code in there})  # fmt: skip
    return found


def with_prefix(path: str, code: str) -> str:
    """``path`` (of the default language) in ``code``'s part of the site."""
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def elsewhere(page: EditorialPage, code: str) -> str:
    """The address in ``code``'s part of the site that says in which languages ``page`` can be read."""
    with override(code):
        return reverse("public:other_languages", args=[page.pk])


def _link(page: Any, current: Any) -> dict[str, Any]:
    is_current = current is not None and current.path.startswith(page.path)
    return {"title": page.title, "url": path_of(page), "is_current": is_current}


@drawn
def chrome_of(page: EditorialPage | None, language: str, path: str = "") -> dict[str, Any]:
    """All that ``base.html`` shows around a page, in a constant number of queries."""
    topics = [topic for topic in topics_of(language) if topic.locale.language_code == language]
    home, contact, about = homes_of_site().get(language), section(language, "contact"), section(language, "about")
    own_name = province_name(language)
    return {
        "name": own_name,
        "name_local": "" if province().name in own_name else province().name,
        "name_local_language": "vi",
        "menu": [_link(s, page) for s in sections_of(language) if s.kind not in {"about", "stories"}],
        "topics": [
            {"key": t.theme.key, **_link(t, page)} for t in sorted(topics, key=lambda t: (t.theme.order, t.title))
        ],
        "languages": languages_for(page, language, path),
        "home_url": path_of(home) if home else with_prefix("/", language),
        "search_url": reverse("public:search"),
        "opensearch_url": reverse("public:opensearch"),
        "contact_url": path_of(contact) if contact else "",
        "about_url": path_of(about) if about else "",
        "office_name": named(office_name(), language),
        "imprint": _("Official information site of %(province)s.") % {"province": own_name},
        "year": timezone.localdate().year,
        "feeds": [
            {"type": mime, "title": own_name, "url": f"/feeds/{language}/all.{form}"}
            for form, mime in (
                ("rss", "application/rss+xml"),
                ("atom", "application/atom+xml"),
                ("json", "application/feed+json"),
            )
        ],
        "feeds_url": f"/feeds/{language}/all.rss",
        "verify_url": reverse("public:verify"),
        "corrections_url": reverse("public:corrections"),
        "report_url": reverse("public:report"),
        "text_licence_url": "https://creativecommons.org/licenses/by/4.0/",
    }
