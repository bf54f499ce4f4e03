"""Who speaks on this site: the province's name, the office that answers today, where its rules for itself stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from nhipcau.public.chrome import office_name, province_name
from nhipcau.public.machines.addresses import absolute, address_of
from nhipcau.public.once import drawn
from nhipcau.public.rules.subjects import Publisher
from nhipcau.public.tree import homes_of_site, section


@dataclass(frozen=True, slots=True)
class Identity:
    """The site in one language. ``search`` has ``{search_term_string}`` in it, or is "" where there is no search page."""

    name: str
    home: str
    language: str
    publisher: Publisher
    search: str = ""


def search_template(language: str) -> str:
    """The address of the search page with a place for the words; "" until there is one (``public:search``)."""
    with translation.override(language):
        try:
            return f"{absolute(reverse('public:search'))}?q={{search_term_string}}"
        except NoReverseMatch:
            return ""


def corrections_policy(language: str) -> str:
    """Where the desk says how it corrects: on the page of its log."""
    with translation.override(language):
        return f"{absolute(reverse('public:corrections'))}#policy"


@drawn
def identity_of(language: str) -> Identity:
    """Three queries, none where the page's menu asked already."""
    home, about, contact = homes_of_site().get(language), section(language, "about"), section(language, "contact")
    where = address_of(home) if home else absolute("/")
    publisher = Publisher(
        name=office_name(), url=absolute("/"), logo=absolute(static("public/mark.svg")),
        principles=address_of(about) if about else "", corrections=corrections_policy(language),
        feedback=address_of(contact) if contact else "",
        area=province_name(language),
    )  # fmt: skip
    return Identity(province_name(language), where, language, publisher, search_template(language))
